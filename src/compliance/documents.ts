import { inputError } from '../runtime/input-error.js'
import type { Library, LibraryRequest } from '../runtime/library/library.js'
import { type GivenOverride, overridden } from '../runtime/library/overrides.js'
import { paramsInForce } from '../runtime/library/params-in-force.js'
import type { Attestation, Diagnostic, Report } from '../runtime/model/index.js'
import { definitionFile } from '../wording/oscal/identity.js'
import type { BookRequest } from './book.js'
import { compliancePages, componentDefinition, type Page, resultsProblems } from './index.js'

/** Compliance documents: of which policies, in which form, with which evidence. */
export interface DocumentsRequest extends Pick<LibraryRequest, 'platforms' | 'params'> {
  readonly library: Library
  readonly attestations?: readonly Attestation[] | undefined
  readonly overrides?: readonly GivenOverride[] | undefined
  /** The report of a run, and the file that holds it. */
  readonly results?: { readonly report: Report; readonly file: string; readonly sha256: string } | undefined
  readonly format?: 'markdown' | 'oscal' | undefined
  /** Where the pages will stand, relative to the root. */
  readonly folder: string
  readonly root: string
  readonly now: Date
  /** When a component definition was made that rests on no run. */
  readonly modified: Date
}

/** Files of compliance documents, and what is to be said of them. */
export interface Documents {
  /** Paths are relative to the folder of the documents. */
  readonly files: readonly Page[]
  readonly warnings: readonly Diagnostic[]
}

/**
 * The compliance documents of policies: pages in Markdown, or one component definition of OSCAL. Nothing is written.
 * @throws InputError where there is nothing to document, or the results are of other policies
 */
export function documentsOf(request: DocumentsRequest): Documents {
  const { library, platforms, params = [], attestations = [], results, format, folder, modified } = request
  const { loaded } = library
  const problems = results ? resultsProblems(loaded, results.report, results.file) : []
  if (loaded.policies.length === 0 && loaded.packs.every(({ guidelines }) => guidelines.length === 0))
    throw inputError('usage', 'there is nothing to document: no guideline, no policy')
  const book: BookRequest = {
    library,
    platforms,
    params: paramsInForce(loaded, params),
    attestations,
    disabled: disabledIn(request),
    ...(results && { report: results.report, resultsDigest: results.sha256 }),
  }
  const at = results?.report.startedAt ?? modified.toISOString()
  return {
    files:
      format === 'oscal'
        ? [{ path: definitionFile, text: componentDefinition(book, at) }]
        : compliancePages(book, folder),
    warnings: [...library.warnings, ...problems],
  }
}

/** What overrides have not judged, by full ids. */
function disabledIn({ library, overrides = [], now, root }: DocumentsRequest) {
  const { disabled, guidelines } = overridden(library, overrides, { now, root })
  return new Map([
    ...guidelines.flatMap(({ id, disabled: by }) => (by ? [[id, by] as const] : [])),
    ...disabled.map(({ policy, by }) => [policy.id, by] as const),
  ])
}
