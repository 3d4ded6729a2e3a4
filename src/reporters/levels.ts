import type { Severity } from '../runtime/model/index.js'

/** The three levels of tools that know no more: SARIF, annotations, Checkstyle. */
export type Level = 'error' | 'warning' | 'note'

export const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const satisfies Record<Severity, Level>
