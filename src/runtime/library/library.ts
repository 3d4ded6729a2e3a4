import { type CompiledFix, expressionsOfFix } from '../compile/compile-fix.js'
import { compileAll, compilePolicies, type PolicyToCompile } from '../compile/compile-policies.js'
import { type CompiledPolicy, expressionsOf, fieldsNamedIn, inPack } from '../compile/compiled-policy.js'
import type { SharedRules } from '../compile/pack-functions.js'
import type { Disk } from '../exports/files.js'
import { refuseOutput } from '../exports/outputs.js'
import { sourcesOf } from '../exports/sources.js'
import { attempt, InputError } from '../input-error.js'
import { guidelineOfPolicy } from '../model/guideline.js'
import type { Diagnostic, KubernetesVersion, PackSummary, Platform } from '../model/index.js'
import { pathOf } from '../package-names.js'
import {
  type Defined,
  errorAt,
  handedOn,
  importedPacks,
  inOrder,
  knownPart,
  type LoadedPolicies,
  type LoadedPolicy,
  loadPolicies,
  type Pack,
  type ParamLayer,
  type Params,
  paramsSeenFrom,
  readablePolicies,
  resolveParams,
  type TestCase,
} from '../policies/index.js'
import type { ActiveGuideline } from '../report/active-guideline.js'
import { type ChosenPack, chooseProfiles, type ProfileRequest } from './profiles.js'
import { unknownTypes } from './unknown-types.js'

/** Which policies, how chosen and with what parameters. */
export interface LibraryRequest {
  readonly disk: Disk
  /** What is known of vendors; `src/platforms` has those that ship with policytest. */
  readonly platforms: readonly Platform[]
  /**
   * Files, folders and globs; `policytest:<pack>` for a pack that ships, `npm:<package>` for the policies of an installed
   * package; policies and packs that a program defines.
   */
  readonly policies: readonly (string | Defined)[]
  readonly profiles?: readonly ProfileRequest[]
  /** Values by pack (or by the name of a policy without pack); later layers win. */
  readonly params?: readonly ReadonlyMap<string, ParamLayer>[]
  /** Policies of Kubernetes are judged as a server of this version judges new ones. Default: the newest that is known. */
  readonly kubernetesVersion?: KubernetesVersion | undefined
}

/** Policies that are loaded, chosen and compiled: all that a run needs before it sees an export. */
export interface Library {
  readonly packs: readonly PackSummary[]
  /** Of the chosen profiles, in the order of the packs. */
  readonly guidelines: readonly ActiveGuideline[]
  /** Those that enforce a guideline of the chosen profiles, and those without guidelines. */
  readonly policies: readonly CompiledPolicy[]
  /** Of all policies: one outside the chosen profile has to work too. */
  readonly tests: readonly CompiledTest[]
  /** What the packs share with their policies. */
  readonly shared: ReadonlyMap<Pack, SharedRules>
  readonly warnings: readonly Diagnostic[]
  /** What lay beside the policies and was not read. */
  readonly leftOut: readonly Diagnostic[]
  /** Everything that was loaded, whatever the profile; `compiled` goes with `loaded.policies`, one to one. */
  readonly loaded: LoadedPolicies
  readonly compiled: readonly CompiledPolicy[]
  readonly fixes: readonly CompiledFix[]
  /** What `compiled` was made of, one to one. */
  readonly written: readonly PolicyToCompile[]
  /** What the expressions of a policy see as `params` in a scan; those of the pack `home`, if they come to use some. */
  paramsOf(policy: CompiledPolicy, home?: string): Params
  /** The same where another layer is set over those of the request, values by pack. */
  paramsWith(layer: ReadonlyMap<string, ParamLayer>): Library['paramsOf']
  /**
   * What they see in a test case: defaults and the layers of the case, which are about the policy's own pack, or about the
   * policy without pack. What is set for scans does not count: a test says the same wherever it runs.
   */
  paramsFor(
    policy: CompiledPolicy,
    layers: readonly ParamLayer[],
    home?: string,
    instead?: OtherDefault,
  ): Params
  paramsOfFix(fix: CompiledFix, home?: string): Params
}

/** Another default of a parameter, of a pack or of a policy without pack; it is under what a test gives. */
export interface OtherDefault {
  readonly of: string
  readonly name: string
  readonly value: unknown
}

export interface CompiledTest {
  readonly file: string
  readonly policy: CompiledPolicy
  readonly cases: readonly TestCase[]
}

/**
 * Loads, chooses and compiles.
 * @throws InputError with every mistake of every file of the stage that failed, and with those of all expressions that
 * could be read
 */
export function loadLibrary(request: LibraryRequest): Library {
  const { disk, platforms, profiles = [], params = [] } = request
  const loaded = loadOrRefuse(request)
  const files = [
    ...loaded.packs.map(({ file }) => file),
    ...loaded.policies.map(({ policy }) => policy.file),
    ...loaded.tests.map(({ test }) => test.file),
    ...loaded.fixes.map(({ fix }) => fix.file),
  ]
  for (const file of new Set(files)) refuseOutput(pathOf(disk.root, file), file, disk.outputs ?? [])
  const packs = chooseProfiles(loaded.packs, profiles)
  const enforced = new Map(
    packs.map(({ pack, guidelines }) => [pack.name, new Set(guidelines.map(({ id }) => id))]),
  )
  const { written, policies: compiled, fixes, shared } = compileLoaded(loaded, request)
  const parsed = new Map(compiled.map((policy, index) => [policy.id, loaded.policies[index] as LoadedPolicy]))
  const byId = new Map(compiled.map((policy) => [policy.id, policy]))
  const known = new Map(
    loaded.packs.flatMap((pack) => [pack, ...importedPacks(pack)]).map((pack) => [pack.name, pack]),
  )
  const paramsSeen = (
    { id, name, pack, home: written }: Pick<CompiledPolicy, 'id' | 'name' | 'pack' | 'home'>,
    layersOf: (of: string) => readonly ParamLayer[],
    home = written ?? pack,
  ) => {
    const own = pack === undefined ? undefined : known.get(pack)
    const seen = home === undefined ? undefined : known.get(home)
    if (!own || !seen) return resolveParams(parsed.get(id)?.policy.params ?? new Map(), ...layersOf(name))
    return paramsSeenFrom(own, seen, (each) => layersOf(each.name))
  }
  const setIn = (layers: typeof params) => (of: string) => layers.flatMap((layer) => layer.get(of) ?? [])
  const setFor = setIn(params)
  const active = compiled.flatMap((policy) => restrict(policy, enforced.get(policy.pack ?? '')))
  return {
    packs: packs.map(packSummary),
    guidelines: [
      ...packs.flatMap(activeGuidelines),
      ...active.flatMap((policy) => standalone(policy, parsed)),
    ],
    policies: active,
    tests: loaded.tests.map(({ test, policy }) => ({
      file: test.file,
      policy: byId.get(policy.id) as CompiledPolicy,
      cases: test.cases,
    })),
    shared,
    loaded,
    compiled,
    fixes,
    written,
    leftOut: loaded.leftOut,
    warnings: [
      ...loaded.warnings,
      ...unknownTypes(loaded, platforms),
      ...strayParams(params, loaded.packs, compiled, fixes),
      ...compiled.flatMap(({ admission }) => admission?.warnings ?? []),
    ],
    paramsOf: memoize((policy, home) => paramsSeen(policy, setFor, home)),
    paramsWith: (layer) => {
      const set = setIn([...params, layer])
      return memoize((policy, home) => paramsSeen(policy, set, home))
    },
    paramsFor: (policy, layers, home, instead) => {
      const { pack = policy.name } = policy
      const ofCase = (of: string) => [
        ...(instead?.of === of ? [layerOf(instead)] : []),
        ...(of === pack ? layers : []),
      ]
      return paramsSeen(policy, ofCase, home)
    },
    paramsOfFix: (fix, home) => paramsSeen(fix, setFor, home),
  }
}

/** Compiles everything that is loaded; throws InputError with the mistakes of all expressions. */
function compileLoaded(loaded: LoadedPolicies, { disk, platforms, kubernetesVersion }: LibraryRequest) {
  const sources = sourcesOf(platforms, disk)
  const written: readonly PolicyToCompile[] = loaded.policies.map((policy) => ({
    ...policy,
    guidelines: guidelinesOf(policy),
    beside: policy.beside.flatMap(({ document, source }) => sources.read(document, source).resources),
  }))
  const { packs, fixes } = loaded
  return { written, ...compileAll({ policies: written, packs, fixes }, platforms, kubernetesVersion) }
}

/** Where something is wrong with the files, the mistakes in expressions that can be read nevertheless are shown beside it. */
function loadOrRefuse(request: LibraryRequest): LoadedPolicies {
  const { disk, platforms, policies, kubernetesVersion } = request
  const given = [policies, disk.root, disk.exclusion] as const
  const { onRead } = disk
  const { results, mistakes } = attempt([() => loadPolicies(...given, { onRead })])
  const [loaded] = results
  if (loaded) return loaded
  const [known] = attempt([() => loadPolicies(...given, { part: knownPart })]).results
  const alone = () =>
    readablePolicies(...given).map((policy) => ({ policy, guidelines: [], bindings: [], beside: [] }))
  const compiling = attempt([
    () => (known ? compileLoaded(known, request) : compilePolicies(alone(), platforms, kubernetesVersion)),
  ])
  throw new InputError(inOrder([...mistakes, ...compiling.mistakes]))
}

function guidelinesOf({ policy, pack }: LoadedPolicy) {
  const byId = new Map(pack?.guidelines.map((guideline) => [guideline.id, guideline]))
  return policy.guidelines.flatMap(({ id }) => {
    const guideline = byId.get(id)
    return guideline ? [{ id: `${pack?.name}/${id}`, severity: guideline.severity }] : []
  })
}

/** A policy with only the guidelines of the profile; nothing when none of its guidelines is in it. */
function restrict(policy: CompiledPolicy, enforced: ReadonlySet<string> | undefined): CompiledPolicy[] {
  if (policy.guidelines.length === 0) return [{ ...policy, guidelines: [policy.id] }]
  const guidelines = policy.guidelines.filter((id) => enforced?.has(id.slice(id.indexOf('/') + 1)))
  return guidelines.length > 0 ? [{ ...policy, guidelines }] : []
}

function packSummary({ pack, profile }: ChosenPack): PackSummary {
  return {
    id: pack.name,
    title: pack.title,
    ...(profile && { profile: profile.id }),
    documents: pack.documents,
  }
}

function activeGuidelines({ pack, guidelines }: ChosenPack): ActiveGuideline[] {
  return guidelines.map(({ id, place, attestation, ...about }) => ({
    ...about,
    id: `${pack.name}/${id}`,
    pack: pack.name,
    ...(attestation && { attestationRequired: attestation.statement, attestationPlace: place.location }),
    ...(attestation?.everyDays !== undefined && { attestationDays: attestation.everyDays }),
  }))
}

/** A policy without guidelines stands as its own. */
function standalone(policy: CompiledPolicy, sources: ReadonlyMap<string, LoadedPolicy>): ActiveGuideline[] {
  const source = sources.get(policy.id)?.policy
  if (!source || source.guidelines.length > 0) return []
  const { name, title, description } = source
  const { id, pack, severity } = policy
  return [guidelineOfPolicy({ id, pack, name, title, description, severity })]
}

/**
 * Values for a pack that is not loaded: said, because a misspelt name would silently leave the defaults. And those that no
 * expression looks at.
 */
function strayParams(
  params: readonly ReadonlyMap<string, ParamLayer>[],
  packs: readonly Pack[],
  compiled: readonly CompiledPolicy[],
  fixes: readonly CompiledFix[],
): Diagnostic[] {
  const names = new Set([
    ...packs.map(({ name }) => name),
    ...compiled.flatMap(({ name, pack = name, home = pack, homes }) => [
      home,
      ...homes.map((each) => each.pack),
    ]),
  ])
  const warn = (layer: ParamLayer, param: string, message: string): Diagnostic => ({
    ...errorAt(layer.placeOf(param), 'param-unused', message),
    level: 'warning',
  })
  return params.flatMap((layers) =>
    [...layers].flatMap(([name, layer]) => {
      const [first, ...more] = Object.keys(layer.values)
      if (first === undefined) return []
      if (!names.has(name))
        return [warn(layer, first, `parameters for '${name}', which is not among the loaded packs`)]
      const used = fieldsNamedIn([
        ...compiled.flatMap((policy) => inPack(name, policy, expressionsOf(policy))),
        ...fixes.flatMap((fix) => inPack(name, fix, expressionsOfFix(fix))),
      ])
      for (const pack of packs.filter((each) => each.name === name))
        for (const param of handedOn(pack)) used.add(`params.${param}`)
      return [first, ...more]
        .filter((param) => !used.has(`params.${param}`) && !used.has('params'))
        .map((param) => warn(layer, param, `nothing uses the parameter '${param}', which is set here`))
    }),
  )
}

function layerOf({ name, value }: OtherDefault): ParamLayer {
  return {
    values: { [name]: value },
    placeOf: () => {
      throw new Error('another default suits its parameter')
    },
  }
}

function memoize(compute: Library['paramsOf']): Library['paramsOf'] {
  const known = new Map<string, Params>()
  return (policy, home) => {
    const key = JSON.stringify([policy.id, home])
    const params = known.get(key) ?? compute(policy, home)
    known.set(key, params)
    return params
  }
}
