/** A stretch of values, `to` exclusive: half-open bounds need no successor, so one algebra serves numbers and bigints. */
export interface Span<T extends number | bigint> {
  readonly from: T
  readonly to: T
}

/** A set of integers: spans in ascending order, none empty, none touching the next. Every function here keeps that. */
export type Spans<T extends number | bigint> = readonly Span<T>[]

/** A set of addresses, the two families apart: an IPv4 set never says anything of IPv6. */
export interface AddressSet {
  readonly v4: Spans<number>
  readonly v6: Spans<bigint>
}

/**
 * A set of ports, 0 to 65535. For ICMP, which has none, type and code take their place:
 * `type * 256 + code` (the same trick as in a Linux flow key), so one dimension serves both.
 */
export type Ports = Spans<number>

/** A set of IP protocol numbers, 0 to 255. */
export type Protocols = Spans<number>

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
  /** The addresses to which the rule limits it; a rule on all of them has every address. */
  readonly addresses: AddressSet
  /** For selectors: whether an endpoint is one of them; undefined when its labels cannot tell. */
  readonly selects?: (endpoint: Endpoint) => boolean | undefined
  /** Addresses that belong to it by themselves, whoever has them: those of network sets. */
  readonly networks?: AddressSet
  /** Why any other address may belong to it by itself, too. */
  readonly doubts?: readonly string[]
}

/** A pod, a host endpoint: what selectors look at. */
export interface Endpoint {
  /** How messages call it: `pod shop/web`. */
  readonly label: string
  readonly labels: LabelSet
  /** None: it is a host endpoint. */
  readonly namespace?: string
  readonly namespaceLabels: LabelSet
  /** The name of its service account, when that is known. */
  readonly serviceAccount?: string
  readonly serviceAccountLabels: LabelSet
  /** It has the addresses of its host, and whether selectors choose it hangs on who enforces them. */
  readonly hostNetwork: boolean
  /** One set for each of its addresses; none when they are not known. */
  readonly addresses: readonly AddressSet[]
  /** The ports that its containers name. */
  readonly ports: readonly NamedPort[]
}

export interface NamedPort {
  readonly name: string
  readonly protocol: number
  readonly ports: Ports
}

export type Labels = ReadonlyMap<string, string>

/** Labels as far as they are known: what is not among them is absent when they are complete, else unknown. */
export interface LabelSet {
  readonly known: Labels
  readonly complete: boolean
}

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
  /**
   * `return` leaves the chain; `jump` goes through another chain and comes back, `goto` does not come back. `untrack`
   * goes on without connection tracking. `leave` takes the packet where this view does not follow: whatever the stages
   * that come say, it may be let in or not.
   */
  readonly action: 'allow' | 'deny' | 'return' | 'jump' | 'goto' | 'untrack' | 'leave'
  /** For `leave`: what decides there. */
  readonly beyond?: readonly string[]
  /** The rules of the chain that `jump` and `goto` enter. */
  readonly chain?: readonly Rule[]
  readonly protocols: Protocols
  /** Destination ports; for ICMP its types and codes (see Ports). */
  readonly ports: Ports
  readonly sourcePorts: Ports
  readonly peers: Peers
  /** The addresses on the near side: destination of inbound traffic, source of outbound traffic. */
  readonly local: AddressSet
  readonly interfaces: readonly InterfaceMatch[]
  /** Only packets that connection tracking sees, or only those that it does not see. */
  readonly tracking?: 'tracked' | 'untracked'
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
  /** The same with what only the endpoint on the far side can say: the numbers of the ports that it names. */
  readonly towards?: (endpoint: Endpoint) => Ruleset
  /** The firewall of a host: it alone has loopback addresses, and they come over `lo`. */
  readonly host: boolean
}
