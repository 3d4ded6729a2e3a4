import { distance } from 'fastest-levenshtein'
import { globMatcher } from '../globs.js'
import type { Diagnostic, Platform } from '../model/index.js'
import {
  builtInKinds,
  builtInResource,
  type Expression,
  errorAt,
  expressionsOf,
  guessPlural,
  type LoadedPolicies,
  type LoadedTest,
  locationIn,
  lookupsIn,
} from '../policies/index.js'

/**
 * The types that policies judge, require or look up and no source can give, as far as that can be told: misspelt ones, and those that
 * Kubernetes' core group does not have. A custom resource may have any other type, and so may data read with
 * `json:<type>`; what a test of the policies gives is known.
 */
export function unknownTypes(
  { packs, policies, tests }: LoadedPolicies,
  platforms: readonly Platform[],
): Diagnostic[] {
  const known = knownTypes(platforms)
  const given = givenByTests(tests)
  const shared = packs.flatMap((pack) =>
    [...pack.variables, ...pack.functions].map(({ expression }) => expression),
  )
  const named = policies.flatMap(({ policy, home }) => {
    if (policy.admission !== undefined || packs.some(({ name }) => name === home?.name)) return []
    return [...policy.namedTypes, ...lookedUp(expressionsOf(policy))]
  })
  return [...lookedUp(shared), ...named].flatMap(({ type, place }) => {
    const problem = given.has(type) ? undefined : problemOf(type, known)
    if (problem === undefined) return []
    return [{ ...errorAt(place, 'unknown-type', problem.message, problem.hint), level: 'warning' as const }]
  })
}

/** The types in `inventory.list("v1/Node")`: a lookup of a misspelt one finds nothing, without a word. */
function lookedUp(expressions: readonly Expression[]) {
  return lookupsIn(expressions).map(({ type, expression, start, end }) => {
    const location = locationIn(expression, start, end)
    return { type, place: { location, sourceLine: expression.lineAt(location.start.line) } }
  })
}

interface KnownTypes {
  readonly all: readonly string[]
  /** The types of its platform by the name of a source, which is taken for the beginning of a type. */
  readonly bySource: ReadonlyMap<string, readonly string[]>
  readonly hasKubernetes: boolean
}

function knownTypes(platforms: readonly Platform[]): KnownTypes {
  const ofPlatforms = platforms.flatMap(({ types = [] }) => types)
  const hasKubernetes = platforms.some(({ sources = [] }) =>
    sources.some(({ name }) => name === 'kubernetes'),
  )
  const bySource = new Map(
    platforms.flatMap(({ sources = [], types = [] }) => sources.map(({ name }) => [name, types] as const)),
  )
  const all = [...new Set([...ofPlatforms, ...(hasKubernetes ? builtInTypes() : [])])]
  return { all, bySource, hasKubernetes }
}

/** The built-in kinds in the version that is served today. */
function builtInTypes(): string[] {
  return builtInKinds()
    .filter(({ group }) => group !== 'extensions' && group !== 'internal.apiserver.k8s.io')
    .map(({ group, kind }) => {
      if (group === '') return `v1/${kind}`
      return `${group}/${group === 'autoscaling' ? 'v2' : 'v1'}/${kind}`
    })
}

function givenByTests(tests: readonly LoadedTest[]): Set<string> {
  const sources = tests.flatMap(({ test }) =>
    test.cases.flatMap(({ given, resources }) => [...given, ...resources].map(({ source }) => source ?? '')),
  )
  return new Set(sources.filter((name) => name.startsWith('json:')).map((name) => name.slice('json:'.length)))
}

interface TypeProblem {
  readonly message: string
  readonly hint?: string
}

function problemOf(type: string, known: KnownTypes): TypeProblem | undefined {
  const message = `no source gives the type '${type}'`
  if (/[*?]/.test(type)) return globProblem(type, known)
  const written = partsOf(type)
  if (known.all.includes(type) || (known.hasKubernetes && isBuiltIn(written))) return undefined
  const meant = meantBy(written, known)
  if (meant !== undefined) return { message, hint: `did you mean '${meant}'?` }
  // Nobody can add a kind to the core group.
  const isCore =
    known.hasKubernetes && written.prefix === 'v1' && !/(Options|List|Status)$/.test(written.kind)
  return isCore ? { message, hint: 'a custom resource has its group before the version' } : undefined
}

/** A glob that would match if upper and lower case did not matter. */
function globProblem(glob: string, { all }: KnownTypes): TypeProblem | undefined {
  if (all.some(globMatcher([glob]))) return undefined
  const matches = globMatcher([glob.toLowerCase()])
  const meant = all.find((type) => matches(type.toLowerCase()))
  if (meant === undefined) return undefined
  return {
    message: `no source gives a type that '${glob}' matches`,
    hint: `upper and lower case matter: '${meant}'`,
  }
}

/** `apps/v1/Deployment`: all before the last slash, and the kind. */
interface TypeParts {
  readonly prefix: string
  readonly kind: string
}

function partsOf(type: string): TypeParts {
  const slash = type.lastIndexOf('/')
  return { prefix: slash < 0 ? '' : type.slice(0, slash), kind: type.slice(slash + 1) }
}

const version = /^v\d+((alpha|beta)\d+)?$/

/** A built-in kind of any version that it was ever served in. */
function isBuiltIn({ prefix, kind }: TypeParts): boolean {
  const [group = '', served, ...more] = prefix.includes('/') ? prefix.split('/') : ['', prefix]
  return more.length === 0 && version.test(served ?? '') && builtInResource(group, kind) !== undefined
}

/** The known type that is most likely meant: the same kind by another word, else a word that is nearly the kind. */
function meantBy(written: TypeParts, { all: types, bySource }: KnownTypes): string | undefined {
  const isNamed = (type: string) => isSameKind(written.kind, partsOf(type).kind)
  const named = types.filter(isNamed)
  return (
    named.find((type) => partsOf(type).prefix.toLowerCase() === written.prefix.toLowerCase()) ??
    named.find((type) => isPrefixMeant(written.prefix, partsOf(type).prefix)) ??
    bySource.get(written.prefix)?.find(isNamed) ??
    types.find((type) => isNearly(written, partsOf(type)))
  )
}

/** `pod`, `pods` and `Pods` for `Pod`. */
function isSameKind(word: string, kind: string): boolean {
  const lower = word.toLowerCase()
  return lower === kind.toLowerCase() || lower === guessPlural(kind)
}

/** Nothing, the group without its version, the version without its group, or a group with a slip of the pen. */
function isPrefixMeant(word: string, prefix: string): boolean {
  const [group = '', served] = prefix.split('/')
  if (word === '' || word === group || version.test(word)) return true
  const [writtenGroup = '', writtenVersion] = word.split('/')
  return (
    writtenGroup !== group &&
    writtenVersion === served &&
    writtenGroup.length > 2 &&
    (distance(writtenGroup, group) <= 2 || group.startsWith(`${writtenGroup}.`))
  )
}

function isNearly(written: TypeParts, { prefix, kind }: TypeParts): boolean {
  const edits = distance(written.kind.toLowerCase(), kind.toLowerCase())
  return written.prefix === prefix && edits <= (kind.length < 8 ? 1 : 2)
}
