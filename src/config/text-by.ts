import { inputError } from '../runtime/input-error.js'
import type { Report, Reporter, ReporterOptions } from '../runtime/model/index.js'

/**
 * What a reporter of the user's own makes of a report.
 * @throws InputError where it fails, or gives no text
 */
export function textBy(reporter: Reporter, name: string, report: Report, options: ReporterOptions): string {
  let text: unknown
  try {
    text = reporter(report, options)
  } catch (error) {
    throw inputError(
      'reporter',
      `the reporter '${name}' failed: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (typeof text === 'string') return text
  throw inputError('reporter', `the reporter '${name}' gave no text`, { hint: 'a reporter is synchronous' })
}
