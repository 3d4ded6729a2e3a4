import { inputError } from '../runtime/input-error.js'
import type { RunRequest } from '../runtime/run.js'
import type { Settings } from './settings.js'

/** The policies of a command; without any, says how to name them. */
export function requirePolicies(settings: Settings): RunRequest['policies'] {
  if (settings.policies) return settings.policies
  throw inputError('usage', 'no policies: there is no folder ./policies here', {
    hint: 'name them with --policies <path>, or in policytest.config.yaml',
  })
}
