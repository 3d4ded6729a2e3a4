import { type CelFunction, type Failure, failure } from '../../runtime/cel/index.js'
import { PeerValue, plain } from '../../runtime/firewall/cel-values.js'
import { anyAddress } from '../../runtime/firewall/cidr-set.js'
import { labelSetOf, selectorMatches } from '../../runtime/firewall/labels.js'
import { field, isSet, wordOf } from '../../runtime/member.js'
import { quoted } from '../../wording/quoted.js'
import { selectsPod } from '../kubernetes/network-policy.js'
import { podPeer } from '../kubernetes/peer.js'
import { calicoSelects } from './policies.js'
import { parseSelector } from './selector.js'

function selector(data: unknown): PeerValue | Failure {
  const map = plain(data)
  if (typeof map === 'string') {
    const parsed = parseSelector(map)
    if (typeof parsed !== 'function')
      return failure('invalid-argument', `no selector ${quoted(map)}: ${parsed.reason}`)
    return new PeerValue({
      kind: 'selector',
      key: `calico:${map}`,
      names: [map],
      label: `endpoints ${map}`,
      addresses: anyAddress,
    })
  }
  const [pods, namespaces] = [field(map, 'podSelector'), field(map, 'namespaceSelector')]
  if (!isSet(pods) && !isSet(namespaces))
    return failure(
      'invalid-argument',
      `no selector: ${quoted(map)} has neither podSelector nor namespaceSelector`,
    )
  return new PeerValue(podPeer(pods, namespaces))
}

function appliesTo(
  policy: unknown,
  object: unknown,
  namespace?: unknown,
  account?: unknown,
): boolean | Failure {
  const [rule, endpoint] = [plain(policy), plain(object)]
  const objects = [plain(namespace), plain(account)] as const
  const calico = /projectcalico\.org|^v1$/.test(wordOf(field(rule, 'apiVersion')))
  const selected = calico ? calicoSelects(rule, endpoint, ...objects) : selectsPod(rule, endpoint, objects[0])
  const name = quoted(field(rule, 'metadata', 'name'))
  return (
    selected ??
    failure('unknown', `cannot read the selector of ${name}, or it asks for labels that are not given`)
  )
}

function labelsMatch(labels: unknown, by: unknown): boolean | Failure {
  const wanted = plain(by)
  const set = labelSetOf({ metadata: { labels: plain(labels) } })
  if (typeof wanted === 'string') {
    const parsed = parseSelector(wanted)
    if (typeof parsed !== 'function')
      return failure('invalid-argument', `no selector ${quoted(wanted)}: ${parsed.reason}`)
    const matches = parsed((label) => set.known.get(label) ?? (set.complete ? undefined : null))
    return matches ?? failure('invalid-argument', `no labels: ${quoted(plain(labels))}`)
  }
  const matches = selectorMatches(wanted, set)
  if (matches !== undefined) return matches
  return set.complete
    ? failure('invalid-argument', `no label selector: ${quoted(wanted)}`)
    : failure('invalid-argument', `no labels: ${quoted(plain(labels))}`)
}

const ssh =
  "ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'tcp', 'ports': '22', 'source': '10.0.0.0/8'}]})"

/** Functions about selectors, those of Calico and those of Kubernetes alike. */
export const calicoFunctions: readonly CelFunction[] = [
  {
    name: 'selector',
    overloads: { 'selector(dyn): Peer': selector },
    doc: 'Pods or endpoints as a peer, by the selectors of a NetworkPolicy (`{"podSelector": …, "namespaceSelector": …}`) or by the text of a Calico selector. It stands for rules that use the very same selectors.',
    since: 'policytest',
    examples: [[`${ssh}.inbound('tcp', 22).onlyFrom([selector({'podSelector': {}})])`, 'false']],
  },
  {
    name: 'appliesTo',
    overloads: {
      'appliesTo(dyn, dyn): bool': appliesTo,
      'appliesTo(dyn, dyn, dyn): bool': appliesTo,
      'appliesTo(dyn, dyn, dyn, dyn): bool': appliesTo,
    },
    doc: 'Whether a NetworkPolicy or Calico policy applies to a pod or HostEndpoint: its selectors match the labels, those that Calico derives among them (`projectcalico.org/serviceaccount`, `pcns.…`), in its namespace. Selectors of namespaces and service accounts look at the Namespace and the ServiceAccount in the third and fourth argument; without them, what hangs on their labels is an error.',
    since: 'policytest',
    examples: [
      [
        "appliesTo({'spec': {'podSelector': {'matchLabels': {'app': 'web'}}}}, {'metadata': {'labels': {'app': 'web'}}})",
        'true',
      ],
      [
        "appliesTo({'apiVersion': 'projectcalico.org/v3', 'kind': 'GlobalNetworkPolicy', 'spec': {'namespaceSelector': \"team == 'web'\"}}, {'metadata': {'namespace': 'shop'}}, {'metadata': {'name': 'shop', 'labels': {'team': 'web'}}})",
        'true',
      ],
      ["appliesTo({'apiVersion': 'v1', 'spec': {'selector': 'has(role)'}}, {'metadata': {}})", 'false'],
    ],
  },
  {
    name: 'labelsMatch',
    overloads: { 'labelsMatch(dyn, dyn): bool': labelsMatch },
    doc: 'Whether labels match a Kubernetes label selector (`matchLabels`, `matchExpressions`) or the text of a Calico selector.',
    since: 'policytest',
    examples: [
      [
        "labelsMatch({'app': 'web'}, {'matchExpressions': [{'key': 'app', 'operator': 'NotIn', 'values': ['db']}]})",
        'true',
      ],
      ["labelsMatch({'role': 'db'}, \"role in {'web', 'db'} && !has(old)\")", 'true'],
    ],
  },
]
