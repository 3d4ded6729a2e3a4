import { allIpv4, parseCidr } from '../../runtime/firewall/cidr-set.js'
import { addressPeers, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt } from '../../runtime/member.js'
import type { Direction, Rule, Ruleset, RulesetReader, Stage } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import {
  ibmPortRange,
  ibmPorts,
  ibmProtocols,
  isUnreadable,
  looksLikeRules,
  type Unreadable,
} from './rule.js'

interface Entry {
  readonly rule: unknown
  readonly pointer: string
}

/** An IBM VPC network ACL: the first rule that matches decides, nothing passes without one. */
export function ibmNetworkAcl(acl: unknown): Ruleset {
  const entries = listAt(acl, 'rules').map((rule, i) => ({ rule, pointer: `/rules/${i}` }))
  const ordered = inOrder(entries)
  const origin = { item: acl, pointer: '' }
  const stage = (direction: Direction): readonly Stage[] => {
    const rules = ordered
      ? ordered.flatMap((entry) => readRule(entry, direction))
      : undecidable(origin, 'the order of the rules: their "before" references do not make one chain')
    return [{ origin, rules, otherwise: 'deny' }]
  }
  return {
    kind: 'first-match',
    label: `network ACL ${textAt(acl, 'name') ?? textAt(acl, 'id') ?? ''}`.trim(),
    inbound: stage('inbound'),
    outbound: stage('outbound'),
    families: allIpv4,
    host: false,
  }
}

/**
 * The rules in the order of their `before` references, each naming the rule that comes next; without any, as listed.
 * Undefined when the references leave a rule out, run in a circle or name one twice.
 */
function inOrder(entries: readonly Entry[]): readonly Entry[] | undefined {
  const nextOf = (entry: Entry) => idOf(field(entry.rule, 'before'))
  if (entries.every((entry) => nextOf(entry) === undefined)) return entries
  const byId = new Map(entries.map((entry) => [idOf(entry.rule), entry]))
  const followers = new Set(entries.map(nextOf))
  const heads = entries.filter((entry) => !followers.has(idOf(entry.rule)))
  const ordered: Entry[] = []
  for (let entry = heads.length === 1 ? heads[0] : undefined; entry; ) {
    ordered.push(entry)
    if (ordered.length > entries.length) return undefined
    const next = nextOf(entry)
    entry = next === undefined ? undefined : byId.get(next)
  }
  return ordered.length === entries.length ? ordered : undefined
}

function idOf(reference: unknown): string | undefined {
  return textAt(reference, 'id') ?? textAt(reference, 'name')
}

function readRule({ rule, pointer }: Entry, direction: Direction): readonly Rule[] {
  const origin = { item: rule, pointer }
  const unreadable = ({ reason }: Unreadable) => undecidable(origin, `${reason} (${pointer})`)
  const own = field(rule, 'direction')
  if (own !== 'inbound' && own !== 'outbound')
    return unreadable({ reason: `unknown direction ${quoted(own)}` })
  if (own !== direction) return []
  const action = field(rule, 'action')
  if (action !== 'allow' && action !== 'deny')
    return unreadable({ reason: `unknown action ${quoted(action)}` })
  const version = field(rule, 'ip_version')
  if (isSet(version) && version !== 'ipv4')
    return unreadable({ reason: `unknown ip_version ${quoted(version)}` })
  const protocols = ibmProtocols(rule)
  if (isUnreadable(protocols)) return unreadable(protocols)
  const ports = ibmPorts(rule, protocols, 'destination_port_min', 'destination_port_max')
  if (isUnreadable(ports)) return unreadable(ports)
  const sourcePorts = ibmPortRange(rule, protocols, 'source_port_min', 'source_port_max')
  if (isUnreadable(sourcePorts)) return unreadable(sourcePorts)
  const [source, destination] = [field(rule, 'source'), field(rule, 'destination')].map((value) =>
    typeof value === 'string' ? parseCidr(value) : undefined,
  )
  if (!source) return unreadable({ reason: `no address in source ${quoted(field(rule, 'source'))}` })
  if (!destination)
    return unreadable({ reason: `no address in destination ${quoted(field(rule, 'destination'))}` })
  const [peers, local] = direction === 'inbound' ? [source, destination] : [destination, source]
  return [ruleOf({ origin, action, protocols, ports, sourcePorts, peers: addressPeers(peers), local })]
}

/** Network ACLs as rulesets. Other than the rules of a group, theirs have an action. */
export const networkAclReader: RulesetReader = {
  name: 'network ACL',
  types: ['ibm.is/NetworkACL'],
  looksLike: (data) =>
    looksLikeRules(data) &&
    (isSet(field(data, 'subnets')) || listAt(data, 'rules').every((rule) => isSet(field(rule, 'action')))),
  looksAt: ['rules'],
  one: ibmNetworkAcl,
}
