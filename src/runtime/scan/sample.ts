import type { Members, ResourceRef } from '../model/index.js'
import { compareTexts } from '../order.js'
import { keepFirst } from './keep-first.js'

/** What a sample says of a resource. */
type Named = Pick<ResourceRef, 'file' | 'id'>

/** Some of many resources: how many there are, and the first of them by file and id. */
export interface Sample {
  readonly count: number
  /** Sorted; at most as many as a report lists. */
  readonly named: readonly Named[]
}

/** A sample that is still growing. */
export interface GrowingSample extends Sample {
  count: number
  readonly named: Named[]
}

/** How many resources a report names of one policy and reason: its size does not hang on how many there are. */
export const mostNamed = 100

export const emptySample = (): GrowingSample => ({ count: 0, named: [] })

function byPlace(a: Named, b: Named): number {
  return compareTexts(a.file, b.file) || compareTexts(a.id, b.id)
}

/** Counts one more, and names it if it is among the first. */
export function addTo(sample: GrowingSample, member: Named): void {
  sample.count++
  const { named } = sample
  const last = named.length === mostNamed ? named[mostNamed - 1] : undefined
  // Asked with every evaluation: one comparison of texts, where they differ only by their ids.
  if (last && (last.file === member.file ? last.id <= member.id : last.file < member.file)) return
  keepFirst(named, { file: member.file, id: member.id }, byPlace, mostNamed)
}

/** The sample of all resources of two; whatever was sampled first, it is the same. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  return {
    count: a.count + b.count,
    named: [...a.named, ...b.named].sort(byPlace).slice(0, mostNamed),
  }
}

/** The sample that a report lists. */
export function sampleFrom({ count, listed }: Members): Sample {
  return { count, named: listed.flatMap(({ file, ids }) => ids.map((id) => ({ file, id }))) }
}

/** The sample as a report lists it. */
export function membersOf({ count, named }: Sample): Members {
  const listed = new Map<string, string[]>()
  for (const { file, id } of named) {
    const ids = listed.get(file)
    if (ids) ids.push(id)
    else listed.set(file, [id])
  }
  return { count, listed: [...listed].map(([file, ids]) => ({ file, ids })) }
}
