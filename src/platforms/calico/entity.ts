import {
  anyAddress,
  common,
  noAddress,
  parseCidr,
  uniteAll,
  without,
} from '../../runtime/firewall/cidr-set.js'
import { subtract, union } from '../../runtime/firewall/intervals.js'
import { allPorts, parsePorts } from '../../runtime/firewall/ports.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type { AddressSet, Endpoint, Member, Peers, Ports } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { type CalicoSelector, parseSelector } from './selector.js'

/** What a Calico rule says of one end of a connection. */
export interface Entity {
  readonly addresses: AddressSet
  readonly ports: Ports
  /** The endpoints that its selectors choose; without any, everyone at the addresses. */
  readonly member?: Member
  readonly unknown: readonly string[]
}

/** Conditions whose effect is not in the policy itself. */
const beyond = ['tag', 'notTag', 'notSelector', 'serviceAccounts', 'services', 'domains']

/** Reads `source` or `destination` of a rule, of v1 (`net`, `nets`) and v3 (`nets`) alike. */
export function readEntity(entity: unknown, namespace: string | undefined): Entity {
  const unknown = beyond
    .filter((name) => isSet(field(entity, name)))
    .map((name) => `${name} ${quoted(field(entity, name))}`)
  const read = <T>(name: string, value: T | undefined, otherwise: T): T => {
    if (value === undefined) unknown.push(`${name} ${quoted(field(entity, name))}`)
    return value ?? otherwise
  }
  const within = read('nets', blocks(entity, ['net', 'nets']), anyAddress)
  const outside = read('notNets', blocks(entity, ['notNet', 'notNets']), noAddress)
  const hasNets = isSet(field(entity, 'net')) || listAt(entity, 'nets').length > 0
  const hasHoles = isSet(field(entity, 'notNet')) || listAt(entity, 'notNets').length > 0
  const inside = hasNets ? within : anyAddress
  const addresses = hasHoles ? without(inside, outside) : inside
  const listed = read('ports', portList(listAt(entity, 'ports')), allPorts)
  const excluded = read('notPorts', portList(listAt(entity, 'notPorts')), [])
  const ports = listAt(entity, 'ports').length > 0 ? listed : allPorts
  const member = readMember(entity, namespace, addresses)
  if (typeof member === 'string') unknown.push(member)
  return {
    addresses,
    ports: listAt(entity, 'notPorts').length > 0 ? subtract(ports, excluded) : ports,
    ...(typeof member === 'object' ? { member } : {}),
    unknown,
  }
}

/** The peers at one end: chosen endpoints where there is a selector, addresses where there is none. */
export function peersOf({ addresses, member }: Entity, family: AddressSet): Peers {
  if (!member) return { addresses: common(addresses, family), members: [] }
  return { addresses: noAddress, members: [{ ...member, addresses: common(member.addresses, family) }] }
}

function blocks(entity: unknown, names: readonly string[]): AddressSet | undefined {
  const texts = names.flatMap((name) => {
    const value = field(entity, name)
    return Array.isArray(value) ? value : isSet(value) ? [value] : []
  })
  const sets = texts.map((text) => (typeof text === 'string' ? parseCidr(text) : undefined))
  return sets.includes(undefined) ? undefined : uniteAll(sets.filter((set) => set !== undefined))
}

/** Numbers and ranges `a:b`; a name cannot be resolved from here. */
function portList(list: readonly unknown[]): Ports | undefined {
  const sets = list.map((port) => parsePorts(wordOf(port), ':'))
  return sets.includes(undefined) ? undefined : sets.reduce<Ports>((all, set) => union(all, set ?? []), [])
}

function readMember(
  entity: unknown,
  namespace: string | undefined,
  addresses: AddressSet,
): Member | string | undefined {
  const [endpoints, namespaces] = [textAt(entity, 'selector'), textAt(entity, 'namespaceSelector')]
  if (endpoints === undefined && namespaces === undefined) return undefined
  const chosen = parseSelector(endpoints ?? '')
  if (typeof chosen !== 'function') return `selector ${quoted(endpoints)}: ${chosen.reason}`
  const inNamespaces = namespaces === undefined ? undefined : parseSelector(namespaces)
  if (inNamespaces && typeof inNamespaces !== 'function')
    return `namespaceSelector ${quoted(namespaces)}: ${inNamespaces.reason}`
  return selectorMember(endpoints ?? '', namespaces, namespace, addresses, chosen, inNamespaces)
}

function selectorMember(
  endpoints: string,
  namespaces: string | undefined,
  namespace: string | undefined,
  addresses: AddressSet,
  chosen: CalicoSelector,
  inNamespaces: CalicoSelector | undefined,
): Member {
  const name = namespaces === undefined ? endpoints : `${endpoints} in namespaces ${namespaces}`
  const own =
    namespaces === undefined && namespace !== undefined ? `${endpoints} in namespace ${namespace}` : name
  return {
    kind: 'selector',
    key: `calico:${own}`,
    names: [...new Set([own, name])],
    label: `endpoints ${own}`,
    addresses,
    selects: (endpoint: Endpoint) => {
      if (!chosen(calicoLabels(endpoint))) return false
      if (inNamespaces) return endpoint.namespaceLabels ? inNamespaces(endpoint.namespaceLabels) : undefined
      return namespace === undefined || endpoint.namespace === namespace
    },
  }
}

/** Calico shows the namespace of a workload, and who runs it, as labels; the API v1 of 2017 had one of its own. */
export function calicoLabels({
  labels,
  namespace,
}: Pick<Endpoint, 'labels' | 'namespace'>): Endpoint['labels'] {
  if (namespace === undefined) return labels
  return new Map([
    ...labels,
    ['projectcalico.org/namespace', namespace],
    ['projectcalico.org/orchestrator', 'k8s'],
    ['calico/k8s_ns', namespace],
  ])
}
