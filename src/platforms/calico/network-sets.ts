import { common, noAddress, parseCidr, uniteAll } from '../../runtime/firewall/cidr-set.js'
import { labelSetOf } from '../../runtime/firewall/labels.js'
import { field, listAt, textAt } from '../../runtime/member.js'
import type { AddressSet, LabelSet, Member } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { labelsOfSet } from './endpoint.js'
import type { CalicoSelector } from './selector.js'

/** All network sets; `unknown` when they are not given, `none` in an API that has none. */
export type NetworkSets = readonly NetworkSet[] | 'unknown' | 'none'

interface NetworkSet {
  readonly label: string
  readonly labels: LabelSet
  readonly namespace: string | undefined
  /** Undefined when they cannot be read. */
  readonly addresses: AddressSet | undefined
}

export function isNetworkSet(object: unknown): boolean {
  return /^(?:Global)?NetworkSet$/.test(textAt(object, 'kind') ?? '')
}

/** A NetworkSet or GlobalNetworkSet. */
export function networkSet(object: unknown): NetworkSet {
  const kind = textAt(object, 'kind') ?? ''
  const global = kind === 'GlobalNetworkSet'
  const blocks = listAt(object, 'spec', 'nets').map((net) =>
    typeof net === 'string' ? parseCidr(net) : undefined,
  )
  const known = blocks.filter((block) => block !== undefined)
  return {
    label: `${kind} ${quoted(field(object, 'metadata', 'name'))}`,
    labels: labelSetOf(object),
    namespace: global ? undefined : (textAt(object, 'metadata', 'namespace') ?? 'default'),
    addresses: known.length === blocks.length ? uniteAll([noAddress, ...known]) : undefined,
  }
}

/** The addresses that belong to a selector because network sets have the labels that it asks for. */
export function inSets(
  sets: NetworkSets,
  chosen: CalicoSelector,
  label: string,
  within: AddressSet,
): Pick<Member, 'networks' | 'doubts'> {
  if (sets === 'none') return {}
  if (sets === 'unknown') return { doubts: [`which addresses network sets give to ${label}`] }
  const judged = sets.map((set) => ({ set, is: chosen(labelsOfSet(set.labels, set.namespace)) }))
  const doubts = judged
    .filter(({ set, is }) => is === undefined || (is && !set.addresses))
    .map(({ set }) => `whether ${set.label} gives addresses to ${label}`)
  const sure = judged.flatMap(({ set, is }) => (is && set.addresses ? [set.addresses] : []))
  return {
    networks: common(uniteAll([noAddress, ...sure]), within),
    ...(doubts.length > 0 ? { doubts } : {}),
  }
}
