import type { CommonFlags } from '../flags.js'
import { reporting } from '../reporting.js'
import { requirePolicies } from '../require-policies.js'
import { runAndReport } from '../run-and-report.js'
import type { World } from '../world.js'

export interface ScanFlags extends CommonFlags {
  readonly as?: string
}

/** `policytest scan <input…>`: judges exports. */
export function scanCommand(inputs: readonly string[], flags: ScanFlags, world: World): number {
  const requests = inputs.map((path) => ({ path, source: flags.as }))
  return reporting(flags, world, (settings) => {
    const policies = requirePolicies(settings)
    return runAndReport(settings, { policies, inputs: requests }, world).code
  })
}
