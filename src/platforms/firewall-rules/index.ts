import type { Platform } from '../../runtime/model/index.js'
import { firewallRulesType } from '../../runtime/policies/index.js'
import { firewallRulesReader } from './ruleset.js'
import { firewall as source } from './source.js'

/** The rules of a firewall that has no export of its own, written down as a plain list. */
export const firewallRules: Platform = {
  name: 'firewall-rules',
  sources: [source],
  rulesets: [firewallRulesReader],
  byHand: {
    [firewallRulesType]: 'write the rules down by hand, see docs/reference/formats.md',
  },
  types: firewallRulesReader.types,
}
