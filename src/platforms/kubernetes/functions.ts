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

function podRuleset(pod: unknown, policies: readonly unknown[], namespace?: unknown): RulesetValue | Failure {
  const given = [plain(pod), policies.map(plain), plain(namespace)] as const
  return charge(policies.length) ?? rulesetValue(podNetworkPolicies(...given))
}

function openToPod(of: AccessValue, pod: unknown, namespace?: unknown, account?: unknown): boolean | Failure {
  const endpoint = podEndpoint(plain(pod), plain(namespace), plain(account))
  return decided(of, (answer) => openToEndpoint(answer, endpoint))
}

const access =
  "ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'tcp', 'ports': '30000-32767', 'source': '10.0.0.0/8'}]}).inbound('tcp', 30000, 32767)"

/** Functions about pods. */
export const kubernetesFunctions: readonly CelFunction[] = [
  {
    name: 'podRuleset',
    overloads: {
      'podRuleset(dyn, list<dyn>): Ruleset': podRuleset,
      'podRuleset(dyn, list<dyn>, dyn): Ruleset': podRuleset,
    },
    doc: 'What NetworkPolicies let a pod do: the union of those in its namespace that select it; everything when none does. AdminNetworkPolicies in the list decide before them, by priority, and a BaselineAdminNetworkPolicy where none of them closes the direction; the Namespace as third argument tells whether the pod is their subject. A pod on the network of its host is out of their reach.',
    since: 'policytest',
    examples: [
      [
        "podRuleset({'metadata': {'namespace': 'a'}}, [{'metadata': {'namespace': 'a'}, 'spec': {'podSelector': {}}}]).inbound('tcp', 80).openTo('10.0.0.1')",
        'false',
      ],
      [
        "podRuleset({'metadata': {'namespace': 'a'}}, [{'apiVersion': 'policy.networking.k8s.io/v1alpha1', 'kind': 'AdminNetworkPolicy', 'metadata': {'name': 'no-telnet'}, 'spec': {'priority': 10, 'subject': {'namespaces': {}}, 'egress': [{'action': 'Deny', 'to': [{'networks': ['0.0.0.0/0']}], 'ports': [{'portNumber': {'protocol': 'TCP', 'port': 23}}]}]}}]).outbound('tcp', 23).openTo('10.0.0.1')",
        'false',
      ],
    ],
  },
  {
    name: 'openToPod',
    overloads: {
      'Access.openToPod(dyn): bool': openToPod,
      'Access.openToPod(dyn, dyn): bool': openToPod,
      'Access.openToPod(dyn, dyn, dyn): bool': openToPod,
    },
    doc: 'Whether some of the ports stands open to a pod: by its labels, by any of its addresses, and, when they are given, by the labels of its Namespace and its ServiceAccount. Outbound, it says which numbers the ports have that rules name. Without an address, it is an error where addresses decide.',
    since: 'policytest',
    examples: [[`${access}.openToPod({'metadata': {'name': 'p'}, 'status': {'podIP': '10.1.1.1'}})`, 'true']],
  },
]
