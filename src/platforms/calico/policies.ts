import { allIpv4, allIpv6, anyAddress } from '../../runtime/firewall/cidr-set.js'
import { intersect, subtract } from '../../runtime/firewall/intervals.js'
import { labelsOf } from '../../runtime/firewall/labels.js'
import { allPorts, icmpMessages, portNumber } from '../../runtime/firewall/ports.js'
import {
  anyProtocol,
  icmpProtocols,
  portProtocols,
  protocolNumber,
  protocolsOf,
} from '../../runtime/firewall/protocols.js'
import { ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type {
  Direction,
  Origin,
  Ports,
  Protocols,
  Rule,
  Ruleset,
  RulesetReader,
  Stage,
} from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { calicoLabels, peersOf, readEntity } from './entity.js'
import { parseSelector } from './selector.js'

/**
 * Calico policies that apply to the same endpoint, v3 and the v1 documents of 2017: by `order`, then by name; the first
 * rule that matches decides. What normal policies leave over is denied; what untracked and pre-DNAT policies leave over
 * goes on to the normal ones, and without these is undecided.
 */
export function calicoPolicies(policies: readonly unknown[]): Ruleset {
  const stage = (direction: Direction): readonly Stage[] => {
    const applying = policies.filter((policy) => typesOf(policy).includes(direction))
    const normal = applying.filter((policy) => phaseOf(policy) === 2)
    const origin = { item: policies.length === 1 ? policies[0] : policies, pointer: '' }
    const own = [...applying].sort(byOrder).flatMap((policy) => readPolicy(policy, direction))
    const tiers = new Set(normal.map((policy) => textAt(policy, 'spec', 'tier') ?? 'default'))
    const inTurn = tiers.size > 1 ? undecidable(origin, `the order of tiers ${[...tiers].join(', ')}`) : []
    const after = normal.length === 0 ? undecidable(origin, 'what policies that are not given decide') : []
    const rules = [...inTurn, ...own, ...after]
    return [{ origin, rules, otherwise: 'deny' }]
  }
  return {
    kind: 'first-match',
    label:
      policies.length === 1 ? `Calico policy ${nameOf(policies[0])}` : `${policies.length} Calico policies`,
    inbound: stage('inbound'),
    outbound: stage('outbound'),
    families: anyAddress,
    host: false,
  }
}

/**
 * Whether a policy applies to an endpoint (a pod, a HostEndpoint), by its selector and, for a NetworkPolicy, its
 * namespace. Undefined when its selector cannot be read.
 */
export function calicoSelects(policy: unknown, endpoint: unknown): boolean | undefined {
  const namespace = textAt(endpoint, 'metadata', 'namespace')
  if (field(policy, 'kind') === 'NetworkPolicy' && namespace !== namespaceOf(policy)) return false
  const selector = parseSelector(textAt(policy, 'spec', 'selector') ?? '')
  if (typeof selector !== 'function') return undefined
  const labels = labelsOf(endpoint)
  return selector(calicoLabels(namespace === undefined ? { labels } : { labels, namespace }))
}

function nameOf(policy: unknown): string {
  return textAt(policy, 'metadata', 'name') ?? ''
}

function namespaceOf(policy: unknown): string {
  return textAt(policy, 'metadata', 'namespace') ?? 'default'
}

function isV1(policy: unknown): boolean {
  return field(policy, 'apiVersion') === 'v1'
}

/** Given types, or those of the rules that there are. v1 writes them in lower case, v3 does not. */
function typesOf(policy: unknown): readonly Direction[] {
  const given = listAt(policy, 'spec', 'types').map((type) =>
    isV1(policy) ? wordOf(type).toLowerCase() : type,
  )
  const [ingress, egress] = isV1(policy) ? ['ingress', 'egress'] : ['Ingress', 'Egress']
  if (given.length > 0)
    return [
      ...(given.includes(ingress) ? ['inbound' as const] : []),
      ...(given.includes(egress) ? ['outbound' as const] : []),
    ]
  const [inbound, outbound] = [
    listAt(policy, 'spec', 'ingress').length > 0,
    listAt(policy, 'spec', 'egress').length > 0,
  ]
  if (!outbound) return ['inbound']
  return inbound ? ['inbound', 'outbound'] : ['outbound']
}

/** Untracked policies come first, then those before DNAT, then the normal ones. */
function phaseOf(policy: unknown): 0 | 1 | 2 {
  if (field(policy, 'spec', 'doNotTrack') === true) return 0
  return field(policy, 'spec', 'preDNAT') === true ? 1 : 2
}

/** Without an order a policy comes last; equal ones by name. */
function byOrder(a: unknown, b: unknown): number {
  const [p, q] = [phaseOf(a), phaseOf(b)]
  if (p !== q) return p - q
  const [x, y] = [field(a, 'spec', 'order'), field(b, 'spec', 'order')].map((order) =>
    typeof order === 'number' ? order : Number.POSITIVE_INFINITY,
  ) as [number, number]
  if (x !== y) return x < y ? -1 : 1
  return nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0
}

function readPolicy(policy: unknown, direction: Direction): readonly Rule[] {
  const list = direction === 'inbound' ? 'ingress' : 'egress'
  if (!isV1(policy) && phaseOf(policy) < 2 && field(policy, 'spec', 'applyOnForward') !== true) {
    const reason = `Calico refuses preDNAT and doNotTrack without applyOnForward: true (policy ${nameOf(policy)})`
    return undecidable({ item: policy, pointer: '/spec' }, reason)
  }
  return listAt(policy, 'spec', list).flatMap((rule, i) =>
    readRule(policy, rule, { item: rule, pointer: `/spec/${list}/${i}` }, direction),
  )
}

function readRule(policy: unknown, rule: unknown, origin: Origin, direction: Direction): readonly Rule[] {
  const where = `(${origin.pointer} of ${nameOf(policy)})`
  const action = actionOf(field(rule, 'action'), isV1(policy))
  if (action === undefined)
    return undecidable(origin, `unknown action ${quoted(field(rule, 'action'))} ${where}`)
  if (action === 'log') return []
  const namespace = field(policy, 'kind') === 'NetworkPolicy' ? namespaceOf(policy) : undefined
  const [source, destination] = [
    readEntity(field(rule, 'source'), namespace),
    readEntity(field(rule, 'destination'), namespace),
  ]
  const [far, near] = direction === 'inbound' ? [source, destination] : [destination, source]
  const unknown = [...source.unknown, ...destination.unknown]
  if (near.member) unknown.push(`the own side being ${near.member.label}`)
  const protocols = readProtocols(rule)
  if (!protocols) unknown.push(`protocol ${quoted(field(rule, 'protocol') ?? field(rule, 'notProtocol'))}`)
  const messages = readIcmp(rule)
  if (!messages) unknown.push(`icmp ${quoted(field(rule, 'icmp') ?? field(rule, 'notICMP'))}`)
  const family = familyOf(field(rule, 'ipVersion'))
  if (!family) unknown.push(`ipVersion ${quoted(field(rule, 'ipVersion'))}`)
  if (isSet(field(rule, 'http'))) unknown.push('http')
  if (action === 'pass') unknown.push('what comes after Pass')
  const some = restrictTo(protocols ?? anyProtocol, [source.ports, destination.ports], messages ?? allPorts)
  const match = {
    origin,
    ...some,
    sourcePorts: source.ports,
    ports: messages && messages !== allPorts ? messages : destination.ports,
    peers: peersOf(far, family ?? anyAddress),
    local: near.addresses,
    unknown: unknown.map((reason) => `${reason} ${where}`),
  }
  const actions = action === 'pass' ? (['allow', 'deny'] as const) : [action]
  return actions.map((each) => ruleOf({ ...match, action: each }))
}

/** Ports mean protocols that have them, ICMP types mean ICMP. */
function restrictTo(
  protocols: Protocols,
  ports: readonly Ports[],
  messages: Ports,
): { protocols: Protocols } {
  if (messages !== allPorts) return { protocols: intersect(protocols, icmpProtocols) }
  const restricted = ports.some((set) => set !== allPorts)
  return { protocols: restricted ? intersect(protocols, portProtocols) : protocols }
}

function actionOf(value: unknown, v1: boolean): 'allow' | 'deny' | 'log' | 'pass' | undefined {
  const name = v1 ? wordOf(value).toLowerCase() : value
  const known = v1
    ? ({ allow: 'allow', deny: 'deny', log: 'log', pass: 'pass', 'next-tier': 'pass' } as const)
    : ({ Allow: 'allow', Deny: 'deny', Log: 'log', Pass: 'pass' } as const)
  return Object.entries(known).find(([key]) => key === name)?.[1]
}

function readProtocols(rule: unknown): Protocols | undefined {
  const read = (name: string, otherwise: Protocols) => {
    const value = field(rule, name)
    if (!isSet(value)) return otherwise
    const number = protocolNumber(wordOf(value))
    return number === undefined ? undefined : protocolsOf(number)
  }
  const [wanted, excluded] = [read('protocol', anyProtocol), read('notProtocol', [])]
  return wanted && excluded && subtract(wanted, excluded)
}

function readIcmp(rule: unknown): Ports | undefined {
  const read = (name: string): Ports | undefined => {
    const value = field(rule, name)
    if (!isSet(value)) return allPorts
    const [type, code] = [portNumber(field(value, 'type')), portNumber(field(value, 'code'))]
    if (type === undefined || type > 255 || (isSet(field(value, 'code')) && (code ?? 256) > 255))
      return undefined
    return icmpMessages(type, code)
  }
  const [wanted, excluded] = [read('icmp'), read('notICMP')]
  if (!wanted || !excluded) return undefined
  return excluded === allPorts ? wanted : subtract(wanted, excluded)
}

function familyOf(version: unknown) {
  if (!isSet(version)) return anyAddress
  return version === 4 ? allIpv4 : version === 6 ? allIpv6 : undefined
}

/** Calico's policies as rulesets, of whatever API: v3, as Kubernetes stores them, v1. */
export const calicoPolicyReader: RulesetReader = {
  name: 'Calico policy',
  types: [
    'projectcalico.org/v3/NetworkPolicy',
    'projectcalico.org/v3/GlobalNetworkPolicy',
    'crd.projectcalico.org/v1/NetworkPolicy',
    'crd.projectcalico.org/v1/GlobalNetworkPolicy',
    'calico/v1/policy',
  ],
  looksLike: (data) => {
    const kind = field(data, 'kind')
    if (field(data, 'apiVersion') === 'v1') return kind === 'policy'
    if (!/^(?:crd\.)?projectcalico\.org\//.test(wordOf(field(data, 'apiVersion')))) return false
    return kind === 'GlobalNetworkPolicy' || (kind === 'NetworkPolicy' && isSet(field(data, 'spec')))
  },
  one: (policy) => calicoPolicies([policy]),
  all: calicoPolicies,
}
