import { inputError } from '../runtime/input-error.js'
import type { ReporterOptions } from '../runtime/model/index.js'
import type { Settings } from './settings.js'
import type { World } from './world.js'
import { writeWhole } from './write-whole.js'

type Table<Subject> = Readonly<Record<string, (subject: Subject, options: ReporterOptions) => string>>

/** @throws InputError for a reporter that is none of the command's own */
export function requireReporters(
  { reporters }: Settings,
  table: Readonly<Record<string, unknown>>,
  command: string,
): void {
  const names = Object.keys(table)
  for (const { name } of reporters)
    if (!names.includes(name))
      throw inputError('usage', `policytest ${command} has no reporter '${name}'`, {
        hint: `reporters: ${names.join(', ')}`,
      })
}

/** Writes what a command has found out by each of its own reporters that was asked for. */
export function writeWith<Subject>(
  table: Table<Subject>,
  subject: Subject,
  { reporters, color, quiet, presentation }: Settings,
  world: World,
): void {
  for (const { name, file } of reporters) {
    const text = table[name]?.(subject, { color: file === undefined && color, quiet, ...presentation }) ?? ''
    if (file === undefined) world.stdout.write(text)
    else writeWhole(file, text)
  }
}
