import { subtract, union } from '../../runtime/addresses/intervals.js'
import {
  anyAddress,
  common,
  noAddress,
  parseCidr,
  uniteAll,
  without,
} from '../../runtime/firewall/cidr-set.js'
import { allPorts, parsePorts } from '../../runtime/firewall/ports.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type { AddressSet, Endpoint, Member, Peers, Ports } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { labelsOfEndpoint } from './endpoint.js'
import { inSets, type NetworkSets } from './network-sets.js'
import { all, type CalicoSelector, namespaceLabel, parseSelector, type SelectorPlace } from './selector.js'

/** What a Calico rule says of one end of a connection. */
export interface Entity {
  readonly addresses: AddressSet
  readonly ports: Ports
  /** The endpoints that its selectors choose; without any, everyone at the addresses. */
  readonly member?: Member
  readonly unknown: readonly string[]
}

/** Conditions whose effect is not in the policy itself. */
const beyond = ['tag', 'notTag', 'notSelector', 'services', 'domains']

/** Reads `source` or `destination` of a rule, of v1 (`net`, `nets`) and v3 (`nets`) alike. */
export function readEntity(entity: unknown, namespace: string | undefined, sets: NetworkSets): Entity {
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
  const member = readMember(entity, namespace, addresses, sets)
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

/** The endpoints, and network sets, that the selectors at one end choose together; the reason when one cannot be read. */
function readMember(
  entity: unknown,
  namespace: string | undefined,
  addresses: AddressSet,
  sets: NetworkSets,
): Member | string | undefined {
  const accounts = field(entity, 'serviceAccounts')
  const [endpoints, namespaces] = [textAt(entity, 'selector'), textAt(entity, 'namespaceSelector')]
  if (endpoints === undefined && namespaces === undefined && !isSet(accounts)) return undefined
  const parts: readonly (readonly [string, CalicoSelector | { readonly reason: string }])[] = [
    [`selector ${quoted(endpoints)}`, parseSelector(endpoints ?? '')],
    [`namespaceSelector ${quoted(namespaces)}`, parseSelector(namespaces ?? '', ofNamespace)],
    [`serviceAccounts ${quoted(accounts)}`, readAccounts(accounts)],
  ]
  const selectors: CalicoSelector[] = []
  for (const [name, selector] of parts) {
    if (typeof selector !== 'function') return `${name}: ${selector.reason}`
    selectors.push(selector)
  }
  if (namespaces === undefined && namespace !== undefined)
    selectors.push((labelled) => labelled(namespaceLabel) === namespace)
  const chosen: CalicoSelector = (labelled) => all(selectors.map((selector) => selector(labelled)))
  const of = isSet(accounts) ? ` of service accounts ${JSON.stringify(accounts)}` : ''
  const name =
    namespaces === undefined
      ? `${endpoints ?? ''}${of}`
      : `${endpoints ?? ''}${of} in namespaces ${namespaces}`
  const own = namespaces === undefined && namespace !== undefined ? `${name} in namespace ${namespace}` : name
  const label = `endpoints ${own}`
  return {
    kind: 'selector',
    key: `calico:${own}`,
    names: [...new Set([own, name])],
    label,
    addresses,
    selects: (endpoint: Endpoint) => {
      const selected = chosen(labelsOfEndpoint(endpoint))
      // a host endpoint may stand for the addresses of the host
      return endpoint.hostNetwork ? undefined : selected
    },
    ...inSets(sets, chosen, label, addresses),
  }
}

const ofNamespace: SelectorPlace = { prefix: 'pcns.', all: namespaceLabel, global: true }

function readAccounts(accounts: unknown): CalicoSelector | { readonly reason: string } {
  if (!isSet(accounts)) return () => true
  const selector = parseSelector(textAt(accounts, 'selector') ?? '', { prefix: 'pcsa.' })
  const names = listAt(accounts, 'names')
  if (typeof selector !== 'function') return selector
  if (names.some((name) => typeof name !== 'string')) return { reason: 'names are text' }
  if (names.length === 0) return selector
  return (labelled) => {
    const name = labelled('projectcalico.org/serviceaccount')
    return all([name === null ? undefined : names.includes(name), selector(labelled)])
  }
}
