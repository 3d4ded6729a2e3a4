import type { YamlDocument } from '../../documents/yaml.js'
import { globMatcher } from '../../globs.js'
import { field } from '../../member.js'
import type { Diagnostic, GuidelineKind, Severity } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { requireKind } from '../formats/kinds.js'
import { type CrossCheck, checked, onlyDocument } from '../mistakes/check.js'
import { refersTo, textsAt, unique, valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import { declarationProblems, declaredParams, type ParamDeclarations } from '../params/declarations.js'
import { type EquivalentMark, readEquivalents } from '../policy/equivalents.js'
import { type NamedExpression, namedExpressions } from '../policy/expression.js'
import { type PackDocument, packFormat } from './format.js'
import { type FunctionDefinition, functionDefinitions } from './functions.js'
import { type Import, readImports } from './imports.js'
import { periodInDays } from './periods.js'

/** A pack as pack.yaml says it: checked, expressions not compiled. */
export interface Pack {
  readonly name: string
  readonly file: string
  /** Place of its name. */
  readonly place: Place
  readonly title: string
  readonly description?: string
  readonly documents: readonly SourceDocument[]
  readonly imports: readonly Import<Pack>[]
  readonly params: ParamDeclarations
  readonly variables: readonly NamedExpression[]
  /** Changes to variables and parameters that make no difference. */
  readonly equivalents: readonly EquivalentMark[]
  readonly functions: readonly FunctionDefinition[]
  /** In the order of the file; none in a pack that only others import from. */
  readonly guidelines: readonly Guideline[]
  /** Empty when the pack has none: then all guidelines are in force. */
  readonly profiles: readonly Profile[]
}

export type SourceDocument = NonNullable<PackDocument['spec']['documents']>[number]

/** One thing that a document asks for. */
export interface Guideline {
  /** Within the pack. */
  readonly id: string
  readonly place: Place
  readonly title: string
  readonly statement: string
  readonly kind: GuidelineKind
  readonly severity: Severity
  readonly source?: { readonly document: string; readonly section?: string; readonly url?: string }
  readonly rationale?: string
  /** Markdown. */
  readonly remediation?: string
  readonly controls: Readonly<Record<string, readonly string[]>>
  /** What a person has to confirm, instead of a policy. */
  readonly attestation?: RequiredAttestation
}

export interface RequiredAttestation {
  readonly statement: string
  /** How long one attestation holds at most, in days; a month counts 30, a year 365. */
  readonly everyDays?: number
}

/** A named choice of guidelines. */
export interface Profile {
  readonly id: string
  readonly place: Place
  readonly title?: string
  readonly description?: string
  readonly isDefault: boolean
  /** Ids of the chosen guidelines, wildcards and exceptions resolved, in the order of the pack. */
  readonly guidelines: readonly string[]
}

const crossChecks: readonly CrossCheck[] = [
  unique('/spec/documents/*/id', 'document'),
  unique('/spec/variables/*/name', 'variable'),
  unique('/spec/functions/*/name', 'function'),
  unique('/spec/guidelines/*/id', 'guideline'),
  unique('/spec/profiles/*/id', 'profile'),
  refersTo('/spec/guidelines/*/source/document', '/spec/documents/*/id', 'document'),
  declarationProblems,
  profileReferences,
  oneDefaultProfile,
  somethingToGive,
]

/** The pack of a pack.yaml; throws InputError with every mistake of the file. */
export function parsePack(file: string, text: string): Pack {
  return readPack(onlyDocument(file, text))
}

/** The pack of a document; throws InputError with every mistake in it. */
export function readPack(document: YamlDocument): Pack {
  requireKind(document, 'Pack')
  const { metadata, spec } = checked(packFormat(), document, crossChecks)
  const place = placeOf(document, '/metadata/name')
  const guidelines = (spec.guidelines ?? []).map((guideline, i) => readGuideline(document, guideline, i))
  const ids = guidelines.map(({ id }) => id)
  const profiles = spec.profiles ?? []
  return {
    name: metadata.name,
    file: place.location.file,
    place,
    title: spec.title,
    ...(spec.description === undefined ? {} : { description: spec.description }),
    documents: spec.documents ?? [],
    imports: readImports(document, spec.imports),
    params: declaredParams(document, spec.params),
    variables: namedExpressions(document, '/spec/variables', spec.variables),
    equivalents: readEquivalents(document, '/spec/equivalentMutations', spec.equivalentMutations),
    functions: functionDefinitions(document, spec.functions),
    guidelines,
    profiles: profiles.map(({ default: isDefault, guidelines: chosen, except = [], ...about }, i) => {
      const isChosen = globMatcher(chosen)
      const isExcepted = globMatcher(except)
      return {
        ...about,
        place: placeOf(document, `/spec/profiles/${i}/id`),
        isDefault: isDefault ?? profiles.length === 1,
        guidelines: ids.filter((id) => isChosen(id) && !isExcepted(id)),
      }
    }),
  }
}

function readGuideline(
  document: YamlDocument,
  guideline: NonNullable<PackDocument['spec']['guidelines']>[number],
  index: number,
): Guideline {
  const { attestation, kind = 'requirement', controls = {}, ...about } = guideline
  return {
    ...about,
    kind,
    controls,
    place: placeOf(document, `/spec/guidelines/${index}/id`),
    ...(attestation === undefined ? {} : { attestation: requiredAttestation(attestation) }),
  }
}

function requiredAttestation(
  attestation: NonNullable<NonNullable<PackDocument['spec']['guidelines']>[number]['attestation']>,
): RequiredAttestation {
  if (typeof attestation === 'string') return { statement: attestation }
  const { statement, every } = attestation
  return every === undefined ? { statement } : { statement, everyDays: periodInDays(every) }
}

function profileReferences(document: YamlDocument): Diagnostic[] {
  const ids = textsAt(document, '/spec/guidelines/*/id').map(({ value }) => value)
  const chosen = ['/spec/profiles/*/guidelines/*', '/spec/profiles/*/except/*']
  return chosen
    .flatMap((pattern) => textsAt(document, pattern))
    .filter(({ value }) => !ids.some(globMatcher([value])))
    .map(({ value, pointer }) => {
      const message = /[*?]/.test(value) ? `'${value}' matches no guideline` : `unknown guideline '${value}'`
      return errorAt(
        placeOf(document, pointer),
        'unknown-reference',
        message,
        didYouMean(value, ids, 'guidelines'),
      )
    })
}

/** A pack is there for its guidelines, or for what others import. */
function somethingToGive(document: YamlDocument): Diagnostic[] {
  if (['guidelines', 'functions', 'variables'].some((key) => field(document.data, 'spec', key) !== undefined))
    return []
  const hint = "without guidelines a pack has 'functions' or 'variables', for other packs to import"
  return [
    errorAt(placeOf(document, '/spec', 'key'), 'missing-key', "'guidelines' is missing in 'spec'", hint),
  ]
}

function oneDefaultProfile(document: YamlDocument): Diagnostic[] {
  const marks = valuesAt(document, '/spec/profiles/*/default').filter(({ value }) => value === true)
  const profiles = valuesAt(document, '/spec/profiles/*')
  if (profiles.length > 1 && marks.length === 0) {
    const place = placeOf(document, '/spec/profiles', 'key')
    return [errorAt(place, 'missing-key', 'no profile is the default', "add 'default: true' to one of them")]
  }
  return marks.slice(1).map(({ pointer }) => {
    const line = document.locate(marks[0]?.pointer ?? '').start.line
    const place = placeOf(document, pointer, 'key')
    return errorAt(
      place,
      'invalid-value',
      'only one profile can be the default',
      `line ${line} marks another one`,
    )
  })
}
