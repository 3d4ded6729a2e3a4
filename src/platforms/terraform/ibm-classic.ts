import { field, isSet } from '../../runtime/member.js'
import { idOf, type Linked, labelOf } from './links.js'
import type { Instance } from './plan.js'
import { isUnknown, knownAfterApply } from './unknown.js'
import { origins, rulesFrom, type View } from './view.js'
import { isOld, type Mapping, type PartKind, type World } from './world.js'

const groupRules: PartKind = {
  type: 'ibm_security_group_rule',
  of: { argument: 'security_group_id', type: 'ibm_security_group' },
  makes: 'ibm.sl/SecurityGroup',
  others: 'unseen',
}

/** Security groups of classic infrastructure with their rules, as `ibmcloud sl securitygroup detail` has them. */
export const ibmClassic: Mapping = {
  parts: [groupRules],
  view(instance, world) {
    if (instance.type === groupRules.of.type)
      return securityGroup(instance, { id: idOf(instance), instance }, world)
    const group = world.strayWhole(groupRules, instance)
    return group && securityGroup(instance, group, world)
  },
}

/** @param speaker the group, or the first rule of one that Terraform does not manage */
function securityGroup(speaker: Instance, { id, instance }: Linked, world: World): View {
  const from = origins()
  from.set([], speaker.valuesPointer)
  const parts = world.partsOf(groupRules, id)
  const rules = rulesFrom(parts, from, (rule) => ruleOf(rule, world))
  const data = {
    id: number(id),
    name: instance ? (field(instance.values, 'name') ?? null) : knownAfterApply(`the name of group ${id}`),
    ...(instance && { description: field(instance.values, 'description') ?? null }),
    rules,
    networkComponentBindings: knownAfterApply(`what group ${id} is attached to`),
  }
  return { type: groupRules.makes, id, name: instance ? labelOf(instance) : id, data, origins: from, parts }
}

function ruleOf(rule: Instance, world: World): unknown {
  const at = (name: string) => field(rule.values, name) ?? null
  const [portRangeMin, portRangeMax] = bounds(rule)
  const group = world.linkOf(rule, { ...groupRules.of, argument: 'remote_group_id' })
  return {
    id: number(idOf(rule)),
    direction: at('direction'),
    ethertype: isSet(at('ether_type')) ? at('ether_type') : 'IPv4',
    protocol: isSet(at('protocol')) ? at('protocol') : null,
    ...{ portRangeMin, portRangeMax },
    remoteGroupId:
      group && (group.instance || !isUnknown(at('remote_group_id')))
        ? number(group.id)
        : at('remote_group_id'),
    remoteIp: isSet(at('remote_ip')) ? at('remote_ip') : null,
  }
}

/** For the provider 0 is no bound, and of one bound it makes both; of ICMP, it reads what the cloud has, 0 too. */
function bounds(rule: Instance): readonly unknown[] {
  const given = ['port_range_min', 'port_range_max'].map((name) => field(rule.values, name) ?? null)
  if (field(rule.values, 'protocol') === 'icmp' && isOld(rule)) return given
  const [min, max] = given.map((value) => (value === 0 ? null : value))
  return [min ?? max, max ?? min]
}

/** Ids of classic infrastructure are numbers; what does not exist yet has its address. */
function number(id: string): string | number {
  return /^\d{1,15}$/.test(id) ? Number(id) : id
}
