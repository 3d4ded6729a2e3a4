import type { PlannedCommand } from '../../runtime/collect/index.js'

/** What became of a command: its export as it stands in the file, or why there is none; `absent` where there need be none. */
export type CollectedExport =
  | { readonly status: 'written'; readonly command: PlannedCommand }
  | { readonly status: 'failed' | 'absent'; readonly command: PlannedCommand; readonly reason: string }

/** A command without an export: failed, or absent where there need be none. */
export function withoutExport(command: PlannedCommand, reason: string): CollectedExport {
  const { optional } = command
  const isAbsent = optional !== undefined && (optional.when === undefined || reason.includes(optional.when))
  return isAbsent
    ? { status: 'absent', command, reason: `${reason}\n  ${optional.why}` }
    : { status: 'failed', command, reason }
}
