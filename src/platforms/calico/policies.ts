import { intersect, subtract } from '../../runtime/addresses/intervals.js'
import { allIpv4, allIpv6, anyAddress } from '../../runtime/firewall/cidr-set.js'
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
import { calicoEndpoint, labelsOfEndpoint } from './endpoint.js'
import { peersOf, readEntity } from './entity.js'
import { isNetworkSet, type NetworkSets, networkSet } from './network-sets.js'
import { all, namespaceLabel, parseSelector, type SelectorPlace } from './selector.js'
import { isTier, orderOf, sortedTiers, type Tier } from './tiers.js'

/**
 * Calico policies that apply to the same endpoint, v3 and the v1 documents of 2017: by tier, then by `order`, then by name;
 * the first rule that matches decides. What normal policies of a tier leave over is denied, unless the tier passes it on;
 * what untracked and pre-DNAT policies leave over goes on to the normal ones, and without these is undecided. Tiers among
 * them say how tiers follow each other, and network sets, when there are some, are all there are.
 */
export function calicoPolicies(objects: readonly unknown[]): Ruleset {
  const tiers = objects.filter(isTier)
  const policies = objects.filter((object) => !isTier(object) && !isNetworkSet(object))
  const sets = objects.filter(isNetworkSet).map(networkSet)
  const context: Context = { tiers, sets: sets.length > 0 ? sets : 'unknown' }
  const origin = { item: objects.length === 1 ? objects[0] : objects, pointer: '' }
  const stage = (direction: Direction): readonly Stage[] => {
    const applying = policies.filter((policy) => typesOf(policy).includes(direction))
    const ofPhase = (phase: number) =>
      sortedTiers(
        applying.filter((policy) => phaseOf(policy) === phase),
        tiers,
      )
    const early = [0, 1].flatMap((phase) => [
      ...inDoubt(ofPhase(phase), origin),
      ...ofPhase(phase).map((tier) => chainOf(tier, direction, context, [])),
    ])
    const normal = ofPhase(2)
    const rules = [...early, ...inDoubt(normal, origin), ...normalRules(normal, direction, context, origin)]
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

/** What the rules of all policies are read with. */
interface Context {
  readonly tiers: readonly unknown[]
  readonly sets: NetworkSets
}

/** One tier after the other; what the last one passes on is not decided here. */
function normalRules(
  tiers: readonly Tier[],
  direction: Direction,
  context: Context,
  origin: Origin,
): readonly Rule[] {
  const last = tiers.at(-1)
  if (!last) return undecidable(origin, 'what policies that are not given decide')
  return [
    ...tiers.slice(0, -1).map((tier) => chainOf(tier, direction, context, endOf(tier, origin))),
    ...last.policies.flatMap((policy) =>
      readPolicy(policy, direction, context).flatMap((rule) =>
        passedOn(rule, `(${rule.origin.pointer} of ${nameOf(policy)})`),
      ),
    ),
    ...(last.defaultAction === 'Pass' ? undecidable(origin, `what comes after tier ${last.name}`) : []),
    ...(last.defaultAction === undefined ? endOf(last, origin) : []),
  ]
}

function chainOf(tier: Tier, direction: Direction, context: Context, end: readonly Rule[]): Rule {
  const rules = tier.policies.flatMap((policy) => readPolicy(policy, direction, context))
  return ruleOf({ origin: { item: tier, pointer: '' }, action: 'jump', chain: [...rules, ...end] })
}

/** What happens to the packets of which no rule of a tier says anything. */
function endOf({ name, defaultAction }: Tier, origin: Origin): readonly Rule[] {
  if (defaultAction === 'Pass') return []
  return defaultAction === 'Deny'
    ? [ruleOf({ origin, action: 'deny' })]
    : undecidable(origin, `the default action of tier ${name}`)
}

/** A rule that passes packets on to nothing that is known. */
function passedOn(rule: Rule, where: string): readonly Rule[] {
  if (rule.action !== 'return') return [rule]
  const unknown = [...rule.unknown, `what comes after Pass ${where}`]
  return [
    { ...rule, action: 'allow', unknown },
    { ...rule, action: 'deny', unknown },
  ]
}

/** Where it is not known which of several comes first, nothing is. */
function inDoubt(tiers: readonly Tier[], origin: Origin): readonly Rule[] {
  const names = tiers.map(({ name }) => name)
  const orders =
    tiers.length > 1 && tiers.some(({ order }) => order === undefined)
      ? [`the order of tiers ${names.join(', ')}`]
      : []
  const odd = tiers
    .flatMap(({ policies }) => policies)
    .filter((policy) => orderOf(policy) === undefined)
    .map((policy) => `the order ${quoted(field(policy, 'spec', 'order'))} of ${nameOf(policy)}`)
  return [...orders, ...odd].flatMap((reason) => undecidable(origin, reason))
}

/**
 * Whether a policy applies to an endpoint (a pod, a HostEndpoint): by its selectors, and for a NetworkPolicy its
 * namespace. Untracked and pre-DNAT policies are of host endpoints only, and pods on the network of their host are no
 * endpoints. Undefined when a selector cannot be read, or hangs on labels of a Namespace or ServiceAccount that are not
 * given.
 */
export function calicoSelects(
  policy: unknown,
  object: unknown,
  namespace?: unknown,
  account?: unknown,
): boolean | undefined {
  const endpoint = calicoEndpoint(object, namespace, account)
  if (endpoint.hostNetwork) return false
  const namespaced = field(policy, 'kind') === 'NetworkPolicy'
  if (namespaced && endpoint.namespace !== namespaceOf(policy)) return false
  if (phaseOf(policy) < 2 && endpoint.namespace !== undefined) return false
  const selects = (name: string, place: SelectorPlace): boolean | undefined => {
    const value = field(policy, 'spec', name)
    if (isSet(value) && typeof value !== 'string') return undefined
    const selector = parseSelector(textAt(policy, 'spec', name) ?? '', place)
    return typeof selector === 'function' ? selector(labelsOfEndpoint(endpoint)) : undefined
  }
  return all([
    selects('selector', {}),
    namespaced || selects('namespaceSelector', { prefix: 'pcns.', all: namespaceLabel }),
    selects('serviceAccountSelector', {
      prefix: 'pcsa.',
      ...(namespaced ? {} : { all: 'projectcalico.org/serviceaccount' }),
    }),
  ])
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

function readPolicy(policy: unknown, direction: Direction, context: Context): readonly Rule[] {
  const list = direction === 'inbound' ? 'ingress' : 'egress'
  if (!isV1(policy) && phaseOf(policy) < 2 && field(policy, 'spec', 'applyOnForward') !== true) {
    const reason = `Calico refuses preDNAT and doNotTrack without applyOnForward: true (policy ${nameOf(policy)})`
    return undecidable({ item: policy, pointer: '/spec' }, reason)
  }
  return listAt(policy, 'spec', list).flatMap((rule, i) =>
    readRule(policy, rule, { item: rule, pointer: `/spec/${list}/${i}` }, direction, context),
  )
}

function readRule(
  policy: unknown,
  rule: unknown,
  origin: Origin,
  direction: Direction,
  context: Context,
): readonly Rule[] {
  const where = `(${origin.pointer} of ${nameOf(policy)})`
  const action = actionOf(field(rule, 'action'), isV1(policy))
  if (action === undefined)
    return undecidable(origin, `unknown action ${quoted(field(rule, 'action'))} ${where}`)
  if (action === 'log') return []
  const namespace = field(policy, 'kind') === 'NetworkPolicy' ? namespaceOf(policy) : undefined
  // the API of 2017 has no network sets
  const sets = isV1(policy) ? 'none' : context.sets
  const [source, destination] = [
    readEntity(field(rule, 'source'), namespace, sets),
    readEntity(field(rule, 'destination'), namespace, sets),
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
  return [ruleOf({ ...match, action: action === 'pass' ? 'return' : action })]
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
    ...['NetworkSet', 'GlobalNetworkSet', 'Tier'].flatMap((kind) => [
      `projectcalico.org/v3/${kind}`,
      `crd.projectcalico.org/v1/${kind}`,
    ]),
  ],
  looksLike: (data) => {
    const kind = field(data, 'kind')
    if (isTier(data) || isNetworkSet(data)) return true
    if (field(data, 'apiVersion') === 'v1') return kind === 'policy'
    if (!/^(?:crd\.)?projectcalico\.org\//.test(wordOf(field(data, 'apiVersion')))) return false
    return kind === 'GlobalNetworkPolicy' || (kind === 'NetworkPolicy' && isSet(field(data, 'spec')))
  },
  one: (policy) => calicoPolicies([policy]),
  all: calicoPolicies,
}
