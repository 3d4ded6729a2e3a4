import { append } from '../append.js'
import { namesIn, partsOf } from '../cel/index.js'
import type { Diagnostic } from '../model/index.js'
import {
  type Expression,
  errorAt,
  expressionsOf,
  type LoadedPolicy,
  locationIn,
  type Pack,
  sharedVariables,
  shownLocation,
} from '../policies/index.js'

/** How many parts an expression has that is worth a name: a shorter one reads as well where it stands. */
const leastParts = 16

/** A sub-expression that stands in more than one file. */
interface Occurrence {
  readonly expression: Expression
  readonly start: number
  readonly end: number
  readonly size: number
  readonly isOpen: boolean
}

/**
 * What several policies of a pack write out although a function or a variable of the pack could say it once. Of copies within
 * copies only the largest are named.
 */
export function copies(pack: Pack, policies: readonly LoadedPolicy[]): Diagnostic[] {
  const shared = [...pack.variables, ...pack.functions].map(({ expression }) => expression)
  const own = policies
    .filter((loaded) => loaded.pack === pack && !loaded.home && !loaded.policy.admission)
    .flatMap(({ policy }) => expressionsOf(policy))
  const groups = new Map<string, Occurrence[]>()
  for (const expression of [...shared, ...own]) {
    for (const { form, ...part } of partsOf(expression.source)) {
      if (part.size < leastParts) continue
      const group = groups.get(form)
      if (group) group.push({ expression, ...part })
      else groups.set(form, [{ expression, ...part }])
    }
  }
  const repeated = [...groups.values()]
    .filter((group) => new Set(group.map(({ expression }) => expression.file)).size > 1)
    .sort(([a], [b]) => (b?.size ?? 0) - (a?.size ?? 0))
  const named: Occurrence[] = []
  const ofPack = new Set(sharedVariables(pack).map(({ name }) => name))
  return repeated.flatMap((group) => {
    const isNew = group.some((occurrence) => !named.some((other) => isWithin(occurrence, other)))
    if (!isNew) return []
    append(named, group)
    return [noteOf(group, ofPack)]
  })
}

function isWithin(part: Occurrence, other: Occurrence): boolean {
  return part.expression === other.expression && part.start >= other.start && part.end <= other.end
}

/** @param ofPack the variables that all its policies see */
function noteOf(group: readonly Occurrence[], ofPack: ReadonlySet<string>): Diagnostic {
  const [first, ...others] = group.map((occurrence) => ({ ...occurrence, location: placeOf(occurrence) }))
  if (!first) throw new Error('a group of copies is never empty')
  const { expression, location, start, end } = first
  const text = expression.source.slice(start, end)
  const isOpen =
    first.isOpen ||
    /\b(item|index|key)\b/.test(text) ||
    [...namesIn(text).variables].some((name) => !ofPack.has(name))
  const places = others.map((other) => shownLocation(other.location)).join(', ')
  const hint = isOpen
    ? `define a function of the pack for it, and call it; the others: ${places}`
    : `make it a variable or a function of the pack; the others: ${places}`
  const message = `the same expression is written ${group.length} times`
  const place = { location, sourceLine: expression.lineAt(location.start.line) }
  return { ...errorAt(place, 'copied', message, hint), level: 'warning' }
}

function placeOf({ expression, start, end }: Occurrence) {
  return locationIn(expression, start, end)
}
