import { unknownValue } from '../../runtime/cel/index.js'
import { field, isSet, listAt } from '../../runtime/member.js'
import { aclRules, networkAcl } from './ibm-acl.js'
import { traffic } from './ibm-traffic.js'
import { argumentOf, idOf, type Link, type Linked, labelOf } from './links.js'
import type { Instance } from './plan.js'
import { isUnknown, knownAfterApply } from './unknown.js'
import { origins, rulesFrom, type View } from './view.js'
import type { Mapping, PartKind, World } from './world.js'

const groupRules: PartKind = {
  type: 'ibm_is_security_group_rule',
  of: { argument: 'group', type: 'ibm_is_security_group' },
  makes: 'ibm.is/SecurityGroup',
  others: 'told',
}

/** Security groups with the rules that are resources of their own, ACLs and floating IPs, as the VPC API has them. */
export const ibmVpc: Mapping = {
  parts: [groupRules, aclRules],
  view(instance, world) {
    switch (instance.type) {
      case 'ibm_is_security_group':
        return securityGroup(instance, { id: idOf(instance), instance }, world)
      case 'ibm_is_network_acl':
        return networkAcl(instance, common(instance, world), world)
      case 'ibm_is_floating_ip':
        return floatingIp(instance, world)
      default: {
        // the first rule of a group that Terraform does not manage speaks for the group
        const group = world.strayWhole(groupRules, instance)
        return group === undefined ? undefined : securityGroup(instance, group, world)
      }
    }
  },
}

function securityGroup(speaker: Instance, group: Linked, world: World): View {
  const { id, instance } = group
  const from = origins()
  from.set([], speaker.valuesPointer)
  const parts = world.partsOf(groupRules, id)
  const rules = rulesFrom(parts, from, (rule) => ruleOf(rule, world))
  if (speaker === instance && listAt(speaker.values, 'rules').length > world.countBefore(groupRules, id))
    rules.push(unknownValue(`group ${id} has rules that this Terraform does not manage`))
  const identity = instance
    ? common(instance, world)
    : { id, name: knownAfterApply(`the name of group ${id}`) }
  const targets = knownAfterApply(`what group ${id} is attached to`)
  const name = instance ? labelOf(instance) : id
  return { type: groupRules.makes, id, name, data: { ...identity, rules, targets }, origins: from, parts }
}

function common(instance: Instance, world: World) {
  const crn = field(instance.values, 'crn')
  return {
    id: idOf(instance),
    name: field(instance.values, 'name') ?? null,
    ...(isSet(crn) && { crn }),
    vpc: reference(instance, { argument: 'vpc', type: 'ibm_is_vpc' }, world),
  }
}

/** What an argument names, as the API has it; the argument itself where it is not known which resource that is. */
function reference(instance: Instance, link: Link, { linkOf }: World): unknown {
  const value = field(instance.values, link.argument)
  const linked = linkOf(instance, link)
  if (linked === undefined || (isUnknown(value) && !linked.instance)) return value ?? null
  const name = linked.instance && field(linked.instance.values, 'name')
  return { id: linked.id, ...(isSet(name) && { name }) }
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

/** An address, a block, a group; without one, everybody. */
function remoteOf(rule: Instance, world: World): unknown {
  const remote = argumentOf(world.configuration, rule, 'remote')
  if (remote === undefined) return { cidr_block: '0.0.0.0/0' }
  const group = { ...groupRules.of, argument: 'remote' }
  const isGroup = isUnknown(remote) || world.linkOf(rule, group)?.instance !== undefined
  return isGroup ? reference(rule, group, world) : addressOrBlock(String(remote))
}

function addressOrBlock(text: string) {
  if (text.includes('/')) return { cidr_block: text }
  return /^[\d.]+$|:.*:/.test(text) ? { address: text } : { id: text }
}

function floatingIp(ip: Instance, world: World): View {
  const from = origins()
  from.set([], ip.valuesPointer)
  const { vpc: _, ...own } = common(ip, world)
  const isBound = argumentOf(world.configuration, ip, 'target') !== undefined
  const data = {
    ...own,
    address: field(ip.values, 'address') ?? null,
    status: field(ip.values, 'status') ?? null,
    zone: { name: field(ip.values, 'zone') ?? null },
    ...(isBound && { target: reference(ip, { argument: 'target', type: 'ibm_is_instance' }, world) }),
  }
  return { type: 'ibm.is/FloatingIP', id: idOf(ip), name: labelOf(ip), data, origins: from }
}
