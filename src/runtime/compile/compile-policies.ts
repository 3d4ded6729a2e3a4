import { type Extension, type KubernetesEnvironment, namesIn, type Program } from '../cel/index.js'
import { firewallExtension } from '../firewall/functions.js'
import { InputError } from '../input-error.js'
import type { Diagnostic, KubernetesVersion, Platform, Severity } from '../model/index.js'
import { minorOf, newestKubernetes, severities } from '../model/index.js'
import type { LoadedFix, OwnPolicy, Pack, Policy } from '../policies/index.js'
import { inOrder, lookupsIn } from '../policies/index.js'
import { absentIn, compileAdmissionPolicy, type Surroundings } from './admission-policy.js'
import { compileCheck } from './code-check.js'
import { type CompiledFix, compileFix } from './compile-fix.js'
import { type CompiledPolicy, type CompiledRules, expressionsOf } from './compiled-policy.js'
import { declaredNames } from './declared-names.js'
import {
  type Compiler,
  calling,
  compileNamed,
  compileValidations,
  compileVariables,
  startCompiler,
} from './expressions.js'
import { compileShared, nothingShared, reachedFrom, type SharedRules } from './pack-functions.js'
import { reachedBy } from './reached.js'
import { variablesOf, variableTypes } from './variable-types.js'

/** An API server checks new policies as the version before it would. */
function checkedBy(server: KubernetesVersion): KubernetesEnvironment {
  return { minor: minorOf(server) - 1 }
}

/** A policy with its pack, and the guidelines of it that the chosen profile enforces. */
export interface PolicyToCompile extends Surroundings {
  readonly policy: Policy
  readonly pack?: Pack | undefined
  /** Of an imported policy the pack that it was written for. */
  readonly home?: Pack
  /** Full ids with their severities. */
  readonly guidelines: readonly { readonly id: string; readonly severity: Severity }[]
}

/** Policies alone; see {@link compileAll}. */
export function compilePolicies(
  policies: readonly PolicyToCompile[],
  platforms: readonly Platform[],
  kubernetes?: KubernetesVersion,
): readonly CompiledPolicy[] {
  return compileAll({ policies, packs: [], fixes: [] }, platforms, kubernetes).policies
}

/** Policies and fixes, and what packs share with them. */
export interface Compiled {
  readonly policies: readonly CompiledPolicy[]
  readonly fixes: readonly CompiledFix[]
  readonly shared: ReadonlyMap<Pack, SharedRules>
}

/**
 * Compiles and type-checks policies and fixes, once, before anything is judged.
 * @param kubernetes policies of Kubernetes are judged as a server of this version judges them
 * @throws InputError with every mistake of every expression
 */
export function compileAll(
  {
    policies,
    packs,
    fixes,
  }: {
    readonly policies: readonly PolicyToCompile[]
    readonly packs: readonly Pack[]
    readonly fixes: readonly LoadedFix[]
  },
  platforms: readonly Platform[],
  kubernetes: KubernetesVersion = newestKubernetes,
): Compiled {
  const compiling = policyCompiler(platforms, kubernetes)
  const compiled = {
    policies: policies.map(compiling.compile),
    fixes: fixes.flatMap(compiling.compileFix),
    shared: new Map(packs.map((pack) => [pack, compiling.sharedBy(pack)])),
  }
  if (compiling.mistakes.length > 0) throw new InputError(inOrder(compiling.mistakes))
  return compiled
}

/** Compiles one policy or fix after the other; those of a pack share its variables and functions. */
export interface PolicyCompiler {
  compile(policy: PolicyToCompile): CompiledPolicy
  /** Nothing when it has mistakes. */
  compileFix(fix: LoadedFix): readonly CompiledFix[]
  /** What a pack shares with its policies, of which it may have none. */
  sharedBy(pack: Pack): SharedRules
  /** What is wrong with the policies so far; one with mistakes is compiled without the expressions that have them. */
  readonly mistakes: readonly Diagnostic[]
}

/** @param kubernetes as for {@link compileAll} */
export function policyCompiler(
  platforms: readonly Platform[],
  kubernetes: KubernetesVersion = newestKubernetes,
): PolicyCompiler {
  const mistakes: Diagnostic[] = []
  const extensions = extensionsOf(platforms)
  const compiler = startCompiler(mistakes, extensions)
  const ofKubernetes = (pack: Pack | undefined) =>
    startCompiler(mistakes, extensions, checkedBy(kubernetes), absentIn(pack))
  const known = new Map<Pack, SharedRules>()
  const shared = (pack: Pack | undefined): SharedRules => {
    if (!pack) return nothingShared
    const rules = known.get(pack) ?? compileShared(pack, { extensions, compiler, shared })
    known.set(pack, rules)
    return rules
  }
  const compile = (each: PolicyToCompile) => {
    const { policy, pack: own, home: pack = own } = each
    const rules = policy.admission
      ? compileAdmissionPolicy(policy, each, ofKubernetes(pack))
      : compilePolicy(policy, pack, shared(pack), compiler)
    return { ...identify(each), ...rules }
  }
  return {
    compile,
    sharedBy: shared,
    compileFix: (fix) => compileFix(fix, shared(fix.pack), compiler),
    mistakes,
  }
}

const knownExtensions = new WeakMap<readonly Platform[], readonly Extension[]>()

/** What platforms add to the language; one list for all compilers, because the language is indexed by it. */
function extensionsOf(platforms: readonly Platform[]): readonly Extension[] {
  const extensions = knownExtensions.get(platforms) ?? [firewallExtension(platforms)]
  knownExtensions.set(platforms, extensions)
  return extensions
}

/** What a policy is called, where it is and what it enforces. */
function identify({ policy, pack, home, guidelines }: PolicyToCompile) {
  const ordered = guidelines.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  )
  return {
    id: pack ? `${pack.name}/${policy.name}` : policy.name,
    name: policy.name,
    ...(pack && { pack: pack.name }),
    ...(home && { home: home.name }),
    file: policy.file,
    guidelines: ordered.map((guideline) => guideline.id),
    severity: ordered[0]?.severity ?? policy.severity ?? 'medium',
    scope: policy.scope,
    types: policy.types,
    requires: policy.requires,
  }
}

function compilePolicy(
  policy: OwnPolicy,
  pack: Pack | undefined,
  shared: SharedRules,
  compiler: Compiler,
): CompiledRules {
  const within = calling(shared.functions, compiler)
  const names = declaredNames(pack ? pack.params : policy.params, policy.schema)
  const types = variableTypes(shared.types)
  const own = compileVariables(policy.variables, names, types, within)
  const variables = [...shared.variables, ...own]
  const visible = { ...names, variables: variablesOf(types.above()) }
  // What code looks up cannot be read off it: it says so, and is given no more.
  const looksUp = [...(policy.looksUp ?? []), ...policy.requires.flat()]
  const byCode = policy.scope === 'inventory' ? [...looksUp, ...policy.types] : looksUp
  const checks = policy.checks?.map((check) => compileCheck(check, byCode))
  const written = {
    matchConditions: compileNamed(policy.matchConditions, visible, ['bool'], within),
    variables,
    functions: [],
    homes: [],
    validations: compileValidations(policy.validations, visible, within),
    ...(checks && { checks }),
    ...(policy.fits && { fits: compileCheck(policy.fits, []) }),
  }
  const rules = { ...written, ...reachedFrom(expressionsOf(written), shared) }
  // Not every variable of the pack: those of other policies look up what is none of this one's.
  const { expressions } = reachedBy(expressionsOf({ ...written, variables: own }), rules)
  const programs = expressions.map(({ program }) => program)
  const readsInventory = programs.some(
    ({ references }) => references.roots.has('inventory') || references.roots.has('namespaceObject'),
  )
  const inCel = readsInventory ? lookedUp(programs) : []
  return {
    readsInventory: readsInventory || (checks !== undefined && byCode.length > 0),
    looksUp: checks ? [...inCel, ...byCode] : inCel,
    ...rules,
  }
}

/** By name, and the namespace of the object where an expression names that; any type where a name is computed. */
function lookedUp(written: readonly Program[]) {
  const types = new Set(lookupsIn(written).map(({ type }) => type))
  if (written.some(({ references }) => references.roots.has('namespaceObject'))) types.add('v1/Namespace')
  const reading = written.filter(({ references }) => references.roots.has('inventory'))
  const named = reading.flatMap(({ source }) => namesIn(source).roots).filter((root) => root === 'inventory')
  return named.length > lookupsIn(written).length ? ['*'] : [...types]
}
