import { quoted } from '../../wording/quoted.js'
import { type CelFunction, Failure, failure } from '../cel/index.js'
import type { Peers } from '../model/index.js'
import { type Answer, admissions, doubtsOf } from './answer.js'
import { type AccessValue, accessTo, decided, peersFrom, undecidedError, worked } from './cel-values.js'
import { parseCidr } from './cidr-set.js'
import { coversAll, openTo } from './coverage.js'
import { describeBeyond, describePeers } from './description.js'
import { type Everyone, letsInEveryone } from './everyone.js'
import { allOf, type Judgement } from './judgement.js'
import { onlyFrom, originOnlyFrom, placesBeyond } from './only-from.js'
import { reachableBy } from './reachable.js'

type About = (answer: Answer, peers: Peers) => Judgement

/** A yes-or-no question about peers, given as a list or as one of them. */
function about(judge: About) {
  return (of: AccessValue, given: unknown): boolean | Failure => {
    // nothing is open to nobody, and everything: such an answer would be green for the wrong reason
    if (Array.isArray(given) && given.length === 0)
      return failure('invalid-argument', 'the list of peers is empty: there is nobody to ask about')
    const peers = peersFrom(Array.isArray(given) ? given : [given])
    return peers instanceof Failure ? peers : decided(of, (answer) => judge(answer, peers))
  }
}

function limited(of: AccessValue, given: readonly unknown[]): boolean | Failure {
  const peers = peersFrom(given)
  return peers instanceof Failure ? peers : decided(of, (answer) => onlyFrom(answer, peers))
}

function rules(of: AccessValue): readonly unknown[] | Failure {
  const origins = worked(of, (answer) => (answer.of().exhausted ? undefined : admissions(answer)))
  if (origins instanceof Failure) return origins
  return origins ? unique(origins.map((origin) => origin.item)) : undecidedError(of, doubtsOf(of.answer))
}

function rulesBeyond(of: AccessValue, given: readonly unknown[]): readonly unknown[] | Failure {
  const peers = peersFrom(given)
  if (peers instanceof Failure) return peers
  const judged = worked(of, (answer) => {
    const whole = onlyFrom(answer, peers)
    return whole.is === 'undecided' ? { places: [], others: whole } : placesBeyond(answer, peers)
  })
  if (judged instanceof Failure) return judged
  const { places, others } = judged
  if (others.is === 'undecided') return undecidedError(of, others.reasons)
  return unique(places.map((origin) => origin.item))
}

/** As many addresses as a block of this prefix length has are everyone, where a policy does not say. */
const publicPrefix = 8

function rulesForEveryone(
  of: AccessValue,
  given: readonly unknown[],
  prefix = BigInt(publicPrefix),
  ports = 1n,
): readonly unknown[] | Failure {
  const peers = peersFrom(given)
  if (peers instanceof Failure) return peers
  if (prefix < 0n || prefix > 32n)
    return failure('invalid-argument', `no prefix length of IPv4: ${prefix}; 0 to 32`)
  if (ports < 1n || ports > 65536n)
    return failure('invalid-argument', `no number of ports: ${ports}; 1 to 65536`)
  const everyone: Everyone = { but: peers.addresses, prefix: Number(prefix), ports: Number(ports) }
  const found = worked(of, (answer) => letsInEveryone(answer, everyone))
  if (found instanceof Failure) return found
  if (found.whole.is === 'undecided') return undecidedError(of, found.whole.reasons)
  return unique(found.places.map((origin) => origin.item))
}

function ruleOnlyFrom(of: AccessValue, rule: unknown, given: readonly unknown[]): boolean | Failure {
  const peers = peersFrom(given)
  if (peers instanceof Failure) return peers
  const own = of.answer.placesOf.get(rule) ?? []
  if (own.length === 0)
    return failure('invalid-argument', `no rule of ${of.answer.ruleset.label}: ${quoted(rule)}`)
  return decided(of, (answer) => allOf(own.map((origin) => originOnlyFrom(answer, origin, peers))))
}

function beyond(of: AccessValue, given: readonly unknown[]): readonly string[] | Failure {
  const peers = peersFrom(given)
  return peers instanceof Failure ? peers : worked(of, (answer) => describeBeyond(answer, peers))
}

function onInterface(of: AccessValue, name: string): AccessValue {
  return accessTo(of.from, { ...of.answer.question, interface: name })
}

function atAddress(of: AccessValue, text: string): AccessValue | Failure {
  const local = parseCidr(text)
  return local
    ? accessTo(of.from, { ...of.answer.question, local })
    : failure('invalid-argument', `${quoted(text)} is no CIDR block and no address`)
}

function unique(items: readonly unknown[]): readonly unknown[] {
  return [...new Set(items)]
}

const access = (source: string) =>
  `ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'tcp', 'ports': '30000-32767', 'source': '${source}'}]}).inbound('tcp', 30000, 32767)`

const docs = { since: 'policytest' } as const

/** Functions that say who may reach a port. */
export const accessFunctions: readonly CelFunction[] = [
  {
    ...docs,
    name: 'onlyFrom',
    overloads: { 'Access.onlyFrom(list<dyn>): bool': limited },
    doc: 'Whether nobody but these peers may reach any of the ports: CIDR blocks, addresses, `group(…)`, `selector(…)`. The host itself (loopback) does not count. What the rules leave undecided, such as an ipset, is an error that names it.',
    examples: [
      [`${access('10.0.0.0/8')}.onlyFrom(['10.0.0.0/8', '192.168.0.0/16'])`, 'true'],
      [`${access('0.0.0.0/0')}.onlyFrom(['10.0.0.0/8'])`, 'false'],
      [
        `${access('10.0.0.0/8')}.onlyFrom(['pag-sg'])`,
        `error: 'pag-sg' is no CIDR block and no address; groups are written group("name")`,
      ],
    ],
  },
  {
    ...docs,
    name: 'onlyTo',
    overloads: { 'Access.onlyTo(list<dyn>): bool': limited },
    doc: 'The same as `onlyFrom`, for outbound access.',
    examples: [["ruleset({'rules': [], 'name': 'sg'}).outbound('any').onlyTo([])", 'true']],
  },
  {
    ...docs,
    name: 'covers',
    overloads: { 'Access.covers(dyn): bool': about(coversAll) },
    doc: 'Whether every one of these peers may reach every one of the ports. A group is covered when its members are, whatever addresses they have.',
    examples: [
      [`${access('0.0.0.0/0')}.covers(['0.0.0.0/1', '128.0.0.0/1'])`, 'true'],
      [`${access('10.0.0.0/8')}.covers('10.0.0.0/7')`, 'false'],
    ],
  },
  {
    ...docs,
    name: 'openTo',
    overloads: { 'Access.openTo(dyn): bool': about(openTo) },
    doc: 'Whether some of the ports stands open to all of these peers: `openTo("0.0.0.0/0")` is open to the whole Internet.',
    examples: [
      [`${access('0.0.0.0/0')}.openTo('0.0.0.0/0')`, 'true'],
      [`${access('10.0.0.0/8')}.openTo('0.0.0.0/0')`, 'false'],
    ],
  },
  {
    ...docs,
    name: 'reachableBy',
    overloads: { 'Access.reachableBy(dyn): bool': about(reachableBy) },
    doc: 'Whether any of these peers may reach any of the ports.',
    examples: [
      [`${access('10.0.0.0/8')}.reachableBy('10.1.0.0/16')`, 'true'],
      [`${access('10.0.0.0/8')}.reachableBy(['11.0.0.0/8', '::/0'])`, 'false'],
    ],
  },
  {
    ...docs,
    name: 'rules',
    overloads: { 'Access.rules(): list<dyn>': rules },
    doc: 'The rules that let someone in, or may do so: the very objects of the export, so that findings of a `forEach` point at their lines. Where no rule decides and nothing is denied, what says so: the chain, the pod.',
    examples: [[`${access('10.0.0.0/8')}.rules().size()`, '1']],
  },
  {
    ...docs,
    name: 'rulesBeyond',
    overloads: { 'Access.rulesBeyond(list<dyn>): list<dyn>': rulesBeyond },
    doc: 'The rules that let in someone other than these peers: for `forEach`. An error when it cannot be decided of some rule; `rules()` with `ruleOnlyFrom` tells the decided from the undecided ones.',
    examples: [
      [`${access('0.0.0.0/0')}.rulesBeyond(['10.0.0.0/8']).map(r, r.source)`, '["0.0.0.0/0"]'],
      [`${access('10.0.0.0/8')}.rulesBeyond(['10.0.0.0/8'])`, '[]'],
    ],
  },
  {
    ...docs,
    name: 'rulesForEveryoneBut',
    overloads: {
      'Access.rulesForEveryoneBut(list<dyn>): list<dyn>': rulesForEveryone,
      'Access.rulesForEveryoneBut(list<dyn>, int): list<dyn>': rulesForEveryone,
      'Access.rulesForEveryoneBut(list<dyn>, int, int): list<dyn>': rulesForEveryone,
    },
    doc: 'The rules that let everyone in, on their own or together, for `forEach`; none when not everyone gets in. Everyone is a set, however rules spell it: addresses besides the peers, as many as a block of this prefix length has (8 when it is not given; twice as long for IPv6), that may reach some of the ports; with a third argument, at least so many ports of one protocol. Of rules that let in more than enough, the widest. Groups, loopback and multicast are not everyone.',
    examples: [
      [
        "ruleset({'name': 'sg', 'rules': ['0.0.0.0/1', '128.0.0.0/1', '8.8.8.8/32'].map(block, {'direction': 'inbound', 'protocol': 'tcp', 'port_min': 1, 'port_max': 65534, 'remote': {'cidr_block': block}})}).inbound('tcp').rulesForEveryoneBut(['10.0.0.0/8'], 8, 1000).map(rule, rule.remote.cidr_block)",
        '["0.0.0.0/1", "128.0.0.0/1"]',
      ],
      [`${access('10.0.0.0/8')}.rulesForEveryoneBut(['10.0.0.0/8'])`, '[]'],
      [`${access('11.0.0.0/14')}.rulesForEveryoneBut([], 14).size()`, '1'],
      [`${access('0.0.0.0/0')}.rulesForEveryoneBut([], 64)`, 'error: no prefix length of IPv4: 64; 0 to 32'],
    ],
  },
  {
    ...docs,
    name: 'ruleOnlyFrom',
    overloads: { 'Access.ruleOnlyFrom(dyn, list<dyn>): bool': ruleOnlyFrom },
    doc: 'Whether a rule lets in nobody but these peers, as far as earlier rules leave it anyone: `forEach: access.rules()`, `expression: access.ruleOnlyFrom(item, peers)`.',
    examples: [
      [
        `cel.bind(access, ${access('10.0.0.0/8')}, access.rules().all(r, access.ruleOnlyFrom(r, ['10.0.0.0/8'])))`,
        'true',
      ],
    ],
  },
  {
    ...docs,
    name: 'peers',
    overloads: { 'Access.peers(): list<string>': (of: AccessValue) => worked(of, describePeers) },
    doc: 'Who is let in, for messages: the fewest CIDR blocks, then groups and selectors. What depends on something unknown is marked `(undecided)`.',
    examples: [[`${access('10.0.0.0/8')}.peers()`, '["10.0.0.0/8"]']],
  },
  {
    ...docs,
    name: 'beyond',
    overloads: { 'Access.beyond(list<dyn>): list<string>': beyond },
    doc: 'Who is let in besides these peers, for messages.',
    examples: [[`${access('10.0.0.0/8')}.beyond(['10.0.0.0/9'])`, '["10.128.0.0/9"]']],
  },
  {
    ...docs,
    name: 'undecided',
    overloads: { 'Access.undecided(): list<string>': (of: AccessValue) => worked(of, doubtsOf) },
    doc: 'What the answer depends on and the export does not say, such as an ipset; empty when everything is decided.',
    examples: [[`${access('10.0.0.0/8')}.undecided()`, '[]']],
  },
  {
    ...docs,
    name: 'onInterface',
    overloads: { 'Access.onInterface(string): Access': onInterface },
    doc: 'The same access over one network interface only: `eth0`.',
    examples: [[`${access('10.0.0.0/8')}.onInterface('eth0').openTo('10.0.0.1')`, 'true']],
  },
  {
    ...docs,
    name: 'atAddress',
    overloads: { 'Access.atAddress(string): Access': atAddress },
    doc: 'The same access at one address or block on the near side only: the destination of inbound connections, the source of outbound ones.',
    examples: [[`${access('10.0.0.0/8')}.atAddress('192.168.1.1').openTo('10.0.0.1')`, 'true']],
  },
]
