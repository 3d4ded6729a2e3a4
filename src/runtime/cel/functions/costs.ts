import { deepTraversal, sizeOf, traversal } from '../evaluation/cost.js'
import { orderedTypes } from '../evaluation/kubernetes-order.js'
import { failure } from '../values/failure.js'
import { isInt } from '../values/values.js'
import { NamedFormat } from './formats/named-formats.js'

/** What a call costs: of its arguments, the receiver first, and its result. Errors are arguments and results too. */
export interface CallCost {
  readonly units: (args: readonly unknown[], result: unknown) => number
  /** The static types for which the function is charged so; a call with other types costs 1. */
  readonly when?: (types: readonly string[]) => boolean
  /** Known only afterwards. */
  readonly ofResult?: true
}

const text: CallCost = { units: ([value]) => traversal(sizeOf(value)) }
const twice: CallCost = { units: ([value]) => traversal(sizeOf(value) * 2) }
const argument: CallCost = { units: ([, value]) => traversal(sizeOf(value)) }
const everything: CallCost = { units: ([value]) => deepTraversal(value) }
const pattern: CallCost = {
  units: ([value, regex]) => traversal(1 + sizeOf(value)) * Math.ceil(sizeOf(regex) * 0.25),
}
/** Counting itself fails there, and the whole expression with it. Thrown: nothing in the expression can absorb it. */
const serverFault = failure('budget', 'the API server fails to count what this costs: it is no list')
/** A list that is made: what the call costs, what a list costs, and its elements. */
const made = (elements: number): number => 11 + Math.trunc(elements)
const madeList: CallCost = { units: (_, result) => made(sizeOf(result)), ofResult: true }
const selfCompared = (list: unknown): number => {
  if (!Array.isArray(list)) throw serverFault
  const size = list.length
  const first: unknown = list[0]
  const isText = typeof first === 'string' || first instanceof Uint8Array
  return made(size * size * (isText ? 2 + 0.1 : 2))
}
const distinct: CallCost = { units: ([list]) => selfCompared(list) }
const flatten: CallCost = {
  units: ([list, depth = 1]) => {
    if (!isInt(depth)) throw serverFault
    return made(sizeOf(list) * (depth < 0 ? 1 : Number(depth)))
  },
}
const product = (factor: number): CallCost => ({
  units: ([a, b]) => 1 + sizeOf(a) * sizeOf(b) * factor,
})
const within =
  (more: (cidr: number) => number): ((args: readonly unknown[]) => number) =>
  ([cidr]) =>
    traversal(sizeOf(cidr) * 2) + more(sizeOf(cidr))
const containsIp = within(() => 0)
const containsCidr = within((cidr) => traversal(cidr) + 1)

/** What the pattern of a named format costs, whatever it really is. */
const formatCosts: Readonly<Record<string, number>> = {
  dns1123Label: 8,
  dns1123LabelPrefix: 8,
  dns1035Label: 8,
  dns1035LabelPrefix: 8,
  dns1123Subdomain: 15,
  dns1123SubdomainPrefix: 15,
  qualifiedName: 15,
  labelValue: 10,
  uri: 276,
  uuid: 18,
  byte: 21,
  date: 18,
  datetime: 18,
}

/**
 * What an API server charges for calls of functions, by name (`.ip`: as a method): cel-go's and Kubernetes' tables (see evaluation/cost.ts).
 * The first entry whose `when` is met counts; a call without an entry costs 1.
 */
export const callCosts: Readonly<Record<string, readonly CallCost[]>> = {
  startsWith: [argument],
  endsWith: [argument],
  contains: [{ units: ([value, part]) => traversal(sizeOf(value)) * traversal(sizeOf(part)) }],
  matches: [pattern],
  find: [pattern],
  findAll: [pattern],
  bytes: [{ ...text, when: ([of]) => of === 'string' }],
  string: [{ ...text, when: ([of]) => of === 'bytes' }],
  'strings.quote': [text],
  format: [text],
  lowerAscii: [text],
  upperAscii: [text],
  substring: [text],
  trim: [text],
  url: [text],
  replace: [twice],
  split: [twice],
  join: [{ units: (_, result) => traversal(sizeOf(result) * 2), ofResult: true }],
  indexOf: [everything],
  lastIndexOf: [everything],
  isSorted: [everything],
  sum: [everything],
  min: [everything],
  max: [everything],
  includes: [everything],
  cidr: [text],
  isCIDR: [text],
  isIP: [text],
  ip: [text],
  '.ip': [{ units: () => 1 }],
  'ip.isCanonical': [twice],
  containsIP: [
    { units: (args) => containsIp(args) + traversal(sizeOf(args[1])), when: ([, of]) => of === 'string' },
    { units: containsIp },
  ],
  containsCIDR: [
    { units: (args) => containsCidr(args) + traversal(sizeOf(args[1])), when: ([, of]) => of === 'string' },
    { units: containsCidr },
  ],
  quantity: [text],
  isQuantity: [text],
  semver: [text],
  isSemver: [text],
  validate: [
    {
      units: ([format, value]) =>
        format instanceof NamedFormat ? traversal(1 + sizeOf(value)) * (formatCosts[format.$name] ?? 1) : 1,
    },
  ],
  slice: [madeList],
  reverse: [madeList],
  'lists.range': [madeList],
  flatten: [flatten],
  distinct: [distinct],
  sort: [{ ...distinct, when: ([of]) => isComparable(/^list<(.*)>$/.exec(of ?? '')?.[1]) }],
  'sets.contains': [product(1)],
  'sets.intersects': [product(1)],
  'sets.equivalent': [product(2)],
}

/** The element of an empty list goes with every overload; the first is taken. */
const isComparable = (type: string | undefined): boolean =>
  type !== undefined && (orderedTypes.has(type) || /^[A-Z]$/.test(type))

/** What `sortBy` costs beside computing the keys. */
export const costOfSorting: CallCost = { ...distinct, when: ([key]) => isComparable(key) }

/** What a call costs whose arguments have these static types: a number when it does not depend on their values. */
export function costOfCall(name: string, method: boolean, types: readonly string[]): CallCost | number {
  const key = method && Object.hasOwn(callCosts, `.${name}`) ? `.${name}` : name
  const costs = Object.hasOwn(callCosts, key) ? callCosts[key] : undefined
  return costs?.find(({ when }) => when?.(types) ?? true) ?? 1
}
