import type { Diagnostic } from '../model/index.js'
import type { TakenSnapshot } from './files.js'

const day = 86_400_000

/** How long a snapshot speaks for what is there, in days. */
export const freshDays = 90

/** Warnings of snapshots from long ago, which show what was there then, and of such that are yet to be taken. */
export function snapshotAges(snapshots: readonly TakenSnapshot[], now: Date): Diagnostic[] {
  return snapshots.flatMap(({ folder, takenAt, location }) => {
    const age = Math.floor((now.getTime() - Date.parse(takenAt)) / day)
    if (age > freshDays) {
      const message = `the snapshot ${folder} was taken ${age} days ago: what is there today may differ`
      return [warning(message, 'take a new one: policytest collect', location)]
    }
    if (age >= -1) return []
    const message = `the snapshot ${folder} says that it is taken ${-age} days from now`
    return [warning(message, 'correct takenAt, or the time of the run (--now)', location)]
  })
}

function warning(message: string, hint: string, location: Diagnostic['location']): Diagnostic {
  return { code: 'snapshot-age', level: 'warning', message, hint, ...(location && { location }) }
}
