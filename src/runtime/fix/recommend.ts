import type { CompiledFix } from '../compile/compile-fix.js'
import type { InputRequest } from '../exports/files.js'
import { type ExportSet, readInputs } from '../exports/inputs.js'
import type { ObjectsRequest } from '../exports/objects.js'
import { sourcesOf } from '../exports/sources.js'
import { InputError, inputError } from '../input-error.js'
import { type RedactionRequest, sensitiveParts } from '../judge/redaction.js'
import type { Library, LibraryRequest } from '../library/library.js'
import type { Diagnostic } from '../model/index.js'
import { didYouMean } from '../suggest.js'
import { type Making, makeFiles } from './make-files.js'

/** What to make, and of what. */
export interface Recommendation {
  /** Names of the fixes of the pack. Default: all. */
  readonly only?: readonly string[] | undefined
  /** Exports of one snapshot. */
  readonly inputs: readonly (InputRequest | ObjectsRequest)[]
  readonly now: Date
}

/** What was made, and what is to be said of the exports. */
export interface RecommendedFiles extends Pick<Making, 'files' | 'idle'> {
  readonly warnings: readonly Diagnostic[]
}

/**
 * What the documents of a pack recommend, as files made of exports. Nothing is written.
 * @throws InputError for an unknown pack or fix, for exports that cannot be read or do not belong together, and for what
 * cannot be made
 */
export function recommend(
  pack: string,
  { only = [], inputs, now }: Recommendation,
  library: Library,
  request: Pick<LibraryRequest, 'disk' | 'platforms'> & RedactionRequest,
): RecommendedFiles {
  const { disk, platforms } = request
  const fixes = chosen(pack, only, library)
  const { sets, warnings } = readInputs(inputs, disk, sourcesOf(platforms, disk))
  const { files, idle, problems } = makeFiles(fixes, onlySet(sets, inputs.length), {
    paramsOf: library.paramsOfFix,
    now,
    sensitive: sensitiveParts(platforms, request),
  })
  if (problems.length > 0) throw new InputError(problems)
  return { files, idle, warnings }
}

/** The fixes of the pack, or those of them that are named. */
function chosen(pack: string, only: readonly string[], library: Library): readonly CompiledFix[] {
  const packs = library.loaded.packs.map(({ name }) => name)
  if (!packs.includes(pack)) throw unknown(`unknown pack '${pack}'`, didYouMean(pack, packs, 'packs'))
  const fixes = library.fixes.filter((fix) => fix.pack === pack)
  if (fixes.length === 0) {
    throw unknown(`pack '${pack}' has no fixes`, "a fix is a file of kind 'Fix' beside its policies")
  }
  const names = fixes.map(({ name }) => name)
  for (const name of only) {
    if (!names.includes(name)) {
      throw unknown(`pack '${pack}' has no fix '${name}'`, didYouMean(name, names, 'its fixes'))
    }
  }
  return only.length === 0 ? fixes : fixes.filter(({ name }) => only.includes(name))
}

function unknown(message: string, hint: string | undefined): InputError {
  return inputError('unknown-reference', message, hint === undefined ? {} : { hint })
}

/** Files are made from what belongs together: an inventory of two snapshots would mix two places, or two times. */
function onlySet(sets: readonly ExportSet[], requested: number): ExportSet {
  const [set, second] = sets
  if (requested === 0) {
    const hint = 'name exports, or a snapshot, behind the pack'
    throw inputError('usage', 'there is nothing to make files from', { hint })
  }
  if (second) {
    const names = sets.map(({ snapshot }) => snapshot ?? 'exports of no snapshot').join(', ')
    throw inputError('usage', `files are made from one snapshot at a time, not from ${names}`)
  }
  return set ?? { resources: [], coveredTypes: new Set() }
}
