import { type Severity, severities } from './verdict.js'

/** Which open findings fail a run. */
export interface FailOn {
  /** The least severity that counts. */
  readonly severity: Severity
  /** Whether only those count that the baseline does not know. */
  readonly newOnly: boolean
}

/** How users say it: a severity, `new` for those of any severity, or `new,<severity>`. */
export const failOnNames = [
  ...severities,
  'new',
  ...severities.map((severity) => `new,${severity}` as const),
] as const

export type FailOnName = (typeof failOnNames)[number]

export function failOnOf(name: FailOnName = 'info'): FailOn {
  const severity = severities.find((known) => name === known || name === `new,${known}`) ?? 'info'
  return { severity, newOnly: name.startsWith('new') }
}
