import { calicoSelects } from '../../platforms/calico/policies.js'
import { parseSelector } from '../../platforms/calico/selector.js'
import { podNetworkPolicies, selectsPod } from '../../platforms/kubernetes/network-policy.js'
import { podPeer } from '../../platforms/kubernetes/peer.js'
import { iptablesChain } from '../../platforms/linux/iptables-ruleset.js'
import type { IptablesSave, IptablesTable } from '../../platforms/linux/iptables-save.js'
import { type Failure, failure } from '../cel/failure.js'
import { charge } from '../cel/meter.js'
import type { CelFunction } from '../cel/table.js'
import { type AccessValue, accessTo, PeerValue, plain, RulesetValue } from './cel-values.js'
import { anyAddress } from './cidr-set.js'
import { field, isSet, listAt, quoted, textAt } from './fields.js'
import { labelMap, selectorMatches } from './labels.js'
import { questionOf } from './questions.js'
import { type Direction, groupMember, type Ruleset } from './ruleset.js'
import { rulesetOf } from './ruleset-of.js'

const values = new WeakMap<Ruleset, RulesetValue>()

function rulesetValue(ruleset: Ruleset): RulesetValue {
  const before = values.get(ruleset)
  if (before) return before
  const value = new RulesetValue(ruleset)
  values.set(ruleset, value)
  return value
}

function ruleset(data: unknown): RulesetValue | Failure {
  const over = charge(sizeOf(data))
  if (over) return over
  const found = rulesetOf(plain(data))
  return 'reason' in found ? failure('invalid-argument', found.reason) : rulesetValue(found)
}

/** A rough measure of the work to read it. */
function sizeOf(data: unknown): number {
  const objects = Array.isArray(data) ? data : [data]
  return objects.reduce((sum: number, each) => sum + 1 + listAt(each, 'rules').length, 0)
}

function podRuleset(pod: unknown, policies: readonly unknown[]): RulesetValue | Failure {
  return charge(policies.length) ?? rulesetValue(podNetworkPolicies(plain(pod), policies.map(plain)))
}

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

function access(direction: Direction) {
  return (of: RulesetValue, protocol: string, first?: unknown, last?: unknown): AccessValue | Failure => {
    const question = questionOf(direction, protocol, first, last ?? first)
    return 'reason' in question ? failure('invalid-argument', question.reason) : accessTo(of, question)
  }
}

function group(data: unknown): PeerValue | Failure {
  const map = plain(data)
  const name =
    typeof map === 'string'
      ? map
      : (textAt(map, 'id') ?? textAt(map, 'SecurityGroupId') ?? textAt(map, 'name'))
  const member = groupMember([name])
  return member
    ? new PeerValue(member)
    : failure('invalid-argument', `no group: ${quoted(map)} has no id and no name`)
}

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

function appliesTo(policy: unknown, object: unknown): boolean | Failure {
  const [rule, endpoint] = [plain(policy), plain(object)]
  const calico = /projectcalico\.org|^v1$/.test(String(field(rule, 'apiVersion')))
  const selected = calico ? calicoSelects(rule, endpoint) : selectsPod(rule, endpoint)
  return (
    selected ?? failure('unknown', `cannot read the selector of ${quoted(field(rule, 'metadata', 'name'))}`)
  )
}

function labelsMatch(labels: unknown, by: unknown): boolean | Failure {
  const [map, wanted] = [labelMap(plain(labels)), plain(by)]
  if (typeof wanted === 'string') {
    const parsed = parseSelector(wanted)
    return typeof parsed === 'function'
      ? parsed(map)
      : failure('invalid-argument', `no selector ${quoted(wanted)}: ${parsed.reason}`)
  }
  return selectorMatches(wanted, map) ?? failure('invalid-argument', `no label selector: ${quoted(wanted)}`)
}

const ssh =
  "ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'tcp', 'ports': '22', 'source': '10.0.0.0/8'}]})"

/** Functions that give rulesets, peers, and questions to rulesets. */
export const rulesetFunctions: readonly CelFunction[] = [
  {
    name: 'ruleset',
    overloads: { 'ruleset(dyn): Ruleset': ruleset },
    doc: 'The firewall rules in an object: an IBM security group or network ACL, the rules of a Tencent security group, an iptables-save text or one of its tables, a NetworkPolicy, a Calico policy, plain firewall rules. Of a list of security groups, NetworkPolicies or Calico policies: what they allow together. iptables rules see ports and addresses as they are after NAT.',
    since: 'policytest',
    examples: [
      [`${ssh}.inbound('tcp', 22).onlyFrom(['10.0.0.0/8'])`, 'true'],
      ["ruleset('x')", "error: no firewall rules in 'x'"],
    ],
  },
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
    name: 'chainRuleset',
    overloads: { 'chainRuleset(dyn, string): Ruleset': chainRuleset },
    doc: 'The rules of one chain of the filter table of an iptables-save text, such as `FORWARD`.',
    since: 'policytest',
    examples: [["chainRuleset('x', 'FORWARD')", "error: no iptables-save: 'x'"]],
  },
  ...(['inbound', 'outbound'] as const).map((direction): CelFunction => {
    const ask = access(direction)
    const peers =
      direction === 'inbound'
        ? 'Who may open connections to what the rules protect'
        : 'To whom connections may be opened from what the rules protect'
    return {
      name: direction,
      overloads: {
        [`Ruleset.${direction}(string): Access`]: ask,
        [`Ruleset.${direction}(string, int): Access`]: ask,
        [`Ruleset.${direction}(string, int, int): Access`]: ask,
      },
      doc: `${peers}: a protocol (\`tcp\`, \`udp\`, \`icmp\`, another name or number, \`any\`), and all ports, one port, or the ports from one to another, both included.`,
      since: 'policytest',
      examples:
        direction === 'inbound'
          ? [
              [`${ssh}.inbound('tcp', 1, 1023).openTo('10.0.0.1')`, 'true'],
              [`${ssh}.inbound('esp', 22).openTo('10.0.0.1')`, 'error: esp has no ports'],
            ]
          : [[`${ssh}.outbound('any').openTo('10.0.0.1')`, 'false']],
    }
  }),
  {
    name: 'group',
    overloads: { 'group(dyn): Peer': group },
    doc: 'A security group as a peer, by id, name or CRN, or as the object of an export. A group is never taken for the addresses of its members.',
    since: 'policytest',
    examples: [[`${ssh}.inbound('tcp', 22).onlyFrom([group('pag-sg')])`, 'false']],
  },
  {
    name: 'selector',
    overloads: { 'selector(dyn): Peer': selector },
    doc: 'Pods or endpoints as a peer, by the selectors of a NetworkPolicy (`{"podSelector": …, "namespaceSelector": …}`) or by the text of a Calico selector. It stands for rules that use the very same selectors.',
    since: 'policytest',
    examples: [[`${ssh}.inbound('tcp', 22).onlyFrom([selector({'podSelector': {}})])`, 'false']],
  },
  {
    name: 'appliesTo',
    overloads: { 'appliesTo(dyn, dyn): bool': appliesTo },
    doc: 'Whether a NetworkPolicy or Calico policy applies to a pod or HostEndpoint: its selector matches the labels, in its namespace.',
    since: 'policytest',
    examples: [
      [
        "appliesTo({'spec': {'podSelector': {'matchLabels': {'app': 'web'}}}}, {'metadata': {'labels': {'app': 'web'}}})",
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
