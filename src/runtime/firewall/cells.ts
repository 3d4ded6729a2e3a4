import { atoms, covers, includes } from '../addresses/intervals.js'
import type {
  AddressSet,
  Direction,
  InterfaceMatch,
  Ports,
  Protocols,
  Rule,
  Ruleset,
  Span,
  Spans,
  Stage,
} from '../model/index.js'
import { type Budget, spend } from './budget.js'
import { allIpv4, allIpv6, anyAddress, common, isEmpty, loopback, multicast, without } from './cidr-set.js'
import { allPorts } from './ports.js'
import { icmp, icmpProtocols, icmpv6, portProtocols, tcp } from './protocols.js'

/** Who may open a connection of this kind? Ports are destination ports. */
export interface Question {
  readonly direction: Direction
  readonly protocols: Protocols
  readonly ports: Ports
  /** Only over this network interface. */
  readonly interface?: string
  /** Only to (inbound) or from (outbound) these addresses on the near side. */
  readonly local?: AddressSet
}

/**
 * Packets that differ in nothing but their peer: protocol, ports, near address and interface are the same to every rule.
 * Rules of a cell have only their peers left to compare.
 */
export interface Cell {
  readonly protocol: number
  readonly port: number
  /** How many ports it stands for: this one and those after it. */
  readonly width: number
  /** The peers that can send (or get) such packets at all. */
  readonly peers: AddressSet
  readonly stages: Stages
  /** Ordinary unicast: what "every packet" is about. Multicast and broadcast count only for "some packet". */
  readonly unicast: boolean
}

type Stages = readonly Stage[]
type Place = Pick<Cell, 'peers' | 'stages' | 'unicast'>

/** The interface that stands for all that no rule names. */
const otherInterface = '\u0000'

/**
 * Splits a question into cells, only where its rules differ. Together the cells are the question,
 * unless the budget runs out first.
 */
export function* cellsOf(ruleset: Ruleset, question: Question, budget: Budget): Generator<Cell> {
  const split = splitter(budget)
  const all = ruleset[question.direction]
  const protocols = atoms(question.protocols, [portProtocols, icmpProtocols])
  for (const [{ from: protocol }, ofProtocol] of split(all, protocols, (rule) => rule.protocols)) {
    const families = familiesWith(ruleset.families, protocol)
    if (isEmpty(families)) continue
    for (const [span, ofPort] of split(ofProtocol, portsOf(protocol, question), (rule) => rule.ports)) {
      const ports = { port: span.from, width: span.to - span.from }
      for (const [, ofSource] of split(ofPort, allPorts, (rule) => rule.sourcePorts)) {
        for (const place of placesOf({ ...ruleset, families }, question, ofSource, budget)) {
          // a connection has one host at each end
          if (place.unicast || protocol !== tcp) yield { protocol, ...ports, ...place }
        }
      }
    }
  }
}

/** Each family has an ICMP of its own, and the other one's is none of its packets. */
function familiesWith(families: AddressSet, protocol: number): AddressSet {
  if (protocol === icmp) return common(families, allIpv4)
  return protocol === icmpv6 ? common(families, allIpv6) : families
}

function portsOf(protocol: number, question: Question): Ports {
  if (includes(portProtocols, protocol)) return question.ports
  // types and codes take the place of ports; other protocols have nothing of the kind
  return includes(icmpProtocols, protocol) ? allPorts : [{ from: 0, to: 1 }]
}

function* placesOf(ruleset: Ruleset, question: Question, stages: Stages, budget: Budget): Generator<Place> {
  const interfaces = interfacesOf(question, stages)
  if (!ruleset.host) {
    for (const name of interfaces)
      yield* nearPlaces(question, onInterface(stages, name, budget), ruleset.families, anyAddress, budget)
    return
  }
  const [remote, outside] = [without(ruleset.families, loopback), without(anyAddress, loopback)]
  for (const name of interfaces) {
    if (name !== 'lo') yield* nearPlaces(question, onInterface(stages, name, budget), remote, outside, budget)
  }
  if (question.interface === undefined || question.interface === 'lo') {
    const own = common(ruleset.families, loopback)
    yield* nearPlaces(question, onInterface(stages, 'lo', budget), own, anyAddress, budget)
  }
}

/** One name for each group of interfaces that no rule tells apart. */
function interfacesOf(question: Question, stages: Stages): Iterable<string> {
  if (question.interface !== undefined) return [question.interface]
  const names = new Set([otherInterface])
  for (const rule of rulesIn(stages)) {
    for (const { pattern } of rule.interfaces) names.add(pattern.replace(/\+$/, otherInterface))
  }
  return names
}

function onInterface(stages: Stages, name: string, budget: Budget): Stages {
  return narrow(stages, budget, (rule) => rule.interfaces.every((match) => isOn(match, name)))
}

function isOn({ pattern, negated }: InterfaceMatch, name: string): boolean {
  const matches = pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
  return matches !== negated
}

function* nearPlaces(
  question: Question,
  stages: Stages,
  peers: AddressSet,
  near: AddressSet,
  budget: Budget,
): Generator<Place> {
  const matter = [...rulesIn(stages)].some(
    (rule) => rule.local !== anyAddress && !coversFamilies(rule.local, peers),
  )
  if (question.local === undefined && !matter) {
    yield { peers, stages, unicast: true }
    return
  }
  const split = splitter(budget)
  const asked = question.local ?? near
  for (const set of [without(asked, multicast), common(asked, multicast)]) {
    const unicast = question.local !== undefined || isEmpty(common(set, multicast))
    const [v4, v6] = [
      { v4: peers.v4, v6: [] },
      { v4: [], v6: peers.v6 },
    ]
    if (!isEmpty(v4)) {
      for (const [, here] of split(stages, set.v4, (rule) => rule.local.v4))
        yield { peers: v4, stages: here, unicast }
    }
    if (!isEmpty(v6)) {
      for (const [, here] of split(stages, set.v6, (rule) => rule.local.v6))
        yield { peers: v6, stages: here, unicast }
    }
  }
}

/** Whether a near address restricts nothing for peers of these families: `0.0.0.0/0` does not restrict IPv4. */
function coversFamilies(local: AddressSet, peers: AddressSet): boolean {
  return (
    (peers.v4.length === 0 || covers(local.v4, anyAddress.v4)) &&
    (peers.v6.length === 0 || covers(local.v6, anyAddress.v6))
  )
}

/** Cuts a set where the rules differ in one dimension: each part, with the rules that match there. */
function splitter(budget: Budget) {
  return function* split<T extends number | bigint>(
    stages: Stages,
    set: Spans<T>,
    dimension: (rule: Rule) => Spans<T>,
  ): Generator<[Span<T>, Stages]> {
    const cutters = new Set<Spans<T>>()
    for (const rule of rulesIn(stages)) cutters.add(dimension(rule))
    for (const part of atoms(set, cutters)) {
      if (budget.left < 0) return
      yield [part, narrow(stages, budget, (rule) => includes(dimension(rule), part.from))]
    }
  }
}

/** Every rule of the stages and of the chains that they lead to, each chain once. */
function* rulesIn(stages: Stages): Generator<Rule> {
  const seen = new Set<readonly Rule[]>()
  const pending = stages.map((stage) => stage.rules)
  for (let chain = pending.pop(); chain; chain = pending.pop()) {
    if (seen.has(chain)) continue
    seen.add(chain)
    for (const rule of chain) {
      yield rule
      if (rule.chain) pending.push(rule.chain)
    }
  }
}

/** The stages with only the rules that match; chains likewise, each worked out once. */
function narrow(stages: Stages, budget: Budget, keep: (rule: Rule) => boolean): Stages {
  const done = new Map<readonly Rule[], readonly Rule[]>()
  const narrowChain = (rules: readonly Rule[]): readonly Rule[] => {
    const before = done.get(rules)
    if (before) return before
    spend(budget, 1 + rules.length)
    const kept: Rule[] = []
    done.set(rules, kept)
    for (const rule of rules) {
      if (!keep(rule)) continue
      const chain = rule.chain && narrowChain(rule.chain)
      // a jump into nothing comes back at once, a goto into nothing still leaves
      if (chain?.length === 0 && rule.action === 'jump') continue
      kept.push(chain ? { ...rule, chain } : rule)
    }
    return kept
  }
  return stages.map((stage) => ({ ...stage, rules: narrowChain(stage.rules) }))
}
