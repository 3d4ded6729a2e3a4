import { resolve } from 'node:path'
import { type ReporterName, reporterNames } from '../reporters/names.js'
import { inputError } from '../runtime/input-error.js'
import { displayPath } from '../runtime/paths.js'
import { didYouMean } from '../runtime/suggest.js'

/** One reporter and where it writes to: an absolute path, or standard output. */
export interface ReporterRequest {
  readonly name: ReporterName
  readonly file?: string
}

/**
 * The values of `-r name[=file]`, each with a place of its own to write to.
 * @throws InputError as {@link parseReporter} and {@link requireOwnTargets} do
 */
export function parseReporters(requests: readonly string[], root: string): readonly ReporterRequest[] {
  const parsed = requests.map((request) => parseReporter(request, root))
  requireOwnTargets(parsed, root)
  return parsed
}

/**
 * The value of `-r name[=file]`.
 * @throws InputError for an unknown name or an empty file name
 */
function parseReporter(request: string, root: string): ReporterRequest {
  const [given = '', ...rest] = request.split('=')
  const name = reporterNamed(given)
  const file = rest.join('=')
  if (rest.length > 0 && file === '') throw inputError('usage', `reporter '${name}' has an empty file name`)
  return { name, ...(file !== '' && { file: resolve(root, file) }) }
}

/** @throws InputError for an unknown name */
export function reporterNamed(name: string): ReporterName {
  const known = reporterNames.find((reporter) => reporter === name)
  if (known !== undefined) return known
  throw inputError('usage', `unknown reporter '${name}'`, {
    hint: didYouMean(name, reporterNames, 'reporters') ?? `reporters: ${reporterNames.join(', ')}`,
  })
}

/**
 * Makes sure, before anything runs, that each reporter has a place of its own to write to.
 * @throws InputError for two on standard output, or two in one file
 */
export function requireOwnTargets(requests: readonly ReporterRequest[], root: string): void {
  const targets = new Set<string>()
  for (const { file = '-' } of requests) {
    if (targets.has(file)) {
      const where = file === '-' ? 'standard output' : displayPath(root, file)
      throw inputError('usage', `two reporters write to ${where}`, {
        hint: 'give each reporter a file of its own: -r sarif=out.sarif -r junit=out.xml',
      })
    }
    targets.add(file)
  }
}
