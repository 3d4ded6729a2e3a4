import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type ReporterName, reporters } from '../reporters/index.js'
import { inputError } from '../runtime/input-error.js'
import type { Report } from '../runtime/model/index.js'
import { displayPath } from '../runtime/paths.js'
import { didYouMean } from '../runtime/suggest.js'

/** One `-r name[=file]`; without a file it writes to standard output. The file is absolute. */
export interface ReporterRequest {
  readonly name: ReporterName
  readonly file?: string
}

/**
 * Checks the requested reporters before anything runs.
 * @throws InputError for an unknown name, two reporters on standard output, or two in one file
 */
export function parseReporters(requests: readonly string[], root: string): ReporterRequest[] {
  const parsed = requests.map((request) => parseReporter(request, root))
  const targets = new Set<string>()
  for (const { file = '-' } of parsed) {
    if (targets.has(file)) {
      const where = file === '-' ? 'standard output' : displayPath(root, file)
      throw inputError('usage', `two reporters write to ${where}`, {
        hint: 'give each reporter a file of its own: -r sarif=out.sarif -r junit=out.xml',
      })
    }
    targets.add(file)
  }
  return parsed
}

function parseReporter(request: string, root: string): ReporterRequest {
  const [name = '', ...rest] = request.split('=')
  const names = Object.keys(reporters)
  if (!names.includes(name)) {
    throw inputError('usage', `unknown reporter '${name}'`, {
      hint: didYouMean(name, names, 'reporters') ?? `reporters: ${names.join(', ')}`,
    })
  }
  const file = rest.join('=')
  if (rest.length > 0 && file === '') throw inputError('usage', `reporter '${name}' has an empty file name`)
  return { name: name as ReporterName, ...(file !== '' && { file: resolve(root, file) }) }
}

/** What a terminal or pipe shows of a run. */
export interface Screen {
  readonly color: boolean
  readonly quiet: boolean
  out(text: string): void
}

/** Writes every requested report; a file appears whole or not at all. */
export function writeReports(report: Report, requests: readonly ReporterRequest[], screen: Screen): void {
  for (const { name, file } of requests) {
    const color = file === undefined && screen.color
    const text = reporters[name](report, { color, quiet: screen.quiet })
    if (file === undefined) screen.out(text)
    else writeWhole(file, text)
  }
}

/** Writes a file that appears whole or not at all; what is no plain file is written to, never replaced. */
export function writeWhole(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    // A pipe or device such as /dev/stdout is written to, never replaced.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) writeFileSync(file, text)
    else replace(file, text)
  } catch (error) {
    throw inputError('output', `cannot write ${file}: ${(error as Error).message}`)
  }
}

function replace(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
