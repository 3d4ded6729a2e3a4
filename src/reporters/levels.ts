import type { Finding, Severity } from '../runtime/model/index.js'

/** The three levels of tools that know no more: SARIF, annotations, Checkstyle. */
export type Level = 'error' | 'warning' | 'note'

export const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const satisfies Record<Severity, Level>

/** What could not be evaluated is an error, however mild its rule. */
export function levelOf({ verdict, severity }: Pick<Finding, 'verdict' | 'severity'>): Level {
  return verdict === 'error' ? 'error' : levels[severity]
}
