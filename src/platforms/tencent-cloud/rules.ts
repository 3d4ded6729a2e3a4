import { includes } from '../../runtime/addresses/intervals.js'
import { anyAddress, noAddress, parseCidr, unite } from '../../runtime/firewall/cidr-set.js'
import { allPorts, parsePorts } from '../../runtime/firewall/ports.js'
import { anyProtocol, portProtocols, protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { groupMember, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type {
  Peers,
  Ports,
  Protocols,
  Rule,
  Ruleset,
  RulesetReader,
  Stage,
} from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'

/**
 * The rules of a Tencent Cloud security group, as DescribeSecurityGroupPolicies gives them, with or without wrappers:
 * in the order of PolicyIndex, the first match decides, nothing passes without one.
 */
export function tencentPolicies(data: unknown): Ruleset {
  const set = tencentPolicySet(data)
  const stage = (list: 'Ingress' | 'Egress'): readonly Stage[] => [
    {
      origin: { item: data, pointer: '' },
      rules: readList(set?.data, list, set?.pointer ?? ''),
      otherwise: 'deny',
    },
  ]
  return {
    kind: 'first-match',
    label: 'Tencent security group',
    inbound: stage('Ingress'),
    outbound: stage('Egress'),
    families: anyAddress,
    host: false,
  }
}

/** Where the rules are: in `Response.SecurityGroupPolicySet`, in `SecurityGroupPolicySet`, or here. */
export function tencentPolicySet(
  data: unknown,
): { readonly data: unknown; readonly pointer: string } | undefined {
  for (const path of [['Response', 'SecurityGroupPolicySet'], ['SecurityGroupPolicySet'], []]) {
    const set = field(data, ...path)
    if (Array.isArray(field(set, 'Ingress')) || Array.isArray(field(set, 'Egress')))
      return { data: set, pointer: path.map((name) => `/${name}`).join('') }
  }
  return undefined
}

function readList(set: unknown, list: string, base: string): readonly Rule[] {
  const entries = listAt(set, list).map((policy, i) => ({ policy, pointer: `${base}/${list}/${i}` }))
  const indexes = entries.map(({ policy }) => field(policy, 'PolicyIndex'))
  if (indexes.every(isIndex))
    entries.sort((a, b) => Number(field(a.policy, 'PolicyIndex')) - Number(field(b.policy, 'PolicyIndex')))
  else if (indexes.some(isSet)) {
    const odd = indexes.findIndex((index) => !isIndex(index))
    const pointer = `${base}/${list}/${odd}`
    const reason = `the order of the rules: no PolicyIndex ${quoted(indexes[odd])} (${pointer})`
    return undecidable({ item: entries[odd]?.policy, pointer }, reason)
  }
  return entries.flatMap(({ policy, pointer }) => readPolicy(policy, pointer))
}

/** The API counts rules from 0. */
function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function readPolicy(policy: unknown, pointer: string): readonly Rule[] {
  const origin = { item: policy, pointer }
  const unreadable = (reason: string) => undecidable(origin, `${reason} (${pointer})`)
  const action = actions[wordOf(field(policy, 'Action')).toUpperCase()]
  if (!action) return unreadable(`unknown Action ${quoted(field(policy, 'Action'))}`)
  const unknown: string[] = []
  const service = templateOf(policy, 'ServiceTemplate', ['ServiceId', 'ServiceGroupId'])
  if (service) unknown.push(`the ports of service template ${service} (${pointer})`)
  const address = templateOf(policy, 'AddressTemplate', ['AddressId', 'AddressGroupId'])
  if (address) unknown.push(`the addresses of address template ${address} (${pointer})`)
  const protocols = service ? anyProtocol : readProtocols(field(policy, 'Protocol'))
  if (!protocols) return unreadable(`unknown Protocol ${quoted(field(policy, 'Protocol'))}`)
  const ports = service ? allPorts : readPorts(field(policy, 'Port'))
  if (!ports) return unreadable(`unknown Port ${quoted(field(policy, 'Port'))}`)
  if (ports !== allPorts && !protocols.every(({ from }) => includes(portProtocols, from)))
    return unreadable(
      `Port ${quoted(field(policy, 'Port'))} for Protocol ${quoted(field(policy, 'Protocol'))}`,
    )
  const peers = address ? { addresses: anyAddress, members: [] } : readPeers(policy)
  if (typeof peers === 'string') return unreadable(peers)
  return [ruleOf({ origin, action, protocols, ports, peers, unknown })]
}

const actions: Readonly<Record<string, 'allow' | 'deny'>> = { ACCEPT: 'allow', DROP: 'deny' }

/** The id of a template; an empty object and empty ids mean that there is none. */
function templateOf(policy: unknown, name: string, ids: readonly string[]): string | undefined {
  const template = field(policy, name)
  return ids.map((id) => textAt(template, id)).find((id) => id !== undefined)
}

function readProtocols(value: unknown): Protocols | undefined {
  if (typeof value !== 'string') return undefined
  if (value.toUpperCase() === 'ALL') return anyProtocol
  const number = protocolNumber(value)
  return number === undefined ? undefined : protocolsOf(number)
}

/** `ALL`, `22`, `22,3389`, `30000-32768`; nothing stands for all, too. */
function readPorts(value: unknown): Ports | undefined {
  if (!isSet(value) || wordOf(value).toUpperCase() === 'ALL') return allPorts
  return parsePorts(wordOf(value))
}

function readPeers(policy: unknown): Peers | string {
  const blocks = [field(policy, 'CidrBlock'), field(policy, 'Ipv6CidrBlock')].filter(isSet)
  const sets = blocks.map((block) => parseCidr(wordOf(block)))
  const wrong = sets.indexOf(undefined)
  if (wrong >= 0) return `no address block: ${quoted(blocks[wrong])}`
  const addresses = unite(noAddress, ...sets.filter((set) => set !== undefined))
  const member = groupMember([field(policy, 'SecurityGroupId')])
  if (blocks.length === 0 && !member) return 'no CidrBlock, Ipv6CidrBlock, SecurityGroupId or AddressTemplate'
  return { addresses, members: member ? [member] : [] }
}

/** The rules of a security group as a ruleset. */
export const securityGroupReader: RulesetReader = {
  name: 'Tencent security group policies',
  types: ['tencent.vpc/SecurityGroupPolicySet'],
  looksLike: (data) => tencentPolicySet(data) !== undefined,
  one: tencentPolicies,
}
