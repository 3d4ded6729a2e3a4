import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import type { CountedList, Diagnostic, Document, Gap, Location } from '../model/index.js'
import { gapWarning, missingOf, type ReadDocument } from './sources.js'

/** What pieces of lists have said of what stands around them, and of lists as a whole: plain data. */
export interface SaidAround {
  /** The source that said it. */
  source: string
  readonly gaps: Map<string, Gap>
  readonly warnings: Map<string, Diagnostic>
  /** By the pointer of the list. */
  readonly counted: Map<string, CountedList>
}

export const nothingSaid = (): SaidAround => ({
  source: '',
  gaps: new Map(),
  warnings: new Map(),
  counted: new Map(),
})

/** Stands for a place around a list, which is known when all of the list is. */
interface PlaceAround extends Location {
  readonly around: string
}

/** The same document for its source, which may ask for places around the list while it reads. */
export function askedAround(document: Document): { readonly document: Document; close(): void } {
  const { cut, file } = document
  if (!cut) return { document, close() {} }
  let isOpen = true
  const nowhere = { line: 0, column: 0 }
  const locate = (pointer: string): Location | PlaceAround =>
    isOpen && !pointer.startsWith(`${cut.list}/`)
      ? { file, start: nowhere, end: nowhere, around: pointer }
      : document.locate(pointer)
  return {
    document: { ...document, locate },
    close() {
      isOpen = false
    },
  }
}

/**
 * Notes what a piece says beside its items. Each says the same of what stands around them, and nothing of lists that are empty
 * in it alone.
 * @throws NotInPieces for what is said of an item: other pieces may have one of which it would be said first
 */
export function hearAround(
  said: SaidAround,
  { source, gaps, warnings, counted = [] }: ReadDocument,
  { emptied }: NonNullable<Document['cut']>,
): void {
  said.source = source
  const isHere = (pointer: string) => !emptied.includes(pointer)
  const told = new Set(gaps.map(({ message }) => message))
  for (const gap of gaps) if (isHere(pointerOf(gap))) addGap(said, gap)
  for (const warning of warnings) {
    if (warning.code === 'source-incomplete' && told.has(warning.message)) continue
    if (isHere(pointerOf(warning))) said.warnings.set(keyOf(warning), warning)
  }
  for (const list of counted) if (isHere(list.list)) addCounted(said, list)
}

/** Adds what other pieces have said. */
export function hearOthers(said: SaidAround, others: SaidAround): void {
  if (others.source !== '') said.source = others.source
  for (const gap of others.gaps.values()) addGap(said, gap)
  for (const [key, warning] of others.warnings) said.warnings.set(key, warning)
  for (const list of others.counted.values()) addCounted(said, list)
}

/** Whether nothing is said, be it only how many items there are. */
export function saysNothing({ gaps, warnings, counted }: SaidAround): boolean {
  return gaps.size + warnings.size + counted.size === 0
}

/**
 * What is said of the file as a whole.
 * @param places finds places around the lists; asked for only where something is said there
 * @throws NotInPieces where they are not known
 */
export function saidAround(
  { source, gaps, warnings, counted }: SaidAround,
  places: (() => (pointer: string) => Location) | undefined,
): ReadDocument | undefined {
  const more = [...counted.values()].some(({ here, all }) => all > here)
  const none = { source, isItemwise: true, resources: [], coveredTypes: [], gaps: [], warnings: [] }
  if (!more && gaps.size + warnings.size === 0) return undefined
  if (!places) throw new NotInPieces()
  const locate = places()
  const placed = <T extends Gap | Diagnostic>(each: T): T => ({ ...each, location: locate(pointerOf(each)) })
  const all = [...[...gaps.values()].map(placed), ...missingOf([...counted.values()], locate)]
  return {
    ...none,
    gaps: all,
    warnings: [...all.map(gapWarning), ...[...warnings.values()].map(placed)],
  }
}

function addGap({ gaps }: SaidAround, gap: Gap): void {
  const key = keyOf(gap)
  const known = gaps.get(key)
  gaps.set(key, known ? { ...known, types: [...new Set([...known.types, ...gap.types])].sort() } : gap)
}

function addCounted({ counted }: SaidAround, list: CountedList): void {
  const here = (counted.get(list.list)?.here ?? 0) + list.here
  counted.set(list.list, { ...list, here })
}

function keyOf(said: Gap | Diagnostic): string {
  return `${pointerOf(said)} ${said.message}`
}

function pointerOf({ location }: Gap | Diagnostic): string {
  if (!location || !('around' in location)) throw new NotInPieces()
  return (location as PlaceAround).around
}
