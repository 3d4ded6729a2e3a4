import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { decode } from '../../documents/decode.js'
import { digestOf, digestOfFile } from '../../documents/digest.js'
import type { YamlDocument } from '../../documents/yaml.js'
import { InputError, inputError } from '../../input-error.js'
import type { Diagnostic, Digest } from '../../model/index.js'
import { apiVersion } from '../../model/index.js'
import { isOfKind, ourKinds, wrongKind } from '../formats/kinds.js'
import { emptyFile, onlyOf } from '../mistakes/check.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import { type Pack, readPack } from '../pack/read.js'
import { documentsOf } from './documents-of.js'
import type { FoundFile } from './find.js'
import { isHelmTemplate, type Sort, sortOf, sorts } from './foreign-sorts.js'
import { mentionsOurs } from './mentions.js'
import { misspelt } from './misspelt.js'
import { isBinding, type PolicyFile, readerOf, readPolicies } from './policies-of-file.js'

type DigestedFile = FoundFile & { readonly digest: Digest }

/** What a file among the policies turned out to be. */
export type ReadFile = DigestedFile &
  (
    | { readonly holds: 'pack'; readonly pack: Pack }
    | ({ readonly holds: 'policies' } & PolicyFile)
    | { readonly holds: 'other kind' }
    | {
        readonly holds: 'nothing of ours'
        readonly documents: readonly YamlDocument[]
        readonly sort: Sort
        /** What to say of it when it is named. */
        readonly mistakes: readonly Diagnostic[]
      }
  )

/**
 * Reads one file; throws InputError with every mistake in it.
 * @param part what of each document is read
 */
export function readPolicyFile(found: FoundFile, part: Part = whole): ReadFile {
  if (isExport(found)) return nothingOfOurs({ ...found, digest: digestOfFile(found.path) }, [], 'other')
  const { text, digest } = readText(found)
  try {
    return readDocuments({ ...found, digest }, documentsOf(found.file, text).map(part), text)
  } catch (error) {
    // What stands for a value is no mistake of the one who wrote it, whatever it breaks.
    if (!(error instanceof InputError) || !isHelmTemplate(text)) throw error
    return nothingOfOurs({ ...found, digest }, [], 'helm', error.diagnostics[0])
  }
}

/** More than policies take. */
const large = 10_000_000

/** Whether it is a large file that nobody names and that holds no policy: it is not read whole to find that out. */
function isExport({ path, by }: FoundFile): boolean {
  return (
    by === 'found' && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > large && !mentionsOurs(path)
  )
}

/** What of a document is read. */
export type Part = (document: YamlDocument) => YamlDocument

export const whole: Part = (document) => document

function readDocuments(found: DigestedFile, documents: readonly YamlDocument[], text: string): ReadFile {
  const name = basename(found.path)
  if (/^pack\.ya?ml$/.test(name)) {
    return { ...found, holds: 'pack', pack: readPack(onlyOf(found.file, documents)) }
  }
  if (/\.test\.(ya?ml|json)$/.test(name)) {
    if (documents.length === 0) throw emptyFile(found.file)
    return { ...found, holds: 'policies', ...readPolicies(documents, ['PolicyTest']) }
  }
  if (documents.some(isPolicyTestOrFix)) {
    const hasTest = documents.some((document) => isOfKind(document, 'PolicyTest'))
    return {
      ...found,
      holds: 'policies',
      ...readPolicies(documents, hasTest ? ['Policy', 'PolicyTest'] : ['Policy']),
    }
  }
  if (found.by === 'found' && documents.some(isOtherKind)) return { ...found, holds: 'other kind' }
  const pack = documents.find((document) => isOfKind(document, 'Pack'))
  if (pack !== undefined) throw new InputError([misplaced(pack)])
  const mistake = misspelt(documents, text)
  if (mistake !== undefined) throw new InputError(mistake)
  const other = documents.find(isOtherKind)
  if (other !== undefined) throw new InputError([wrongKind(other, ['Policy', 'Pack', 'PolicyTest'])])
  return nothingOfOurs(found, documents, sortOf(documents, text))
}

function isPolicyTestOrFix(document: YamlDocument): boolean {
  const isOther = isOfKind(document, 'PolicyTest') || isOfKind(document, 'Fix') || isBinding(document)
  return isOther || readerOf(document) !== undefined
}

/** Waivers, a config, … beside policies are read by whoever needs them. */
function isOtherKind(document: YamlDocument): boolean {
  return ourKinds.some((kind) => kind !== 'Pack' && isOfKind(document, kind))
}

function misplaced(document: YamlDocument): Diagnostic {
  const hint = 'rename the file; the folder that it is in is the pack'
  return errorAt(
    placeOf(document, '/kind'),
    'wrong-kind',
    'a pack has to be in a file called pack.yaml',
    hint,
  )
}

function nothingOfOurs(
  found: DigestedFile,
  documents: readonly YamlDocument[],
  sort: Sort,
  broken?: Diagnostic,
): ReadFile {
  return {
    ...found,
    holds: 'nothing of ours',
    documents,
    sort,
    mistakes: mistakesOf(found, documents, sort, broken),
  }
}

function mistakesOf(
  { file }: FoundFile,
  documents: readonly YamlDocument[],
  sort: Sort,
  broken?: Diagnostic,
): readonly Diagnostic[] {
  const errors = documents.flatMap((document) => document.errors)
  const { advice } = sorts[sort]
  if (errors.length > 0 && advice === undefined) return errors
  const start = { line: 1, column: 1 }
  const first = documents[0] && placeOf(documents[0], '')
  const hint =
    `policies start with 'apiVersion: ${apiVersion}'; a fixture belongs into a folder called testdata, ` +
    "or into the 'given' of a test"
  const place: Place = broken?.location
    ? { location: broken.location, sourceLine: broken.sourceLine ?? '' }
    : (first ?? { location: { file, start, end: start }, sourceLine: '' })
  return [errorAt(place, 'not-a-policy', 'neither a policy nor a pack nor a test', advice ?? hint)]
}

function readText({ path, file }: FoundFile): { readonly text: string; readonly digest: Digest } {
  try {
    const bytes = readFileSync(path)
    return { text: decode(file, bytes), digest: digestOf(bytes) }
  } catch (error) {
    if (error instanceof InputError) throw error
    throw inputError('unreadable', `${file} cannot be read: ${(error as Error).message}`)
  }
}
