import { unknownValue } from '../../runtime/cel/index.js'
import { field, isSet, listAt } from '../../runtime/member.js'
import { argumentOf, idOf, type Linked, nameOf } from './links.js'
import type { Instance } from './plan.js'
import { isUnknown, knownAfterApply } from './unknown.js'
import { origins, type View } from './view.js'
import type { Mapping, PartKind, World } from './world.js'

const groupRules: PartKind = {
  type: 'ibm_is_security_group_rule',
  of: 'group',
  makes: 'ibm.is/SecurityGroup',
}

/** Their order is not known beforehand. */
const aclRules: PartKind = { type: 'ibm_is_network_acl_rule', of: 'network_acl', makes: 'ibm.is/NetworkACL' }

/** Security groups with the rules that are resources of their own, ACLs and floating IPs, as the VPC API has them. */
export const ibmVpc: Mapping = {
  parts: [groupRules, aclRules],
  view(instance, world) {
    switch (instance.type) {
      case 'ibm_is_security_group':
        return securityGroup(instance, idOf(instance), world)
      case 'ibm_is_network_acl':
        return networkAcl(instance, world)
      case 'ibm_is_floating_ip':
        return floatingIp(instance, world)
      default: {
        // the first rule of a group that is not in the plan speaks for the group
        const group = world.strayWhole(groupRules, instance)
        return group === undefined ? undefined : securityGroup(instance, group, world)
      }
    }
  },
}

function securityGroup(speaker: Instance, id: string, world: World): View {
  const from = origins()
  from.set([], speaker.valuesPointer)
  const rules = world.partsOf(groupRules, id).map((rule, i) => {
    from.set(['rules', i], rule.valuesPointer)
    return ruleOf(rule, world)
  })
  if (listAt(speaker.values, 'rules').length > world.countBefore(groupRules, id))
    rules.push(unknownValue(`group ${id} has rules that this Terraform does not manage`))
  const isInPlan = speaker.type === 'ibm_is_security_group'
  const identity = isInPlan
    ? common(speaker, world)
    : { id, name: knownAfterApply(`the name of group ${id}`) }
  const targets = knownAfterApply(`what group ${id} is attached to`)
  const name = isInPlan ? nameOf(speaker) : id
  return { type: groupRules.makes, id, name, data: { ...identity, rules, targets }, origins: from }
}

function common(instance: Instance, { linkOf }: World) {
  const crn = field(instance.values, 'crn')
  return {
    id: idOf(instance),
    name: nameOf(instance),
    ...(isSet(crn) && { crn }),
    vpc: reference(linkOf(instance, 'vpc')) ?? knownAfterApply(`the vpc of ${instance.address}`),
  }
}

function reference(linked: Linked | undefined) {
  return linked && { id: linked.id, ...(linked.instance && { name: nameOf(linked.instance) }) }
}

function ruleOf(rule: Instance, world: World): unknown {
  const given = (argument: string) => argumentOf(world.configuration, rule, argument)
  const name = given('name')
  const ipVersion = given('ip_version')
  const local = given('local')
  return {
    id: idOf(rule),
    ...(name !== undefined && { name }),
    direction: field(rule.values, 'direction'),
    ...(ipVersion !== undefined && { ip_version: ipVersion }),
    ...traffic(rule.values, given, ['port_min', 'port_max', 'type', 'code']),
    remote: remoteOf(rule, world),
    ...(local !== undefined && { local: isUnknown(local) ? local : addressOrBlock(String(local)) }),
  }
}

/** The protocol and what belongs to it, from arguments or from the block of a protocol; without either, the default. */
function traffic(
  values: unknown,
  given: (argument: string) => unknown,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  for (const protocol of ['tcp', 'udp', 'icmp']) {
    const block = field(values, protocol)
    if (isUnknown(block)) return { protocol: block }
    const inside = listAt(block, 0) === undefined ? undefined : field(block, 0)
    if (inside === undefined) continue
    return { protocol, ...pick(names, (name) => field(inside, name)) }
  }
  return { protocol: given('protocol') ?? 'icmp_tcp_udp', ...pick(names, given) }
}

function pick(names: readonly string[], get: (name: string) => unknown) {
  return Object.fromEntries(names.map((name) => [name, get(name)]).filter(([, value]) => isSet(value)))
}

/** An address, a block, a group; without one, everybody. */
function remoteOf(rule: Instance, world: World): unknown {
  const remote = argumentOf(world.configuration, rule, 'remote')
  if (remote === undefined) return { cidr_block: '0.0.0.0/0' }
  const linked = world.linkOf(rule, 'remote')
  if (linked?.instance?.type === 'ibm_is_security_group') return reference(linked)
  return typeof remote === 'string' ? addressOrBlock(remote) : remote
}

function addressOrBlock(text: string) {
  if (text.includes('/')) return { cidr_block: text }
  return /^[\d.]+$|:.*:/.test(text) ? { address: text } : { id: text }
}

const aclPorts = {
  port_min: 'destination_port_min',
  port_max: 'destination_port_max',
  source_port_min: 'source_port_min',
  source_port_max: 'source_port_max',
  type: 'type',
  code: 'code',
} as const

function networkAcl(acl: Instance, world: World): View {
  const from = origins()
  from.set([], acl.valuesPointer)
  const own = field(acl.values, 'rules')
  const isMixed = world.partsOf(aclRules, idOf(acl)).length > 0
  const rules =
    isMixed || !Array.isArray(own)
      ? knownAfterApply(`the rules of ${acl.address} in their order`)
      : own.map((rule: unknown) => aclRule(rule))
  const data = { ...common(acl, world), rules }
  return { type: 'ibm.is/NetworkACL', id: idOf(acl), name: nameOf(acl), data, origins: from }
}

function aclRule(rule: unknown): unknown {
  if (isUnknown(rule)) return rule
  const given = (argument: string) => {
    const value = field(rule, argument)
    return value === null || value === '' ? undefined : value
  }
  const read = traffic(rule, given, Object.keys(aclPorts))
  const renamed = Object.entries(read).map(([key, value]) => [
    Object.hasOwn(aclPorts, key) ? aclPorts[key as keyof typeof aclPorts] : key,
    value,
  ])
  return {
    ...pick(['id', 'name', 'ip_version'], (argument) =>
      isUnknown(given(argument)) ? undefined : given(argument),
    ),
    ...Object.fromEntries(
      ['action', 'direction', 'source', 'destination'].map((name) => [name, field(rule, name)]),
    ),
    ...Object.fromEntries(renamed),
  }
}

function floatingIp(ip: Instance, world: World): View {
  const from = origins()
  from.set([], ip.valuesPointer)
  const { vpc: _, ...own } = common(ip, world)
  const target = argumentOf(world.configuration, ip, 'target')
  const data = {
    ...own,
    address: field(ip.values, 'address') ?? null,
    status: field(ip.values, 'status') ?? null,
    zone: { name: field(ip.values, 'zone') ?? null },
    ...(target !== undefined && { target: reference(world.linkOf(ip, 'target')) ?? target }),
  }
  return { type: 'ibm.is/FloatingIP', id: idOf(ip), name: nameOf(ip), data, origins: from }
}
