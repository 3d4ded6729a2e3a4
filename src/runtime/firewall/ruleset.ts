import { type AddressSet, anyAddress, noAddress } from './cidr-set.js'
import { allPorts, type Ports } from './ports.js'
import { anyProtocol, type Protocols } from './protocols.js'

/** Seen from what the firewall protects: `inbound` reaches it, `outbound` leaves it. */
export type Direction = 'inbound' | 'outbound'

/** Someone whom a rule names by group or label instead of address. Never taken for the addresses it happens to have. */
export interface Member {
  readonly kind: 'group' | 'selector'
  /** Members with the same key are the same. */
  readonly key: string
  /** Every name by which a policy may ask for it: id, name, CRN, the text of a selector. */
  readonly names: readonly string[]
  /** How messages call it: `group pag-sg`. */
  readonly label: string
  /** The addresses to which the rule limits it; a rule on all of them has {@link anyAddress}. */
  readonly addresses: AddressSet
  /** For selectors: whether an endpoint is one of them; undefined when its labels cannot tell. */
  readonly selects?: (endpoint: Endpoint) => boolean | undefined
}

/** A pod, a host endpoint: what selectors look at. */
export interface Endpoint {
  readonly labels: Labels
  readonly namespace?: string
  /** Unknown when the namespace is not in the export. */
  readonly namespaceLabels?: Labels
  /** Empty when unknown. */
  readonly addresses: AddressSet
}

export type Labels = ReadonlyMap<string, string>

/** Whom a rule speaks of: the sources of inbound traffic, the destinations of outbound traffic. */
export interface Peers {
  readonly addresses: AddressSet
  readonly members: readonly Member[]
}

/** Where a rule comes from: the very object of the export, and its RFC 6901 pointer inside its resource. */
export interface Origin {
  readonly item: unknown
  readonly pointer: string
}

/** The network interface that a rule asks for: `eth0`, `cali+` (any name that begins so), or any other than that. */
export interface InterfaceMatch {
  readonly pattern: string
  readonly negated: boolean
}

/** One rule: it matches a packet when every one of its conditions does. */
export interface Rule {
  readonly origin: Origin
  /** `return` leaves the chain; `jump` goes through another chain and comes back, `goto` does not come back. */
  readonly action: 'allow' | 'deny' | 'return' | 'jump' | 'goto'
  /** The rules of the chain that `jump` and `goto` enter. */
  readonly chain?: readonly Rule[]
  readonly protocols: Protocols
  /** Destination ports; for ICMP its types and codes ({@link Ports}). */
  readonly ports: Ports
  readonly sourcePorts: Ports
  readonly peers: Peers
  /** The addresses on the near side: destination of inbound traffic, source of outbound traffic. */
  readonly local: AddressSet
  readonly interfaces: readonly InterfaceMatch[]
  /** What the rule asks beyond this view: an ipset, an unknown match. With one, the rule may match or not. */
  readonly unknown: readonly string[]
}

/** A list of rules with what happens when none decides. */
export interface Stage {
  /** The place that says what happens otherwise: the chain, the policy, the resource itself. */
  readonly origin: Origin
  readonly rules: readonly Rule[]
  readonly otherwise: 'allow' | 'deny'
}

/**
 * Who may reach which port, of whatever firewall it came from.
 * `additive`: a packet passes when any rule allows it, order does not matter (security groups, NetworkPolicies).
 * `first-match`: the first rule that matches decides (ACLs, Tencent, iptables, Calico).
 */
export interface Ruleset {
  readonly kind: 'additive' | 'first-match'
  /** How messages call it: `security group vsi-sg`. */
  readonly label: string
  /** The stages of each direction; a packet has to pass them all. */
  readonly inbound: readonly Stage[]
  readonly outbound: readonly Stage[]
  /** The address families that it filters. */
  readonly families: AddressSet
  /** Who decides for the other family; without it, the other family never passes. */
  readonly elsewhere?: string
  /** The firewall of a host: it alone has loopback addresses, and they come over `lo`. */
  readonly host: boolean
}

export const anyone: Peers = { addresses: anyAddress, members: [] }
export const nobody: Peers = { addresses: noAddress, members: [] }

/** A rule that matches everything, but for what is given. */
export function ruleOf(rule: Pick<Rule, 'origin' | 'action'> & Partial<Rule>): Rule {
  return {
    protocols: anyProtocol,
    ports: allPorts,
    sourcePorts: allPorts,
    peers: anyone,
    local: anyAddress,
    interfaces: [],
    unknown: [],
    ...rule,
  }
}

/**
 * Rules for a place that cannot be read: whatever would come after it may be allowed or denied.
 * The mistake surfaces as an undecided answer that names it.
 */
export function undecidable(origin: Origin, reason: string): Rule[] {
  const unknown = [reason]
  return [ruleOf({ origin, action: 'allow', unknown }), ruleOf({ origin, action: 'deny', unknown })]
}

/** Peers that are addresses and nothing else. */
export function addressPeers(addresses: AddressSet): Peers {
  return { addresses, members: [] }
}

/** A reference to a security group; names that are missing or empty do not count. */
export function groupMember(
  names: readonly unknown[],
  addresses: AddressSet = anyAddress,
): Member | undefined {
  const known = names.filter((name): name is string => typeof name === 'string' && name !== '')
  const [first] = known
  if (first === undefined) return undefined
  return {
    kind: 'group',
    key: `group:${first}`,
    names: known,
    label: `group ${known.at(1) ?? first}`,
    addresses,
  }
}
