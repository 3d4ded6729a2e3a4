import { calicoPolicies } from '../../platforms/calico/policies.js'
import { neutralFirewall } from '../../platforms/firewall-rules/ruleset.js'
import { ibmNetworkAcl } from '../../platforms/ibm-cloud/network-acl.js'
import { ibmSecurityGroup } from '../../platforms/ibm-cloud/security-group.js'
import { networkPolicies } from '../../platforms/kubernetes/network-policy.js'
import { iptables } from '../../platforms/linux/iptables-ruleset.js'
import type { IptablesSave, IptablesTable } from '../../platforms/linux/iptables-save.js'
import { tencentPolicies, tencentPolicySet } from '../../platforms/tencent-cloud/rules.js'
import { field, isSet, listAt, quoted } from './fields.js'
import type { Ruleset } from './ruleset.js'

/** A way to read data as a ruleset: one object, or several of a kind that apply together. */
interface Reader {
  readonly name: string
  readonly reads: (data: unknown) => boolean
  readonly one: (data: unknown) => Ruleset
  /** Missing where several of them do not simply apply together. */
  readonly all?: (list: readonly unknown[]) => Ruleset
}

const readers: readonly Reader[] = [
  {
    name: 'NetworkPolicy',
    reads: (data) => isNetworkPolicy(data) && !isCalicoGroup(data),
    one: (policy) => networkPolicies([policy]),
    all: (policies) => networkPolicies(policies),
  },
  {
    name: 'Calico policy',
    reads: (data) =>
      (isCalicoGroup(data) && (isNetworkPolicy(data) || field(data, 'kind') === 'GlobalNetworkPolicy')) ||
      (field(data, 'apiVersion') === 'v1' && field(data, 'kind') === 'policy'),
    one: (policy) => calicoPolicies([policy]),
    all: calicoPolicies,
  },
  {
    name: 'Tencent security group policies',
    reads: (data) => tencentPolicySet(data) !== undefined,
    one: tencentPolicies,
  },
  {
    name: 'iptables-save',
    reads: (data) => Array.isArray(field(data, 'tables')) && typeof field(data, 'family') === 'string',
    one: (data) => iptables(data as IptablesSave),
  },
  {
    name: 'iptables table',
    reads: (data) => Array.isArray(field(data, 'chains')) && typeof field(data, 'complete') === 'boolean',
    one: (data) => iptables(data as IptablesTable),
  },
  {
    name: 'network ACL',
    reads: (data) =>
      isIbm(data) &&
      (isSet(field(data, 'subnets')) || everyRule(data, (rule) => isSet(field(rule, 'action')))),
    one: ibmNetworkAcl,
  },
  {
    name: 'security group',
    reads: (data) => isIbm(data),
    one: ibmSecurityGroup,
    all: (groups) => union(groups.map(ibmSecurityGroup)),
  },
  {
    name: 'firewall rules',
    reads: (data) =>
      Array.isArray(field(data, 'rules')) && everyRule(data, (rule) => isSet(field(rule, 'action'))),
    one: neutralFirewall,
  },
]

const known = new WeakMap<object, Ruleset>()

/**
 * The ruleset in an export's data, recognised by its shape; of a list, what its elements allow together. The reason
 * when there is none. Built once for each object.
 */
export function rulesetOf(data: unknown): Ruleset | { readonly reason: string } {
  if (typeof data !== 'object' || data === null) return { reason: `no firewall rules in ${quoted(data)}` }
  const before = known.get(data)
  if (before) return before
  const ruleset = read(data)
  if (!('reason' in ruleset)) known.set(data, ruleset)
  return ruleset
}

function read(data: object): Ruleset | { readonly reason: string } {
  if (!Array.isArray(data)) {
    const reader = readers.find(({ reads }) => reads(data))
    return reader ? reader.one(data) : { reason: `no firewall rules that are known: ${quoted(data)}` }
  }
  const [first] = data
  if (first === undefined)
    return { reason: 'an empty list has no ruleset: say what holds when there is none' }
  const reader = readers.find(({ reads }) => reads(first))
  if (!reader) return { reason: `no firewall rules that are known: ${quoted(first)}` }
  if (!data.every((element) => reader.reads(element)))
    return { reason: `not all elements of the list are of the kind ${reader.name}` }
  if (data.length === 1) return reader.one(first)
  return reader.all?.(data) ?? { reason: `${reader.name}: several of them do not make one ruleset` }
}

/** Security groups on one interface: what any of them allows passes. */
function union(groups: readonly Ruleset[]): Ruleset {
  const [first] = groups as [Ruleset]
  const joined = (direction: 'inbound' | 'outbound') => [
    {
      origin: { item: groups.map((group) => group[direction][0]?.origin.item), pointer: '' },
      rules: groups.flatMap((group) => group[direction].flatMap((stage) => stage.rules)),
      otherwise: 'deny' as const,
    },
  ]
  return {
    ...first,
    label: `${groups.length} security groups`,
    inbound: joined('inbound'),
    outbound: joined('outbound'),
  }
}

function isNetworkPolicy(data: unknown): boolean {
  return field(data, 'kind') === 'NetworkPolicy' && isSet(field(data, 'spec'))
}

function isCalicoGroup(data: unknown): boolean {
  return /^(?:crd\.)?projectcalico\.org\//.test(String(field(data, 'apiVersion')))
}

/** Security groups and ACLs have identity; their rules tell remote from source and destination. */
function isIbm(data: unknown): boolean {
  if (!Array.isArray(field(data, 'rules'))) return false
  const identified = ['id', 'name', 'crn', 'targets', 'subnets', 'vpc'].some((name) =>
    isSet(field(data, name)),
  )
  return (
    identified ||
    (listAt(data, 'rules').length > 0 && everyRule(data, (rule) => isSet(field(rule, 'remote'))))
  )
}

function everyRule(data: unknown, holds: (rule: unknown) => boolean): boolean {
  return listAt(data, 'rules').every(holds)
}
