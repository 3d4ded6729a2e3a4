import { groupBy } from '../../runtime/model/by-guideline.js'
import type { Report, ReporterOptions } from '../../runtime/model/index.js'
import type { Level } from '../levels.js'
import { markup as xml } from '../markup.js'
import { type Mark, marksOf } from './marks.js'

const severities = { error: 'error', warning: 'warning', note: 'info' } as const satisfies Record<
  Level,
  string
>

/**
 * Checkstyle's XML, which most tools that show lines of code can read. What stands nowhere in the repository is of the file
 * `policytest`, without a line.
 * @see https://github.com/checkstyle/checkstyle/blob/master/src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java
 */
export function checkstyle(report: Report, { folder }: Pick<ReporterOptions, 'folder'> = {}): string {
  const files = groupBy(marksOf(report, folder), ({ location }) => [location?.file ?? 'policytest'])
  return `<?xml version="1.0" encoding="UTF-8"?>
${
  xml`<checkstyle version="10.0">${[...files].map(
    ([file, marks]) => xml`
  <file name="${file}">${marks.map(errorXml)}
  </file>`,
  )}
</checkstyle>`.markup
}
`
}

function errorXml({ level, rule, message, location }: Mark) {
  const at = location && xml` line="${location.start.line}" column="${location.start.column}"`
  return xml`
    <error${at} severity="${severities[level]}" message="${message}" source="${rule}"/>`
}
