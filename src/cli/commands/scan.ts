import type { CommonFlags } from '../flags.js'
import { requirePolicies } from '../require-policies.js'
import { runAndReport } from '../run-and-report.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'

export interface ScanFlags extends CommonFlags {
  readonly as?: string
}

/** `policytest scan <input…>`: judges exports. */
export function scanCommand(inputs: readonly string[], flags: ScanFlags, world: World): number {
  const settings = readSettings(flags, world)
  const requests = inputs.map((path) => ({ path, source: flags.as }))
  return runAndReport(settings, { policies: requirePolicies(settings), inputs: requests }, world).code
}
