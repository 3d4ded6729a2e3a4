import { anyAddress, noAddress, parseCidr, uniteAll, without } from '../../runtime/firewall/cidr-set.js'
import { labelSetOf, selectorMatches } from '../../runtime/firewall/labels.js'
import { allPorts, portNumber, portRange } from '../../runtime/firewall/ports.js'
import { anyProtocol, protocolNumber, protocolsOf, tcp } from '../../runtime/firewall/protocols.js'
import { anyone, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type {
  Direction,
  Endpoint,
  Member,
  Origin,
  Peers,
  Rule,
  Ruleset,
  RulesetReader,
  Stage,
} from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { type AdminKind, adminKind, adminRules, doubtful, isSubject, labelOf } from './admin-policy.js'
import { namedPorts, podEndpoint, podPeer } from './peer.js'
import { type OwnPorts, type PortMatch, portsNamed } from './policy-ports.js'

/** Policies whose effect on a pod is known, and those of which it is not known whether they select it. */
interface Policies {
  readonly applying: readonly unknown[]
  readonly unclear: readonly unknown[]
  /** NetworkPolicies that are not given select none. */
  readonly complete: boolean
}

/**
 * What NetworkPolicies together let through: a direction that none of them names is open, one that any names is closed
 * but for what some rule of theirs allows. AdminNetworkPolicies among them decide before, a BaselineAdminNetworkPolicy
 * where none of them closes the direction. They are taken to select the same pods; the pod, when known, resolves named
 * ports.
 */
export function networkPolicies(policies: readonly unknown[], pod?: unknown): Ruleset {
  const complete = policies.length === 0 || policies.some((policy) => adminKind(policy) === undefined)
  return policiesOf({ applying: policies, unclear: [], complete }, policies.length === 1, pod)
}

/**
 * The ruleset of one pod: of the policies in its namespace that select it, and those of the cluster. Pods on the host's
 * network have none.
 */
export function podNetworkPolicies(pod: unknown, policies: readonly unknown[], namespace?: unknown): Ruleset {
  if (field(pod, 'spec', 'hostNetwork') === true) return networkPolicies([], pod)
  const judged = policies.map((policy) => ({ policy, selects: selectsPod(policy, pod, namespace) }))
  const those = (wanted: boolean | undefined) =>
    judged.filter(({ selects }) => selects === wanted).map(({ policy }) => policy)
  return policiesOf({ applying: those(true), unclear: those(undefined), complete: true }, false, pod)
}

function policiesOf(given: Policies, alone: boolean, pod: unknown, far?: Endpoint): Ruleset {
  const { applying, unclear } = given
  const [only] = applying
  const all = [...applying, ...unclear]
  const origin = { item: pod ?? (alone ? only : applying), pointer: '' }
  const ordered = unclear.length > 0 || all.some((policy) => adminKind(policy) !== undefined)
  const stage = (direction: Direction): readonly Stage[] => {
    const own = direction === 'outbound' ? far?.ports : pod === undefined ? undefined : namedPorts(pod)
    if (ordered) return [{ origin, rules: inTurn(given, direction, own, origin), otherwise: 'allow' }]
    const isolating = applying.filter((policy) => isolates(policy, direction))
    const rules = isolating.flatMap((policy) => readPolicy(policy, direction, own))
    return [{ origin, rules, otherwise: isolating.length > 0 ? 'deny' : 'allow' }]
  }
  return {
    kind: ordered ? 'first-match' : 'additive',
    label:
      alone && all.length === 1
        ? `${textAt(only, 'kind') ?? 'NetworkPolicy'} ${nameOf(only)}`
        : `${all.length} ${all.some(adminKind) ? 'policies' : 'NetworkPolicies'}`,
    inbound: stage('inbound'),
    outbound: stage('outbound'),
    families: anyAddress,
    host: false,
    ...(far || !all.some(namesPorts)
      ? {}
      : { towards: (endpoint) => policiesOf(given, alone, pod, endpoint) }),
  }
}

/** One rule after the other: of the admin, of the namespace, of the baseline. */
function inTurn(given: Policies, direction: Direction, own: OwnPorts, origin: Origin): readonly Rule[] {
  const { applying, unclear, complete } = given
  const among = (policies: readonly unknown[], kind: AdminKind | undefined) =>
    policies.filter((policy) => adminKind(policy) === kind)
  const cluster = (kind: AdminKind): readonly Rule[] => {
    const policies = [...among(applying, kind), ...among(unclear, kind)]
    return adminRules(policies, direction, own).map((rule) => {
      const policy = unclear.find((each) => owns(each, direction, rule))
      return policy === undefined ? rule : doubtful(rule, [selectionOf(policy)])
    })
  }
  const isolating = (policies: readonly unknown[]) =>
    among(policies, undefined).filter((policy) => isolates(policy, direction))
  const [sure, perhaps] = [isolating(applying), isolating(unclear)]
  const deny = (unknown: readonly string[]) => ruleOf({ origin, action: 'deny', unknown })
  const unknownKinds = [...among(applying, 'unknown'), ...among(unclear, 'unknown')]
  return [
    ...unknownKinds.flatMap((policy) =>
      undecidable({ item: policy, pointer: '' }, `what ${labelOf(policy)} says`),
    ),
    ruleOf({ origin, action: 'jump', chain: cluster('admin') }),
    ...sure.flatMap((policy) => readPolicy(policy, direction, own)),
    ...perhaps.flatMap((policy) =>
      readPolicy(policy, direction, own).map((rule) => doubtful(rule, [selectionOf(policy)])),
    ),
    ...(sure.length > 0 ? [deny([])] : perhaps.length > 0 ? [deny(perhaps.map(selectionOf))] : []),
    ...(complete ? [] : undecidable(origin, 'what NetworkPolicies that are not given decide')),
    ...cluster('baseline'),
  ]
}

function owns(policy: unknown, direction: Direction, { origin }: Rule): boolean {
  if (origin.item === policy) return true
  return listAt(policy, 'spec', direction === 'inbound' ? 'ingress' : 'egress').some(
    (rule) => rule === origin.item,
  )
}

function selectionOf(policy: unknown): string {
  return `whether ${textAt(policy, 'kind') ?? 'NetworkPolicy'} ${nameOf(policy)} selects the pod`
}

function isolates(policy: unknown, direction: Direction): boolean {
  return typesOf(policy).includes(direction === 'inbound' ? 'Ingress' : 'Egress')
}

/** Whether some rule of its egress asks for a port by the name that the pod at the other end gives it. */
function namesPorts(policy: unknown): boolean {
  return listAt(policy, 'spec', 'egress').some((rule) =>
    listAt(rule, 'ports').some(
      (port) => typeof field(port, 'port') === 'string' || isSet(field(port, 'namedPort')),
    ),
  )
}

/** Whether a policy applies to a pod: same namespace, labels selected. Undefined when its selector cannot be read. */
export function selectsPod(policy: unknown, pod: unknown, namespace?: unknown): boolean | undefined {
  if (adminKind(policy) !== undefined) return isSubject(policy, podEndpoint(pod, namespace))
  if (namespaceOf(policy) !== namespaceOf(pod)) return false
  return selectorMatches(field(policy, 'spec', 'podSelector'), labelSetOf(pod))
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

function readPolicy(policy: unknown, direction: Direction, own: OwnPorts): readonly Rule[] {
  const [list, peersField] = direction === 'inbound' ? ['ingress', 'from'] : ['egress', 'to']
  return listAt(policy, 'spec', list).flatMap((rule, i) => {
    const origin = { item: rule, pointer: `/spec/${list}/${i}` }
    const peers = readPeers(field(rule, peersField), namespaceOf(policy))
    if (typeof peers === 'string') return undecidable(origin, `${peers} (${origin.pointer})`)
    return readPorts(field(rule, 'ports'), own).map((match) => {
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

/** No list and an empty list both mean every port of every protocol. */
function readPorts(list: unknown, own: OwnPorts): readonly PortMatch[] {
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
    return portsNamed(port, number, own)
  })
}

/** NetworkPolicies, and those of the cluster's administrator, as rulesets; those of one pod apply together. */
export const networkPolicyReader: RulesetReader = {
  name: 'NetworkPolicy',
  types: [
    'networking.k8s.io/v1/NetworkPolicy',
    'extensions/v1beta1/NetworkPolicy',
    'policy.networking.k8s.io/v1alpha1/AdminNetworkPolicy',
    'policy.networking.k8s.io/v1alpha1/BaselineAdminNetworkPolicy',
  ],
  looksLike: (data) =>
    adminKind(data) !== undefined ||
    (field(data, 'kind') === 'NetworkPolicy' &&
      isSet(field(data, 'spec')) &&
      !wordOf(field(data, 'apiVersion')).includes('projectcalico.org/')),
  one: (policy) => networkPolicies([policy]),
  all: (policies) => networkPolicies(policies),
}
