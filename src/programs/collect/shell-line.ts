import type { PlannedCommand } from '../../runtime/collect/index.js'
import { shellWord } from '../../wording/shell-word.js'

/** A command as one would type it. */
export function shellLine({ program, args, file }: PlannedCommand): string {
  return `${[program, ...args].map(shellWord).join(' ')} > ${shellWord(file)}`
}
