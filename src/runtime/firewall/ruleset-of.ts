import { quoted } from '../../wording/quoted.js'
import { unknownIn } from '../cel/index.js'
import { typeOfData } from '../documents/resource-type.js'
import { globMatcher } from '../globs.js'
import { field } from '../member.js'
import type { Ruleset, RulesetReader } from '../model/index.js'

/** The ruleset in an export's data; the reason when there is none. */
export type RulesetOf = (data: unknown) => Ruleset | { readonly reason: string }

/**
 * Reads data by the reader of its type; data that is no resource, or of a type that no reader names, by the one that it
 * looks like. Of a list, what its elements allow together. A ruleset is built once for each object.
 */
export function rulesetsBy(readers: readonly RulesetReader[]): RulesetOf {
  const known = new WeakMap<object, Ruleset>()
  const readerOf = readerFinder(readers)
  return (data) => {
    if (typeof data !== 'object' || data === null) return { reason: `no firewall rules in ${quoted(data)}` }
    const before = known.get(data)
    if (before) return before
    const ruleset = Array.isArray(data) ? readList(data, readerOf) : readOne(data, readerOf)
    if (!('reason' in ruleset)) known.set(data, ruleset)
    return ruleset
  }
}

type ReaderFinder = (data: unknown) => RulesetReader | undefined

function readerFinder(readers: readonly RulesetReader[]): ReaderFinder {
  const byType = readers.map((reader) => ({ reader, reads: globMatcher(reader.types) }))
  return (data) => {
    const type = typeof data === 'object' && data !== null ? typeOfData(data) : undefined
    const named = type === undefined ? undefined : byType.find(({ reads }) => reads(type))
    return named?.reader ?? readers.find((reader) => reader.looksLike(data))
  }
}

function readOne(data: object, readerOf: ReaderFinder): ReturnType<RulesetOf> {
  const reader = readerOf(data)
  if (!reader) return { reason: `no firewall rules that are known: ${quoted(data)}` }
  const unknown = unknownFor(reader, data)
  return unknown ? { reason: unknown } : reader.one(data)
}

function readList(data: readonly unknown[], readerOf: ReaderFinder): ReturnType<RulesetOf> {
  const [first] = data
  if (first === undefined)
    return { reason: 'an empty list has no ruleset: say what holds when there is none' }
  const reader = readerOf(first)
  if (!reader) return { reason: `no firewall rules that are known: ${quoted(first)}` }
  if (!data.every((element) => readerOf(element) === reader))
    return { reason: `not all elements of the list are of the kind ${reader.name}` }
  const unknown = data.map((element) => unknownFor(reader, element)).find((why) => why !== undefined)
  if (unknown !== undefined) return { reason: unknown }
  if (data.length === 1) return reader.one(first)
  return reader.all?.(data) ?? { reason: `${reader.name}: several of them do not make one ruleset` }
}

/** What nobody knows yet of that which a reader looks at: it would take an unknown list for an empty one. */
function unknownFor({ looksAt }: RulesetReader, data: unknown): string | undefined {
  const seen = looksAt ? looksAt.map((name) => field(data, name)) : [data]
  return seen.map((part) => unknownIn(part)?.message).find((why) => why !== undefined)
}
