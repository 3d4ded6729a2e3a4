import type { ConfigOptions } from './load-options.js'
import { loadingOfConfig } from './loading.js'
import { type Policies, policiesOf } from './policies.js'

/**
 * Loads the policies of a configuration, with all that it says. A configuration in TypeScript is run.
 * @throws InputError for a configuration that is not there, and with every mistake of every file
 * @group Policies
 * @example
 * ```ts
 * import { loadConfig } from 'policytest'
 *
 * const policies = await loadConfig()
 * const { report } = policies.run()
 * console.log(policies.ids, report.summary.findings.open) // ["owned"] 0
 * ```
 */
export async function loadConfig(options: ConfigOptions = {}): Promise<Policies> {
  return policiesOf(await loadingOfConfig(options))
}
