import { anyAddress, noAddress, parseCidr, uniteAll, without } from '../../runtime/firewall/cidr-set.js'
import { labelsOf, selectorMatches } from '../../runtime/firewall/labels.js'
import { allPorts, portNumber, portRange } from '../../runtime/firewall/ports.js'
import { anyProtocol, protocolNumber, protocolsOf, tcp } from '../../runtime/firewall/protocols.js'
import { anyone, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type {
  Direction,
  Member,
  Peers,
  Ports,
  Protocols,
  Rule,
  Ruleset,
  RulesetReader,
  Stage,
} from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { podPeer } from './peer.js'

/**
 * What NetworkPolicies together let through: a direction that none of them names is open, one that any names is closed
 * but for what some rule of theirs allows. They are taken to select the same pods; the pod, when known, resolves named
 * ports.
 */
export function networkPolicies(policies: readonly unknown[], pod?: unknown): Ruleset {
  const [only] = policies
  const subject = pod ?? (policies.length === 1 ? only : policies)
  const stage = (direction: Direction): readonly Stage[] => {
    const type = direction === 'inbound' ? 'Ingress' : 'Egress'
    const isolating = policies.filter((policy) => typesOf(policy).includes(type))
    const rules = isolating.flatMap((policy) => readPolicy(policy, direction, pod))
    return [
      { origin: { item: subject, pointer: '' }, rules, otherwise: isolating.length > 0 ? 'deny' : 'allow' },
    ]
  }
  return {
    kind: 'additive',
    label: policies.length === 1 ? `NetworkPolicy ${nameOf(only)}` : `${policies.length} NetworkPolicies`,
    inbound: stage('inbound'),
    outbound: stage('outbound'),
    families: anyAddress,
    host: false,
  }
}

/** The ruleset of one pod: of the policies in its namespace that select it. Pods on the host's network have none. */
export function podNetworkPolicies(pod: unknown, policies: readonly unknown[]): Ruleset {
  if (field(pod, 'spec', 'hostNetwork') === true) return networkPolicies([], pod)
  const judged = policies.map((policy) => ({ policy, selects: selectsPod(policy, pod) }))
  const ruleset = networkPolicies(
    judged.filter(({ selects }) => selects === true).map(({ policy }) => policy),
    pod,
  )
  const unclear = judged.filter(({ selects }) => selects === undefined)
  if (unclear.length === 0) return ruleset
  const doubts = unclear.flatMap(({ policy }) =>
    undecidable({ item: policy, pointer: '' }, `whether NetworkPolicy ${nameOf(policy)} selects the pod`),
  )
  const doubtful = (stages: readonly Stage[]) =>
    stages.map((s) => ({ ...s, rules: doubts, otherwise: 'deny' as const }))
  return { ...ruleset, inbound: doubtful(ruleset.inbound), outbound: doubtful(ruleset.outbound) }
}

/** Whether a policy applies to a pod: same namespace, labels selected. Undefined when its selector cannot be read. */
export function selectsPod(policy: unknown, pod: unknown): boolean | undefined {
  if (namespaceOf(policy) !== namespaceOf(pod)) return false
  return selectorMatches(field(policy, 'spec', 'podSelector'), labelsOf(pod))
}

function typesOf(policy: unknown): readonly unknown[] {
  const types = listAt(policy, 'spec', 'policyTypes')
  if (types.length > 0) return types
  return listAt(policy, 'spec', 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
}

function nameOf(object: unknown): string {
  return textAt(object, 'metadata', 'name') ?? ''
}

function namespaceOf(object: unknown): string {
  return textAt(object, 'metadata', 'namespace') ?? 'default'
}

function readPolicy(policy: unknown, direction: Direction, pod: unknown): readonly Rule[] {
  const [list, peersField] = direction === 'inbound' ? ['ingress', 'from'] : ['egress', 'to']
  return listAt(policy, 'spec', list).flatMap((rule, i) => {
    const origin = { item: rule, pointer: `/spec/${list}/${i}` }
    const peers = readPeers(field(rule, peersField), namespaceOf(policy))
    if (typeof peers === 'string') return undecidable(origin, `${peers} (${origin.pointer})`)
    return readPorts(field(rule, 'ports'), direction, pod).map((match) => {
      const unknown = match.unknown ? [`${match.unknown} (${origin.pointer})`] : []
      const { protocols, ports } = match
      return ruleOf({ origin, action: 'allow', protocols, ports, peers, unknown })
    })
  })
}

/** No list and an empty list both mean everyone. */
function readPeers(list: unknown, namespace: string): Peers | string {
  if (!isSet(list)) return anyone
  if (!Array.isArray(list)) return `cannot read the peers ${quoted(list)}`
  if (list.length === 0) return anyone
  const addresses = []
  const members: Member[] = []
  for (const peer of list) {
    const block = field(peer, 'ipBlock')
    const [pods, namespaces] = [field(peer, 'podSelector'), field(peer, 'namespaceSelector')]
    if (isSet(block) === (isSet(pods) || isSet(namespaces))) return `cannot read the peer ${quoted(peer)}`
    if (!isSet(block)) members.push(podPeer(pods, namespaces, namespace))
    else {
      const [cidr, ...holes] = [field(block, 'cidr'), ...listAt(block, 'except')].map((text) =>
        typeof text === 'string' ? parseCidr(text) : undefined,
      )
      const known = holes.filter((hole) => hole !== undefined)
      if (!cidr || known.length < holes.length) return `cannot read the ipBlock ${quoted(block)}`
      addresses.push(without(cidr, uniteAll(known)))
    }
  }
  return { addresses: addresses.length > 0 ? uniteAll(addresses) : noAddress, members }
}

interface PortMatch {
  readonly protocols: Protocols
  readonly ports: Ports
  readonly unknown?: string
}

/** No list and an empty list both mean every port of every protocol. */
function readPorts(list: unknown, direction: Direction, pod: unknown): readonly PortMatch[] {
  if (!isSet(list) || (Array.isArray(list) && list.length === 0))
    return [{ protocols: anyProtocol, ports: allPorts }]
  if (!Array.isArray(list))
    return [{ protocols: anyProtocol, ports: allPorts, unknown: `cannot read the ports ${quoted(list)}` }]
  return list.flatMap((entry): readonly PortMatch[] => {
    const named = field(entry, 'protocol')
    const number = isSet(named) ? protocolNumber(wordOf(named)) : tcp
    if (number === undefined)
      return [{ protocols: anyProtocol, ports: allPorts, unknown: `unknown protocol ${quoted(named)}` }]
    const protocols = protocolsOf(number)
    const [port, end] = [field(entry, 'port'), field(entry, 'endPort')]
    if (!isSet(port)) return [{ protocols, ports: allPorts }]
    if (portNumber(port) !== undefined && typeof port !== 'string') {
      const ports = portRange(port, isSet(end) ? end : port)
      const unknown = `no port range: port ${quoted(port)}, endPort ${quoted(end)}`
      return [ports?.length ? { protocols, ports } : { protocols, ports: allPorts, unknown }]
    }
    if (typeof port !== 'string') return [{ protocols, ports: allPorts, unknown: `no port: ${quoted(port)}` }]
    if (direction === 'outbound' || pod === undefined)
      return [{ protocols, ports: allPorts, unknown: `the number of port ${quoted(port)}, which pods name` }]
    return containerPorts(pod, port, number).map((ports) => ({ protocols, ports }))
  })
}

/** The ports of the pod's containers by that name. None: the rule opens nothing. */
function containerPorts(pod: unknown, name: string, protocol: number): readonly Ports[] {
  const containers = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')]
  return containers
    .flatMap((container) => listAt(container, 'ports'))
    .filter((port) => field(port, 'name') === name)
    .filter((port) => protocolNumber(textAt(port, 'protocol') ?? 'tcp') === protocol)
    .flatMap((port) => {
      const number = field(port, 'containerPort')
      return portRange(number, number) ?? []
    })
    .map((span) => [span])
}

/** NetworkPolicies as rulesets; those of one pod apply together. */
export const networkPolicyReader: RulesetReader = {
  name: 'NetworkPolicy',
  types: ['networking.k8s.io/v1/NetworkPolicy', 'extensions/v1beta1/NetworkPolicy'],
  looksLike: (data) =>
    field(data, 'kind') === 'NetworkPolicy' &&
    isSet(field(data, 'spec')) &&
    !wordOf(field(data, 'apiVersion')).includes('projectcalico.org/'),
  one: (policy) => networkPolicies([policy]),
  all: (policies) => networkPolicies(policies),
}
