import { noAddress, parseCidr, uniteAll } from '../../runtime/firewall/cidr-set.js'
import { selectorMatches } from '../../runtime/firewall/labels.js'
import { allPorts, portNumber, portRange } from '../../runtime/firewall/ports.js'
import { anyProtocol, protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isRecord, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type { AddressSet, Direction, Endpoint, Member, Peers, Rule } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { podPeer } from './peer.js'
import { type OwnPorts, type PortMatch, portsNamed } from './policy-ports.js'

/** The kinds of policies that rule over NetworkPolicies, or stand in where there is none. */
export type AdminKind = 'admin' | 'baseline' | 'unknown'

/** Which of them an object is. A kind of their group that is not known here is one, too: what it says is undecided. */
export function adminKind(policy: unknown): AdminKind | undefined {
  if (!wordOf(field(policy, 'apiVersion')).startsWith('policy.networking.k8s.io/')) return undefined
  const kind = field(policy, 'kind')
  if (kind === 'AdminNetworkPolicy') return 'admin'
  return kind === 'BaselineAdminNetworkPolicy' ? 'baseline' : 'unknown'
}

/** Whether its subject is the pod. Undefined when it cannot be read, or hangs on labels that are not known. */
export function isSubject(policy: unknown, { labels, namespaceLabels }: Endpoint): boolean | undefined {
  const subject = field(policy, 'spec', 'subject')
  const [namespaces, pods] = [field(subject, 'namespaces'), field(subject, 'pods')]
  if (isSet(namespaces) === isSet(pods)) return undefined
  const chosen = isSet(pods)
    ? [
        matches(field(pods, 'namespaceSelector'), namespaceLabels),
        matches(field(pods, 'podSelector'), labels),
      ]
    : [matches(namespaces, namespaceLabels)]
  if (chosen.includes(false)) return false
  return chosen.includes(undefined) ? undefined : true
}

/** AdminNetworkPolicies in the order in which they count, and the rules of a baseline policy. Pass leaves the chain. */
export function adminRules(
  policies: readonly unknown[],
  direction: Direction,
  own: OwnPorts,
): readonly Rule[] {
  const sorted = [...policies].sort((a, b) => priorityOf(a) - priorityOf(b))
  return sorted.flatMap((policy) => {
    const same = policies.filter((other) => priorityOf(other) === priorityOf(policy))
    const reasons = [
      ...(adminKind(policy) === 'admin' && Number.isNaN(priorityOf(policy))
        ? [`the priority of ${labelOf(policy)}`]
        : []),
      ...(same.length > 1 ? [`the order of policies of one priority (${same.map(labelOf).join(', ')})`] : []),
    ]
    return readPolicy(policy, direction, own).map((rule) => doubtful(rule, reasons))
  })
}

/** The same rule, of which it is not known whether it applies. */
export function doubtful(rule: Rule, reasons: readonly string[]): Rule {
  return reasons.length === 0 ? rule : { ...rule, unknown: [...rule.unknown, ...reasons] }
}

export function labelOf(policy: unknown): string {
  return `${textAt(policy, 'kind') ?? 'policy'} ${textAt(policy, 'metadata', 'name') ?? ''}`
}

function priorityOf(policy: unknown): number {
  const priority = field(policy, 'spec', 'priority')
  return typeof priority === 'number' ? priority : Number.NaN
}

function readPolicy(policy: unknown, direction: Direction, own: OwnPorts): readonly Rule[] {
  const [list, peersField] = direction === 'inbound' ? ['ingress', 'from'] : ['egress', 'to']
  return listAt(policy, 'spec', list).flatMap((rule, i) => {
    const origin = { item: rule, pointer: `/spec/${list}/${i}` }
    const where = `(${origin.pointer} of ${labelOf(policy)})`
    const action = actionOf(policy, field(rule, 'action'))
    if (!action) return undecidable(origin, `unknown action ${quoted(field(rule, 'action'))} ${where}`)
    const peers = readPeers(field(rule, peersField))
    if (typeof peers === 'string') return undecidable(origin, `${peers} ${where}`)
    return readPorts(field(rule, 'ports'), own).map(({ protocols, ports, unknown }) =>
      ruleOf({
        origin,
        action,
        protocols,
        ports,
        peers,
        unknown: unknown === undefined ? [] : [`${unknown} ${where}`],
      }),
    )
  })
}

function actionOf(policy: unknown, action: unknown): Rule['action'] | undefined {
  if (action === 'Allow') return 'allow'
  if (action === 'Deny') return 'deny'
  return action === 'Pass' && adminKind(policy) === 'admin' ? 'return' : undefined
}

function readPeers(list: unknown): Peers | string {
  if (!Array.isArray(list) || list.length === 0) return `cannot read the peers ${quoted(list)}`
  const addresses: AddressSet[] = [noAddress]
  const members: Member[] = []
  for (const peer of list) {
    const [kind, ...others] = isRecord(peer) ? Object.keys(peer).filter((key) => isSet(peer[key])) : []
    const value = kind === undefined ? undefined : field(peer, kind)
    if (others.length === 0 && kind === 'namespaces' && isSelector(value))
      members.push(podPeer(undefined, value))
    else if (others.length === 0 && kind === 'pods' && isPods(value))
      members.push(podPeer(field(value, 'podSelector'), field(value, 'namespaceSelector')))
    else {
      const blocks = others.length === 0 && kind === 'networks' && Array.isArray(value) ? value : [undefined]
      const sets = blocks.map((block) => (typeof block === 'string' ? parseCidr(block) : undefined))
      const known = sets.filter((set) => set !== undefined)
      if (known.length < sets.length) return `cannot read the peer ${quoted(peer)}`
      addresses.push(...known)
    }
  }
  return { addresses: uniteAll(addresses), members }
}

function isPods(value: unknown): boolean {
  return isSelector(field(value, 'podSelector')) && isSelector(field(value, 'namespaceSelector'))
}

/** Earlier versions of the API wrapped selectors in something that would look like one that is empty. */
function isSelector(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).every((key) => /^match(?:Labels|Expressions)$/.test(key))
}

function matches(selector: unknown, labels: Endpoint['labels']): boolean | undefined {
  return isSelector(selector) ? selectorMatches(selector, labels) : undefined
}

function readPorts(list: unknown, own: OwnPorts): readonly PortMatch[] {
  if (!isSet(list)) return [{ protocols: anyProtocol, ports: allPorts }]
  if (!Array.isArray(list) || list.length === 0)
    return [{ protocols: anyProtocol, ports: allPorts, unknown: `cannot read the ports ${quoted(list)}` }]
  return list.flatMap((entry): readonly PortMatch[] => {
    const named = field(entry, 'namedPort')
    if (isSet(named)) return portsNamed(wordOf(named), undefined, own)
    const [number, range] = [field(entry, 'portNumber'), field(entry, 'portRange')]
    const protocol = protocolNumber(textAt(number, 'protocol') ?? textAt(range, 'protocol') ?? '')
    const ports = isSet(number)
      ? portNumber(field(number, 'port')) === undefined
        ? undefined
        : portRange(field(number, 'port'), field(number, 'port'))
      : portRange(field(range, 'start'), field(range, 'end'))
    return protocol !== undefined && ports?.length
      ? [{ protocols: protocolsOf(protocol), ports }]
      : [{ protocols: anyProtocol, ports: allPorts, unknown: `cannot read the port ${quoted(entry)}` }]
  })
}
