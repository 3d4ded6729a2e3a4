import { type CelFunction, charge, type Failure } from '../../runtime/cel/index.js'
import {
  type AccessValue,
  decided,
  plain,
  type RulesetValue,
  rulesetValue,
} from '../../runtime/firewall/cel-values.js'
import { openToEndpoint } from '../../runtime/firewall/coverage.js'
import { podNetworkPolicies } from './network-policy.js'
import { podEndpoint } from './peer.js'

function podRuleset(pod: unknown, policies: readonly unknown[]): RulesetValue | Failure {
  return charge(policies.length) ?? rulesetValue(podNetworkPolicies(plain(pod), policies.map(plain)))
}

function openToPod(of: AccessValue, pod: unknown, namespace?: unknown): boolean | Failure {
  const endpoint = podEndpoint(plain(pod), plain(namespace))
  return decided(of, (answer) => openToEndpoint(answer, endpoint))
}

const access =
  "ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'tcp', 'ports': '30000-32767', 'source': '10.0.0.0/8'}]}).inbound('tcp', 30000, 32767)"

/** Functions about pods. */
export const kubernetesFunctions: readonly CelFunction[] = [
  {
    name: 'podRuleset',
    overloads: { 'podRuleset(dyn, list<dyn>): Ruleset': podRuleset },
    doc: 'What NetworkPolicies let a pod do: the union of those in its namespace that select it; everything when none does. A pod on the network of its host is out of their reach.',
    since: 'policytest',
    examples: [
      [
        "podRuleset({'metadata': {'namespace': 'a'}}, [{'metadata': {'namespace': 'a'}, 'spec': {'podSelector': {}}}]).inbound('tcp', 80).openTo('10.0.0.1')",
        'false',
      ],
    ],
  },
  {
    name: 'openToPod',
    overloads: { 'Access.openToPod(dyn): bool': openToPod, 'Access.openToPod(dyn, dyn): bool': openToPod },
    doc: 'Whether some of the ports stands open to a pod, by its labels, its addresses and the labels of its namespace.',
    since: 'policytest',
    examples: [[`${access}.openToPod({'metadata': {'name': 'p'}, 'status': {'podIP': '10.1.1.1'}})`, 'true']],
  },
]
