import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { decode } from '../../documents/decode.js'
import type { YamlDocument } from '../../documents/yaml.js'
import { InputError, inputError } from '../../input-error.js'
import type { Diagnostic } from '../../model/index.js'
import { apiVersion } from '../../model/index.js'
import { isOfKind, isOurs, ourKinds, wrongKind } from '../formats/kinds.js'
import { parseMixed } from '../formats/parse.js'
import { onlyOf } from '../mistakes/check.js'
import { errorAt, placeOf } from '../mistakes/places.js'
import { type Pack, readPack } from '../pack/read.js'
import { type PolicyTest, readPolicyTest } from '../tests/read.js'
import type { FoundFile } from './find.js'
import { withoutLists } from './lists.js'
import { isBinding, type PolicyFile, readerOf, readPolicies } from './policies-of-file.js'

/** What a YAML file among the policies turned out to be. */
export type ReadFile = FoundFile &
  (
    | { readonly holds: 'pack'; readonly pack: Pack }
    | ({ readonly holds: 'policies' } & PolicyFile)
    | { readonly holds: 'test'; readonly test: PolicyTest }
    | { readonly holds: 'other kind' }
    /** `mistakes`: what to say of it unless it turns out to be a fixture. */
    | {
        readonly holds: 'nothing of ours'
        readonly documents: readonly YamlDocument[]
        readonly mistakes: readonly Diagnostic[]
      }
  )

/** Reads one file; throws InputError with every mistake in it. */
export function readPolicyFile(found: FoundFile): ReadFile {
  const documents = withoutLists(parseMixed(found.file, readText(found)))
  if (/^pack\.ya?ml$/.test(basename(found.path))) {
    return { ...found, holds: 'pack', pack: readPack(onlyOf(found.file, documents)) }
  }
  if (documents.some((document) => isOfKind(document, 'PolicyTest')) || /\.test\.ya?ml$/.test(found.path)) {
    return { ...found, holds: 'test', test: readPolicyTest(onlyOf(found.file, documents)) }
  }
  const isPolicy = (document: YamlDocument) => readerOf(document) !== undefined || isBinding(document)
  if (documents.some(isPolicy)) return { ...found, holds: 'policies', ...readPolicies(documents) }
  const ours = documents.find(isOurs)
  if (ours === undefined)
    return { ...found, holds: 'nothing of ours', documents, mistakes: mistakesOf(documents, found) }
  if (found.by === 'found' && isOtherKind(ours)) return { ...found, holds: 'other kind' }
  throw new InputError([misplaced(ours)])
}

/** Waivers, a config, … beside policies are read by whoever needs them. */
function isOtherKind(document: YamlDocument): boolean {
  return ourKinds.some((kind) => kind !== 'Pack' && isOfKind(document, kind))
}

function misplaced(document: YamlDocument): Diagnostic {
  if (!isOfKind(document, 'Pack')) return wrongKind(document, ['Policy', 'Pack', 'PolicyTest'])
  const hint = 'rename the file; the folder that it is in is the pack'
  return errorAt(
    placeOf(document, '/kind'),
    'wrong-kind',
    'a pack has to be in a file called pack.yaml',
    hint,
  )
}

function mistakesOf(documents: readonly YamlDocument[], { file }: FoundFile): readonly Diagnostic[] {
  const errors = documents.flatMap((document) => document.errors)
  if (errors.length > 0) return errors
  const start = { line: 1, column: 1 }
  const [first] = documents
  const place = first ? placeOf(first, '') : { location: { file, start, end: start }, sourceLine: '' }
  const hint =
    `policies start with 'apiVersion: ${apiVersion}'; a fixture belongs into a folder called testdata, ` +
    "or into the 'given' of a test"
  return [errorAt(place, 'not-a-policy', 'neither a policy nor a pack nor a test', hint)]
}

function readText({ path, file }: FoundFile): string {
  try {
    return decode(file, readFileSync(path))
  } catch (error) {
    if (error instanceof InputError) throw error
    throw inputError('unreadable', `${file} cannot be read: ${(error as Error).message}`)
  }
}
