import type { Platform } from '../../runtime/model/index.js'
import { outputOf } from './run-command.js'
import type { Surroundings } from './surroundings.js'

/** Tells the version of a program, each asked once; nothing where it does not say. */
export function versionsOf(
  platforms: readonly Platform[],
  timeoutSeconds: number,
  around: Surroundings,
): (program: string) => Promise<{ readonly takenWith?: string }> {
  const args = new Map(platforms.flatMap(({ versions = {} }) => Object.entries(versions)))
  const known = new Map<string, Promise<{ readonly takenWith?: string }>>()
  const ask = async (program: string) => {
    const asking = args.get(program)
    const said = asking && (await outputOf({ program, args: asking }, timeoutSeconds, around))
    return said && 'text' in said ? named(program, said.text) : {}
  }
  return (program) => {
    const answer = known.get(program) ?? ask(program)
    known.set(program, answer)
    return answer
  }
}

/** The first line with a version in it, after the name of the program. */
function named(program: string, text: string): { readonly takenWith?: string } {
  const line = text
    .split('\n')
    .find((line) => /\d+\.\d+/.test(line))
    ?.trim()
  if (line === undefined || line.length > 200) return {}
  return { takenWith: line.startsWith(program) ? line : `${program}: ${line}` }
}
