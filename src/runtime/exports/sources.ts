import { installOf, type ParserPlaces, parsersOf } from '../documents/parsers.js'
import { describe } from '../documents/resource-at.js'
import { isNamedAs } from '../globs.js'
import { InputError, inputError } from '../input-error.js'
import { field } from '../member.js'
import type {
  CountedList,
  Diagnostic,
  Document,
  Gap,
  Location,
  Parsers,
  Platform,
  Resource,
  Source,
} from '../model/index.js'
import { kindOfNoExport } from '../policies/index.js'
import { closest } from '../suggest.js'

/** What became of a document. */
export interface ReadDocument {
  /** Name of the source that read it. */
  readonly source: string
  /** Whether it reads each item of a list by itself. */
  readonly isItemwise: boolean
  /** In the order of the document. */
  readonly resources: readonly Resource[]
  /** The types of the resources, and those that the document lists even where there is none. */
  readonly coveredTypes: readonly string[]
  /** What it says it does not hold. */
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Diagnostic[]
  /** Of a part of a document: what it takes the items of the list for, and lists whose items are counted where all are there. */
  readonly readAs?: string | undefined
  readonly counted?: readonly CountedList[]
}

/** The sources of a list of platforms. */
export interface Sources {
  /**
   * Recognises a document and reads its resources.
   * @param as the source to read it by: its name, or `json:<type>`
   * @throws InputError when none or several recognise it, for an unknown name, and for what the source cannot read
   */
  read(document: Document, as?: string): ReadDocument
  /** Whether a text is in a format that a source reads and that is neither JSON nor YAML. */
  isText(text: string, file: string): boolean
  /** Whether a file of a folder is one that a source reads, by its name; with `as`, that this source reads. */
  isNamed(file: string, as?: string): boolean
  /** The package without which a file of a folder cannot be read, where no policy asks for what is in it. */
  lacks(file: string): string | undefined
  /** Whether the source of this name reads a format that is neither JSON nor YAML. */
  readsText(as: string): boolean
}

/** How many mistakes of one document are reported. */
const mostProblems = 20

/**
 * The sources of platforms, in the order in which messages name them.
 * @param asksFor whether a policy asks for resources of a type; default: all are asked for
 */
export function sourcesOf(
  platforms: readonly Platform[],
  places: ParserPlaces,
  asksFor: (type: string) => boolean = () => true,
): Sources {
  const sources = platforms.flatMap((platform) => platform.sources ?? [])
  const parsers = parsersOf(places)
  return {
    read: (document, as) => readBy(sourceFor(document, as, sources), document, parsers),
    isText: (text, file) =>
      sources.some((source) => source.isText?.(text) || isNamedAs(source.files ?? [], file)),
    isNamed: (file, as) =>
      sources.some(
        ({ name, ofType, files = [] }) =>
          (as === undefined ? ofType === undefined : name === nameIn(as)) && isNamedAs(files, file),
      ),
    lacks(file) {
      const parser = sources.find(
        ({ needs, files = [] }) => needs && isNamedAs(files, file) && !needs.types.some(asksFor),
      )?.needs?.parser
      return parser === undefined || parsers.has(parser) ? undefined : installOf(parser)
    },
    readsText: (as) =>
      sources.some(({ name, isText, files }) => name === nameIn(as) && (isText ?? files) !== undefined),
  }
}

/** `json` in `json:example.com/Server`. */
function nameIn(as: string): string {
  return as.split(':', 1)[0] ?? as
}

function readBy(source: Source, document: Document, parsers: Parsers): ReadDocument {
  const reading = source.read(document, parsers)
  const { resources, covers = [], counted = [], warnings = [], problems = [], readAs } = reading
  if (problems.length > 0) throw new InputError(problems.slice(0, mostProblems))
  const missing = document.cut ? [] : missingOf(counted, (pointer) => document.locate(pointer))
  const gaps = [...(reading.gaps ?? []), ...missing].map((gap) => ({ ...gap, types: gap.types.toSorted() }))
  const there = resources.filter(({ deleted }) => !deleted)
  const coveredTypes = [...new Set([...there.map(({ type }) => type), ...covers])]
  return {
    source: source.name,
    isItemwise: reading.isItemwise ?? source.isItemwise ?? false,
    resources,
    coveredTypes,
    gaps,
    warnings: [...gaps.map(gapWarning), ...warnings],
    ...(document.cut && { readAs, counted }),
  }
}

/** Of lists that tell of more than is there. */
export function missingOf(counted: readonly CountedList[], locate: (pointer: string) => Location): Gap[] {
  return counted
    .filter(({ here, all }) => all > here)
    .map(({ list, here, all, types, hint }) => ({
      types,
      message: `one page of several: ${here} of ${all} are in this file`,
      hint,
      location: locate(list),
    }))
}

/** What is told of a gap. */
export function gapWarning({ message, hint, location }: Gap): Diagnostic {
  return { code: 'source-incomplete', level: 'warning', message, hint, location }
}

function sourceFor(document: Document, as: string | undefined, sources: readonly Source[]): Source {
  if (as !== undefined) return sourceNamed(as, sources)
  const accepting = narrowest(sources.filter((source) => source.accepts(document)))
  const [source, second] = accepting
  if (source !== undefined && second === undefined) return source
  const names = accepting.map(({ name }) => name).join(' and ')
  throw source === undefined
    ? unrecognised(document, sources)
    : undecided(document, `${names} both read this`, 'source-ambiguous', sources)
}

/** Without the sources of which another is a narrower one. */
function narrowest(sources: readonly Source[]): readonly Source[] {
  const wider = new Set(sources.flatMap(({ narrows = [] }) => narrows))
  return sources.filter(({ name }) => !wider.has(name))
}

function sourceNamed(as: string, sources: readonly Source[]): Source {
  const colon = as.indexOf(':')
  const source = sources.find(({ name }) => name === nameIn(as))
  if (source?.ofType === undefined || (colon < 0 && source.files !== undefined))
    return source && colon < 0 ? source : unknownSource(as, sources)
  const type = colon < 0 ? '' : as.slice(colon + 1)
  if (type !== '') return source.ofType(type)
  throw inputError('source-unknown', `'${as}' needs a type`, {
    hint: `for example ${source.name}:example.com/Server`,
  })
}

function unknownSource(as: string, sources: readonly Source[]): never {
  const near = closest(
    as,
    sources.map(({ name }) => name),
  )
  const hint = `${near === undefined ? '' : `did you mean '${near}'? `}sources: ${namesOf(sources)}`
  throw inputError('source-unknown', `unknown source '${as}'`, { hint })
}

function unrecognised(document: Document, sources: readonly Source[]): InputError {
  const { data } = document
  if (Array.isArray(data) && data.length === 0) {
    const hint = 'name the type of which there is none: --as json:ibm.is/FloatingIP'
    const message = 'an empty list does not tell what it lists'
    return inputError('source-unknown', message, { hint, location: document.locate('') })
  }
  if (Array.isArray(data) && data.every((item) => field(item, 'kind') && field(item, 'apiVersion'))) {
    const hint =
      "write one object a line (jq -c '.[]' file.json > file.ndjson), or export with kubectl get -o json"
    const message = 'a bare array of Kubernetes objects, not a list as kubectl writes it'
    return inputError('source-unknown', message, { hint, location: document.locate('') })
  }
  if (typeof data === 'string' && document.format !== 'text') {
    const hint = 'was the export written with --output json (ibmcloud), -o json (kubectl)?'
    return inputError('source-unknown', 'plain text, not an export', { hint, location: document.locate('') })
  }
  const own = kindOfNoExport(data)
  if (own !== undefined) {
    const message = `a file of policytest itself (${own}), not an export`
    const hint = 'name what is to be judged; policies are given with --policies'
    return inputError('source-unknown', message, { hint, location: document.locate('') })
  }
  const message = `no source recognises ${describe(data)} of this shape`
  return undecided(document, message, 'source-unknown', sources)
}

function undecided(
  document: Document,
  message: string,
  code: string,
  sources: readonly Source[],
): InputError {
  const hint = `say what it is with --as <source>, or --as json:<type>; sources: ${namesOf(sources)}`
  return inputError(code, message, { hint, location: document.locate('') })
}

function namesOf(sources: readonly Source[]): string {
  return sources.map(({ name }) => name).join(', ')
}
