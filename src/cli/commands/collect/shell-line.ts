import type { PlannedCommand } from '../../../runtime/collect/index.js'

/** A command as one would type it. */
export function shellLine({ program, args, file }: PlannedCommand): string {
  return `${[program, ...args].map(shellWord).join(' ')} > ${shellWord(file)}`
}

/** A word of a command line. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
