import type { Extension } from '../cel/index.js'
import type { Platform } from '../model/index.js'
import { AccessValue, PeerValue, RulesetValue } from './cel-values.js'
import { accessFunctions } from './functions-access.js'
import { rulesetFunctions } from './functions-ruleset.js'
import { rulesetsBy } from './ruleset-of.js'

/**
 * The view of firewalls for policies, and what platforms add to the language: who may reach which port, whatever
 * firewall says so.
 */
export function firewallExtension(platforms: readonly Platform[]): Extension {
  const rulesets = rulesetsBy(platforms.flatMap((platform) => platform.rulesets ?? []))
  const idFields = ['id', ...platforms.flatMap(({ groupId }) => groupId ?? [])]
  return {
    functions: [
      ...rulesetFunctions(rulesets, idFields),
      ...accessFunctions,
      ...platforms.flatMap((platform) => platform.functions ?? []),
    ],
    types: [
      { name: 'Ruleset', is: (value) => value instanceof RulesetValue },
      { name: 'Access', is: (value) => value instanceof AccessValue },
      { name: 'Peer', is: (value) => value instanceof PeerValue },
    ],
  }
}
