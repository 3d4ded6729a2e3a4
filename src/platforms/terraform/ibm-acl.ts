import { field, textAt } from '../../runtime/member.js'
import { pick, traffic } from './ibm-traffic.js'
import { argumentOf, idOf, type Link, labelOf } from './links.js'
import type { Instance } from './plan.js'
import { isUnknown, knownAfterApply } from './unknown.js'
import { type Origins, origins, rulesFrom, type View } from './view.js'
import { isOld, type PartKind, type World } from './world.js'

export const aclRules: PartKind = {
  type: 'ibm_is_network_acl_rule',
  of: { argument: 'network_acl', type: 'ibm_is_network_acl' },
  makes: 'ibm.is/NetworkACL',
  others: 'told',
}

/** An ACL with its rules in the order in which they apply, whether they are blocks or resources of their own. */
export function networkAcl(acl: Instance, common: object, world: World): View {
  const from = origins()
  from.set([], acl.valuesPointer)
  const parts = world.partsOf(aclRules, idOf(acl))
  const data = { ...common, rules: rulesOf(acl, parts, world, from) }
  return { type: aclRules.makes, id: idOf(acl), name: labelOf(acl), data, origins: from, parts }
}

function rulesOf(acl: Instance, parts: readonly Instance[], world: World, from: Origins): unknown {
  const own = field(acl.values, 'rules')
  const listed: readonly unknown[] | undefined = Array.isArray(own) ? own : undefined
  if (parts.length === 0)
    return listed?.map((rule) => aclRule(rule)) ?? knownAfterApply(`${acl.address}.rules`)
  // what the cloud has said while planning, all of it
  if (listed && [acl, ...parts].every(isSettled) && parts.every((part) => isAmong(part, listed)))
    return listed.map((rule) => aclRule(rule))
  // a new ACL begins without any rule but those that it lists itself
  const others = (listed?.length ?? 0) - (isOld(acl) ? world.countBefore(aclRules, idOf(acl)) : 0)
  const ordered = others > 0 ? undefined : inOrder(parts, world)
  if (ordered === undefined)
    return knownAfterApply(
      others > 0
        ? `where the rules of ${acl.address} itself stand among those that are resources of their own`
        : `the order of the rules of ${acl.address}, which 'before' does not tell,`,
    )
  return rulesFrom(ordered, from, (part) =>
    aclRule(part.values, (name) => argumentOf(world.configuration, part, name)),
  )
}

function isSettled({ operation }: Instance): boolean {
  return operation === undefined || operation === 'no-op'
}

function isAmong({ values }: Instance, listed: readonly unknown[]): boolean {
  return listed.some((rule) => textAt(rule, 'id') === textAt(values, 'rule_id'))
}

const next: Link = { argument: 'before', type: aclRules.type, attribute: 'rule_id' }

/** The rules in their order, as far as it matters: by `before`, of all or of each direction; any, where all do the same. */
function inOrder(parts: readonly Instance[], world: World): readonly Instance[] | undefined {
  const chain = chainOf(parts, world)
  if (chain) return chain
  const ordered: Instance[] = []
  for (const direction of ['inbound', 'outbound']) {
    const own = parts.filter(({ values }) => field(values, 'direction') === direction)
    const actions = new Set(own.map(({ values }) => field(values, 'action')))
    const inside = actions.size < 2 ? own : chainOf(own, world)
    if (inside === undefined) return undefined
    for (const part of inside) ordered.push(part)
  }
  return ordered.length === parts.length ? ordered : undefined
}

/** Rules of which each but the last names the one that comes next. */
function chainOf(
  parts: readonly Instance[],
  { configuration, linkOf }: World,
): readonly Instance[] | undefined {
  const previous = new Map<Instance | undefined, Instance>()
  for (const part of parts) {
    const isLast = argumentOf(configuration, part, next.argument) === undefined
    const following = isLast ? undefined : linkOf(part, next)?.instance
    if (previous.has(following) || (following === undefined && !isLast)) return undefined
    previous.set(following, part)
  }
  const ordered: Instance[] = []
  for (let part = previous.get(undefined); part; part = previous.get(part)) ordered.push(part)
  return ordered.length === parts.length ? ordered.reverse() : undefined
}

const ports = {
  port_min: 'destination_port_min',
  port_max: 'destination_port_max',
  source_port_min: 'source_port_min',
  source_port_max: 'source_port_max',
  type: 'type',
  code: 'code',
} as const

/** @param argument gives what is set; undefined where the provider decides */
function aclRule(
  rule: unknown,
  argument: (name: string) => unknown = (name) => field(rule, name) ?? undefined,
): unknown {
  if (isUnknown(rule)) return rule
  const read = traffic(rule, argument, Object.keys(ports))
  const renamed = Object.entries(read).map(([key, value]) => [
    Object.hasOwn(ports, key) ? ports[key as keyof typeof ports] : key,
    value,
  ])
  return {
    ...pick(['id', 'name', 'ip_version'], (name) => (isUnknown(argument(name)) ? undefined : argument(name))),
    ...Object.fromEntries(
      ['action', 'direction', 'source', 'destination'].map((name) => [name, field(rule, name)]),
    ),
    ...Object.fromEntries(renamed),
  }
}
