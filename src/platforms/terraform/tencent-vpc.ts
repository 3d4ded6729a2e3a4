import { field, isSet, textAt } from '../../runtime/member.js'
import { idOf, labelOf } from './links.js'
import type { Instance } from './plan.js'
import { isUnknown, knownAfterApply } from './unknown.js'
import { type Origins, origins, type View } from './view.js'
import type { Mapping, PartKind, World } from './world.js'

const of = { argument: 'security_group_id', type: 'tencentcloud_security_group' }
const makes = 'tencent.vpc/SecurityGroupPolicySet'
const kind = (name: string, others: PartKind['others']): PartKind => ({
  ...{ type: `tencentcloud_security_group_${name}`, of, makes, others },
})
const ruleSet = kind('rule_set', 'none')
const liteRules = kind('lite_rule', 'none')
const singleRules = kind('rule', 'unseen')
const parts = [ruleSet, liteRules, singleRules]

/** Security groups, and the rules of a group, whichever resources have them, as the VPC API has them. */
export const tencentVpc: Mapping = {
  parts,
  view(instance, world) {
    if (instance.type === 'tencentcloud_security_group') return securityGroup(instance)
    const kind = parts.find(({ type }) => type === instance.type)
    const group = kind && world.linkOf(instance, of)?.id
    if (group === undefined) return undefined
    const all = parts.flatMap((part) => world.partsOf(part, group))
    return all[0] === instance ? policySet(instance, group, all, world) : undefined
  },
}

function securityGroup(group: Instance): View {
  const from = origins()
  from.set([], group.valuesPointer)
  const project = field(group.values, 'project_id') ?? undefined
  const data = {
    SecurityGroupId: idOf(group),
    SecurityGroupName: field(group.values, 'name') ?? null,
    SecurityGroupDesc: field(group.values, 'description') ?? null,
    ProjectId: project === undefined || isUnknown(project) ? project : String(project),
  }
  return { type: 'tencent.vpc/SecurityGroup', id: idOf(group), name: labelOf(group), data, origins: from }
}

type Direction = 'Ingress' | 'Egress'

interface Policy {
  readonly direction: Direction
  readonly policy: unknown
  readonly pointer: string
}

/** All rules of a group. Those of several resources have an order among them that only the cloud knows. */
function policySet(first: Instance, group: string, all: readonly Instance[], world: World): View {
  const from = origins()
  from.set([], first.valuesPointer)
  const policies = all.flatMap((instance) => policiesOf(instance, world))
  const data = {
    Ingress: listOf('Ingress', policies, all.length === 1 && first.type !== singleRules.type, from),
    Egress: listOf('Egress', policies, all.length === 1 && first.type !== singleRules.type, from),
  }
  return {
    ...{ type: makes, id: group, name: group, data, origins: from, parts: all },
    subject: { securityGroup: group },
  }
}

function listOf(
  direction: Direction,
  policies: readonly Policy[],
  isOrdered: boolean,
  from: Origins,
): unknown[] {
  const own = policies.filter((policy) => policy.direction === direction)
  const actions = new Set(own.map(({ policy }) => textAt(policy, 'Action')))
  const inOrder = isOrdered || actions.size < 2
  return own.map(({ policy, pointer }, i) => {
    from.set([direction, i], pointer)
    if (inOrder) return policy
    return {
      ...Object(policy),
      PolicyIndex: knownAfterApply('the order of rules that are resources of their own'),
    }
  })
}

function policiesOf(instance: Instance, { linkOf }: World): Policy[] {
  const { type, values, valuesPointer } = instance
  /** The group that an argument names; the argument itself where it is not known which one that is. */
  const groupAt = (argument: string, ...within: readonly (string | number)[]) => {
    const linked = linkOf(instance, { ...of, argument, within })
    return linked?.instance ? linked.id : field(values, ...within, argument)
  }
  if (type === singleRules.type) {
    const direction = field(values, 'type') === 'egress' ? 'Egress' : 'Ingress'
    return [{ direction, policy: singlePolicy(values, groupAt('source_sgid')), pointer: valuesPointer }]
  }
  return (['Ingress', 'Egress'] as const).flatMap((direction) => {
    const key = direction.toLowerCase()
    const list = field(values, key)
    if (!Array.isArray(list) && isSet(list))
      return [{ direction, policy: { Action: list }, pointer: `${valuesPointer}/${key}` }]
    const rules: readonly unknown[] = Array.isArray(list) ? list : []
    return rules.map((rule, i) => ({
      direction,
      policy:
        type === liteRules.type ? litePolicy(rule) : setPolicy(rule, groupAt('source_security_id', key, i)),
      pointer: `${valuesPointer}/${key}/${i}`,
    }))
  })
}

/** What is not set is left out; what nobody knows yet stays. */
function policy(fields: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isSet(value)))
}

function setPolicy(rule: unknown, group: unknown): unknown {
  if (isUnknown(rule)) return { Action: rule }
  const at = (name: string) => field(rule, name)
  return policy({
    Action: at('action'),
    Protocol: isSet(at('protocol')) ? at('protocol') : 'ALL',
    Port: isSet(at('port')) ? at('port') : 'ALL',
    CidrBlock: at('cidr_block'),
    Ipv6CidrBlock: at('ipv6_cidr_block'),
    SecurityGroupId: group,
    AddressTemplate: template('Address', at('address_template_id'), at('address_template_group')),
    ServiceTemplate: template('Service', at('service_template_id'), at('service_template_group')),
    ...described(at('description')),
  })
}

/** Nothing hangs on it: one that is not known is left out. */
function described(description: unknown) {
  return isUnknown(description) ? {} : { PolicyDescription: description }
}

function template(kind: 'Address' | 'Service', id: unknown, group: unknown): unknown {
  // The id of a template that does not exist yet is not known, and neither is what it stands for.
  const named = (value: unknown) => (isUnknown(value) ? '(known only after apply)' : value)
  if (!isSet(id) && !isSet(group)) return undefined
  return policy({ [`${kind}Id`]: named(id), [`${kind}GroupId`]: named(group) })
}

function singlePolicy(values: unknown, group: unknown): unknown {
  const at = (...path: readonly PropertyKey[]) => field(values, ...path)
  const templates = (kind: 'Address' | 'Service', name: string) =>
    isUnknown(at(name))
      ? template(kind, at(name), undefined)
      : template(kind, at(name, 0, 'template_id'), at(name, 0, 'group_id'))
  return policy({
    Action: isSet(at('policy')) ? at('policy') : 'ACCEPT',
    Protocol: isSet(at('ip_protocol')) ? at('ip_protocol') : 'ALL',
    Port: isSet(at('port_range')) ? at('port_range') : 'ALL',
    CidrBlock: at('cidr_ip'),
    SecurityGroupId: group,
    AddressTemplate: templates('Address', 'address_template'),
    ServiceTemplate: templates('Service', 'protocol_template'),
    ...described(at('description')),
  })
}

/** `ACCEPT#10.0.0.0/8#80-90#TCP`. */
function litePolicy(rule: unknown): unknown {
  const [Action, source = '', Port = '', Protocol, ...more] = String(isUnknown(rule) ? '' : rule).split('#')
  if (isUnknown(rule) || Protocol === undefined || more.length > 0) return { Action: rule }
  const peer = /^(?:sg|ipmg?)-/.exec(source)?.[0]
  return policy({
    ...{ Action, Port, Protocol },
    ...(peer === undefined && { [source.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: source }),
    ...(peer === 'sg-' && { SecurityGroupId: source }),
    ...(peer === 'ipm-' && { AddressTemplate: { AddressId: source } }),
    ...(peer === 'ipmg-' && { AddressTemplate: { AddressGroupId: source } }),
  })
}
