import { resolve } from 'node:path'
import { reporterNames } from '../reporters/names.js'
import { inputError } from '../runtime/input-error.js'
import type { Reporter } from '../runtime/model/index.js'
import { displayPath } from '../runtime/paths.js'
import { didYouMean } from '../runtime/suggest.js'

/** One reporter and where it writes to: an absolute path, or standard output. */
export interface ReporterRequest {
  /** One that ships, or that of the custom one. */
  readonly name: string
  /** Of the configuration, instead of one that ships. */
  readonly custom?: Reporter
  readonly file?: string
}

/**
 * The values of `-r name[=file]`, each with a place of its own to write to.
 * @throws InputError as {@link parseReporter} and {@link requireOwnTargets} do
 */
export function parseReporters(
  requests: readonly string[],
  root: string,
  custom?: CustomReporters,
): readonly ReporterRequest[] {
  const parsed = requests.map((request) => parseReporter(request, root, custom))
  requireOwnTargets(parsed, root)
  return parsed
}

/**
 * The value of `-r name[=file]`.
 * @throws InputError for an unknown name or an empty file name
 */
function parseReporter(request: string, root: string, custom?: CustomReporters): ReporterRequest {
  const [given = '', ...rest] = request.split('=')
  const reporter = reporterNamed(given, custom)
  const file = rest.join('=')
  if (rest.length > 0 && file === '') throw inputError('usage', `reporter '${given}' has an empty file name`)
  return { ...reporter, ...(file !== '' && { file: resolve(root, file) }) }
}

/** @throws InputError for an unknown name */
export function reporterNamed(name: string, custom: CustomReporters = {}): ReporterRequest {
  const own = Object.hasOwn(custom, name) ? custom[name] : undefined
  if (own) return { name, custom: own }
  if (isShipped(name)) return { name }
  const names = [...reporterNames, ...Object.keys(custom)]
  throw inputError('usage', `unknown reporter '${name}'`, {
    hint: didYouMean(name, names, 'reporters') ?? `reporters: ${names.join(', ')}`,
  })
}

/** Whether a reporter ships with policytest: only the name of `name=file` counts. */
export function isShipped(request: string): boolean {
  const [name] = request.split('=')
  return reporterNames.some((reporter) => reporter === name)
}

/** The reporters of a configuration, by name. */
export type CustomReporters = Readonly<Record<string, Reporter>>

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
