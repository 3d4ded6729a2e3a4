import { field, isSet, textAt } from '../../runtime/member.js'

/** A tier with those of the given policies that are in it, in their order. */
export interface Tier {
  readonly name: string
  /** Undefined when its object is not given. */
  readonly order: number | undefined
  readonly defaultAction: 'Deny' | 'Pass' | undefined
  readonly policies: readonly unknown[]
}

/** The tiers that Calico makes by itself. */
const builtIn: Readonly<Record<string, Pick<Tier, 'order' | 'defaultAction'>>> = {
  default: { order: 1_000_000, defaultAction: 'Deny' },
  adminnetworkpolicy: { order: 1000, defaultAction: 'Pass' },
  'kube-admin': { order: 1000, defaultAction: 'Pass' },
  baselineadminnetworkpolicy: { order: 10_000_000, defaultAction: 'Pass' },
  'kube-baseline': { order: 10_000_000, defaultAction: 'Pass' },
}

export function isTier(object: unknown): boolean {
  return field(object, 'kind') === 'Tier'
}

/** The tiers of these policies, the first first; those whose place is not known come last. */
export function sortedTiers(policies: readonly unknown[], objects: readonly unknown[]): readonly Tier[] {
  const names = new Set(policies.map(tierOf))
  const tiers = [...names].map((name): Tier => {
    const own = policies.filter((policy) => tierOf(policy) === name).sort(byOrder)
    const object = objects.find((tier) => textAt(tier, 'metadata', 'name') === name)
    return { name, ...(object === undefined ? known(name) : read(object)), policies: own }
  })
  return tiers.sort((a, b) => {
    const [x, y] = [a, b].map(({ order }) => order ?? Number.POSITIVE_INFINITY) as [number, number]
    return x !== y ? (x < y ? -1 : 1) : a.name < b.name ? -1 : 1
  })
}

/** Without an order what is sorted comes last; undefined when its order is none. */
export function orderOf(object: unknown): number | undefined {
  const order = field(object, 'spec', 'order')
  if (!isSet(order)) return Number.POSITIVE_INFINITY
  return typeof order === 'number' ? order : undefined
}

function known(name: string): Pick<Tier, 'order' | 'defaultAction'> {
  return Object.hasOwn(builtIn, name) && builtIn[name]
    ? builtIn[name]
    : { order: undefined, defaultAction: undefined }
}

function read(object: unknown): Pick<Tier, 'order' | 'defaultAction'> {
  const action = field(object, 'spec', 'defaultAction')
  return {
    order: orderOf(object),
    defaultAction: action === 'Pass' ? 'Pass' : action === 'Deny' || !isSet(action) ? 'Deny' : undefined,
  }
}

function tierOf(policy: unknown): string {
  return textAt(policy, 'spec', 'tier') ?? 'default'
}

/** Equal ones by name. */
function byOrder(a: unknown, b: unknown): number {
  const [x, y] = [a, b].map((policy) => orderOf(policy) ?? Number.POSITIVE_INFINITY) as [number, number]
  if (x !== y) return x < y ? -1 : 1
  const [p, q] = [a, b].map((policy) => textAt(policy, 'metadata', 'name') ?? '') as [string, string]
  return p < q ? -1 : p > q ? 1 : 0
}
