import { type CelFunction, charge, type Failure, failure } from '../../runtime/cel/index.js'
import { type RulesetValue, rulesetValue } from '../../runtime/firewall/cel-values.js'
import { field, listAt } from '../../runtime/member.js'
import { quoted } from '../../wording/quoted.js'
import { iptablesChain } from './iptables-ruleset.js'
import type { IptablesSave, IptablesTable } from './iptables-save.js'

function chainRuleset(data: unknown, chain: string): RulesetValue | Failure {
  const isSave = Array.isArray(field(data, 'tables'))
  if (!isSave && !Array.isArray(field(data, 'chains')))
    return failure('invalid-argument', `no iptables-save: ${quoted(data)}`)
  const over = charge(chainsOf(data))
  if (over) return over
  return rulesetValue(iptablesChain(data as IptablesSave | IptablesTable, chain))
}

function chainsOf(data: unknown): number {
  const tables = [data, ...listAt(data, 'tables')]
  const chains = tables.flatMap((table) => listAt(table, 'chains'))
  return chains.reduce((sum: number, chain) => sum + 1 + listAt(chain, 'rules').length, 0)
}

/** Functions about the packet filter of a host. */
export const linuxFunctions: readonly CelFunction[] = [
  {
    name: 'chainRuleset',
    overloads: { 'chainRuleset(dyn, string): Ruleset': chainRuleset },
    doc: 'The rules of one chain of the filter table of an iptables-save text, such as `FORWARD`.',
    since: 'policytest',
    examples: [["chainRuleset('x', 'FORWARD')", "error: no iptables-save: 'x'"]],
  },
]
