import { findConfig } from '../../config/find-config.js'
import type { CommonFlags } from '../flags.js'
import { reporting } from '../reporting.js'
import { requirePolicies } from '../require-policies.js'
import { runAndReport } from '../run-and-report.js'
import type { World } from '../world.js'

/**
 * Bare `policytest`: with a configuration, tests its policies and scans its inputs in one run and one report.
 * Without one there is nothing to do, which is no success: undefined.
 */
export function configuredCommand(flags: CommonFlags, world: World): number | undefined {
  if (findConfig(flags.config, world.root) === undefined) return undefined
  return reporting(flags, world, (settings) => {
    const inputs = settings.inputs.length > 0 ? settings.inputs : undefined
    return runAndReport(settings, { policies: requirePolicies(settings), inputs, tests: {} }, world).code
  })
}
