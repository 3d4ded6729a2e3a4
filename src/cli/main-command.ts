import { inputError } from '../runtime/diagnostics.js'
import { execute } from './execute.js'
import type { CommonFlags } from './flags.js'
import { requirePolicies } from './policies.js'
import { readSettings } from './settings.js'
import type { World } from './world.js'

/** Bare `policytest`: with a configuration, tests its policies and scans its inputs in one run and one report. */
export function mainCommand(flags: CommonFlags, world: World): number {
  const settings = readSettings(flags, world)
  if (!settings.hasConfig) {
    throw inputError('usage', 'no command, and no policytest.config.yaml here', {
      hint: "run 'policytest --help' for the commands",
    })
  }
  const inputs = settings.inputs.length > 0 ? settings.inputs : undefined
  return execute(settings, { policies: requirePolicies(settings), inputs, tests: {} }, world).code
}
