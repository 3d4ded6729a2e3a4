import type { Extension } from '../cel/table.js'
import { AccessValue, PeerValue, RulesetValue } from './cel-values.js'
import { accessFunctions } from './functions-access.js'
import { rulesetFunctions } from './functions-ruleset.js'

/** The view of firewalls for policies: who may reach which port, whatever firewall says so. */
export const firewallExtension: Extension = {
  functions: [...rulesetFunctions, ...accessFunctions],
  types: [
    { name: 'Ruleset', is: (value) => value instanceof RulesetValue },
    { name: 'Access', is: (value) => value instanceof AccessValue },
    { name: 'Peer', is: (value) => value instanceof PeerValue },
  ],
}
