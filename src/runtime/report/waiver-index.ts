import { globMatcher } from '../globs.js'
import { textAt } from '../member.js'
import type { Finding, WaiverScope } from '../model/index.js'

/** Something that a waiver may name, and what a finding has of it. */
interface Facet {
  readonly named: (waiver: WaiverScope) => string | undefined
  readonly of: (finding: Finding) => readonly string[]
  readonly isGlob: boolean
}

const facets: readonly Facet[] = [
  { named: ({ policy }) => policy, of: ({ policy }) => [policy], isGlob: true },
  { named: ({ guideline }) => guideline, of: ({ guidelines }) => guidelines, isGlob: true },
  { named: ({ validation }) => validation, of: ({ validation }) => [validation], isGlob: false },
  { named: ({ file }) => file, of: ({ resource }) => [resource.file], isGlob: true },
  {
    named: ({ pointer }) => pointer,
    of: ({ pointer, element }) => (element === undefined ? [pointer] : [pointer, element]),
    isGlob: false,
  },
  ...(['type', 'name', 'namespace', 'id'] as const).map((key) => ({
    named: ({ resource }: WaiverScope) => resource?.[key],
    of: ({ resource }: Finding) => [resource[key] ?? ''],
    isGlob: true,
  })),
]

/** Waivers that name the same facets to the letter, by what they name. */
interface Shelf<T> {
  readonly exact: readonly Facet[]
  readonly byKey: Map<string, Entry<T>[]>
}

interface Entry<T> {
  readonly item: T
  readonly rank: number
  /** Whether a finding fits what is named by pattern. */
  readonly fits: (finding: Finding) => boolean
}

/**
 * Finds those that accept a finding, in their order. Looks at waivers that name by patterns alone, and of the others at
 * those that name what the finding has: however many there are for other findings.
 */
export function waiverIndex<T extends { readonly waiver: WaiverScope }>(items: readonly T[]) {
  const shelves = new Map<string, Shelf<T>>()
  for (const [rank, item] of items.entries()) {
    const named = facets.filter((facet) => facet.named(item.waiver) !== undefined)
    const exact = named.filter((facet) => !facet.isGlob || !/[*?]/.test(facet.named(item.waiver) ?? ''))
    const signature = exact.map((facet) => facets.indexOf(facet)).join()
    const shelf = shelves.get(signature) ?? { exact, byKey: new Map() }
    shelves.set(signature, shelf)
    const key = JSON.stringify(exact.map((facet) => facet.named(item.waiver)))
    const entry = {
      item,
      rank,
      fits: matcher(
        item.waiver,
        named.filter((facet) => !exact.includes(facet)),
      ),
    }
    const beside = shelf.byKey.get(key)
    if (beside) beside.push(entry)
    else shelf.byKey.set(key, [entry])
  }
  return (finding: Finding): readonly T[] => {
    const found = [...shelves.values()].flatMap(({ exact, byKey }) =>
      keysOf(finding, exact).flatMap((key) => (byKey.get(key) ?? []).filter(({ fits }) => fits(finding))),
    )
    return found.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
  }
}

/** One for each combination: a finding has several guidelines. */
function keysOf(finding: Finding, exact: readonly Facet[]): string[] {
  let keys: string[][] = [[]]
  for (const { of } of exact) {
    const values = [...new Set(of(finding))]
    keys = keys.flatMap((key) => values.map((value) => [...key, value]))
  }
  return keys.map((key) => JSON.stringify(key))
}

function matcher(waiver: WaiverScope, patterns: readonly Facet[]): (finding: Finding) => boolean {
  const tests = patterns.map(({ named, of }) => {
    const names = globMatcher([named(waiver) ?? ''])
    return (finding: Finding) => of(finding).some(names)
  })
  for (const [key, glob] of Object.entries(waiver.subject ?? {})) {
    const names = globMatcher([glob])
    tests.push(({ resource }) => names(textAt(resource.subject, key) ?? ''))
  }
  return (finding) => tests.every((test) => test(finding))
}
