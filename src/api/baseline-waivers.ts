import { acceptedBy, type WaiverFile, waiversFor } from '../runtime/history/index.js'
import type { Report } from '../runtime/model/index.js'
import { type TimeOption, timeOf } from './time.js'

/** Who accepts what is known, why, and until when. */
export interface BaselineOptions extends TimeOption {
  /** Who answers for the findings. */
  readonly owner: string
  /** The last day on which they are accepted: `2027-03-31`. */
  readonly expires: string
  /** Default: that they are known since today. */
  readonly reason?: string
}

/**
 * Waivers for what is open in a report, each as narrow as waivers can be, as the text of a file.
 * @throws InputError unless somebody answers for the findings, until a day to come
 * @group Reports
 * @example
 * ```ts
 * import { baselineWaivers, loadPolicies } from 'policytest'
 *
 * const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { team: 'ops' } } }
 * const report = loadPolicies('policies').scan({ objects: [pod] })
 * const { text, accepted, left } = baselineWaivers(report, { owner: 'Ops', expires: '2027-03-31', now: '2027-01-01' })
 * console.log(accepted.length, left.length, text?.includes('owner: Ops')) // 1 0 true
 * ```
 */
export function baselineWaivers(report: Report, { now, ...by }: BaselineOptions): WaiverFile {
  const time = timeOf(now)
  return waiversFor(report, acceptedBy(by, time), time)
}
