import type { CollectionValues, PlannedCommand } from '../../runtime/collect/index.js'
import { globMatcher } from '../../runtime/globs.js'
import { inputError } from '../../runtime/input-error.js'

/**
 * The values of `--set name=value`, several of one name in their order. They become arguments of programs and parts of
 * file names, so that only what names things is taken: nothing that a program could take for an option.
 */
export function checkedValues(given: readonly string[]): CollectionValues {
  const values = new Map<string, string[]>()
  for (const text of given) {
    const [, name, value] = /^([A-Za-z]\w*)=(.+)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) {
      throw inputError('usage', `--set: '${text}' is not name=value`, {
        hint: 'for example --set cluster=prod',
      })
    }
    if (!/^[A-Za-z0-9][A-Za-z0-9._:@-]{0,252}$/.test(value)) {
      throw inputError('usage', `--set: '${value}' cannot be the value of '${name}'`, {
        hint: "letters, digits, '.', '_', ':', '@' and '-', starting with a letter or a digit",
      })
    }
    const known = values.get(name) ?? []
    if (!known.includes(value)) values.set(name, [...known, value])
  }
  return values
}

/**
 * The commands whose file no `--skip` names; one that names none is a mistake, unless it may name one that only listing
 * the values will show.
 */
export function withoutSkipped(
  commands: readonly PlannedCommand[],
  skip: readonly string[],
  stage: 'before listing' | 'listed',
): PlannedCommand[] {
  const mayBeListed = stage === 'before listing' && commands.some(({ missing }) => missing.length > 0)
  for (const glob of skip) {
    if (mayBeListed || commands.some(isNamedBy([glob]))) continue
    throw inputError('usage', `--skip: '${glob}' is the file of no command`, {
      hint: 'see the files with --dry-run; * and ? are wildcards',
    })
  }
  const isSkipped = isNamedBy(skip)
  return commands.filter((command) => !isSkipped(command))
}

/** Whether globs name the file of a command, with its values or with their names. */
function isNamedBy(globs: readonly string[]): (command: PlannedCommand) => boolean {
  const matches = globMatcher(globs)
  return ({ file, template }) => matches(file) || matches(template)
}

/** A number of seconds that a command may take. */
export function secondsOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw inputError('usage', `--timeout: '${text}' is not a whole number of seconds`)
}
