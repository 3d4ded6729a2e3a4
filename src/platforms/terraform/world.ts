import type { Document, Gap } from '../../runtime/model/index.js'
import { idOf, type Link, type Linked, type LinkOf, linksOf } from './links.js'
import type { Instance } from './plan.js'
import { type Configuration, configurationOf } from './references.js'
import type { View } from './view.js'

/** Resources that are parts of another one: rules of a group. */
export interface PartKind {
  readonly type: string
  /** The argument that names the whole, and the type of that. */
  readonly of: Link
  /** The type of what the whole becomes. */
  readonly makes: string
  /**
   * What tells the parts that others have made: there are none, for it holds all of them; the whole, where this Terraform
   * manages it; nothing.
   */
  readonly others: 'none' | 'told' | 'unseen'
}

/** All resources of a plan or a state, and how they belong together. */
export interface World {
  readonly configuration: Configuration
  readonly linkOf: LinkOf
  /** The parts of the whole with this id, in the order of the document. */
  partsOf(kind: PartKind, id: string): readonly Instance[]
  /** How many parts it has had before, as far as Terraform has made them. */
  countBefore(kind: PartKind, id: string): number
  /** A whole that Terraform does not manage, where this is the first of its parts. */
  strayWhole(kind: PartKind, instance: Instance): Linked | undefined
}

/** How resources of a provider become the kinds of objects that its exports have. */
export interface Mapping {
  readonly parts: readonly PartKind[]
  /** What it becomes; undefined of what is another provider's, the reason of what cannot be told before apply. */
  view(instance: Instance, world: World): View | Obscured | undefined
  /** What it was, where what is deleted is judged, too. */
  deleted?(instance: Instance): View | undefined
}

/** Something of which it is not known what it becomes. */
export interface Obscured {
  readonly obscured: string
}

/**
 * @param instances all, what is deleted too
 * @param kinds the resources that are parts of others
 */
export function worldOf(
  document: Document,
  instances: readonly Instance[],
  kinds: readonly PartKind[],
): World & { readonly gaps: readonly Gap[] } {
  const live = instances.filter(isLive)
  const configuration = configurationOf(document.data, live)
  const linkOf = linksOf(live, configuration)
  const parts = new Map(kinds.map((kind) => [kind, new Map<string, Instance[]>()]))
  const before = new Map(kinds.map((kind) => [kind, new Map<string, number>()]))
  const gaps: Gap[] = []
  for (const instance of instances) {
    const kind = kinds.find(({ type }) => type === instance.type && instance.mode === 'managed')
    if (kind === undefined) continue
    const whole = linkOf(instance, kind.of)
    if (whole !== undefined && (instance.before !== null || instance.operation === undefined))
      before.get(kind)?.set(whole.id, (before.get(kind)?.get(whole.id) ?? 0) + 1)
    if (!isLive(instance)) continue
    if (whole === undefined) {
      const message = `nothing tells which ${kind.makes} ${instance.address} belongs to before apply`
      gaps.push(gapOf(document, instance, kind, message))
      continue
    }
    const own = parts.get(kind)?.get(whole.id) ?? []
    if (!isManaged(whole) && own.length === 0 && kind.others !== 'none') {
      const message = `${instance.address} belongs to a ${kind.makes} that this Terraform does not manage: its other rules are not known`
      gaps.push(gapOf(document, instance, kind, message))
    }
    own.push(instance)
    parts.get(kind)?.set(whole.id, own)
  }
  for (const whole of live) {
    const own = kinds.filter(({ of }) => of.type === whole.type && whole.mode === 'managed' && isOld(whole))
    const isAll = own.some((kind) => kind.others === 'none' && parts.get(kind)?.has(idOf(whole)))
    const [unseen] = isAll ? [] : own.filter(({ others }) => others === 'unseen')
    if (unseen === undefined) continue
    const message = `${whole.address} was there before: rules that this Terraform does not manage are not known`
    gaps.push(gapOf(document, whole, unseen, message))
  }
  return {
    ...{ configuration, linkOf, gaps },
    partsOf: (kind, id) => parts.get(kind)?.get(id) ?? [],
    countBefore: (kind, id) => before.get(kind)?.get(id) ?? 0,
    strayWhole(kind, instance) {
      const whole = instance.type === kind.type ? linkOf(instance, kind.of) : undefined
      if (whole === undefined || isManaged(whole)) return undefined
      return parts.get(kind)?.get(whole.id)?.[0] === instance ? whole : undefined
    },
  }
}

/** Whether it is Terraform that manages it, not only a data source that looks at it. */
function isManaged({ instance }: Linked): boolean {
  return instance?.mode === 'managed'
}

/** Whether it was there before: what others have done to it is not in the file. */
export function isOld({ operation }: Instance): boolean {
  return operation !== 'create' && operation !== 'replace'
}

/** Whether Terraform holds it after apply. */
export function isLive({ values, operation }: Instance): boolean {
  return values !== null && operation !== 'forget'
}

/** That nothing which hangs on a type is known to be all. */
export function gapOf(
  document: Document,
  { pointer }: Instance,
  { makes }: Pick<PartKind, 'makes'>,
  message: string,
): Gap {
  const hint = 'judge an export of the cloud beside the plan, once it is applied'
  return { types: [makes], message, hint, location: document.locate(pointer) }
}
