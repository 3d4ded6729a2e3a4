import type { Declaration, Extension, KubernetesEnvironment } from '../cel/index.js'
import { firewallExtension } from '../firewall/functions.js'
import { InputError } from '../input-error.js'
import type { Diagnostic, KubernetesVersion, Platform, Severity } from '../model/index.js'
import { minorOf, newestKubernetes, severities } from '../model/index.js'
import type { OwnPolicy, Pack, ParamDeclarations, ParamSchema, Policy } from '../policies/index.js'
import { inOrder, lookupsIn, expressionsOf as writtenIn } from '../policies/index.js'
import { absentNames, compileAdmissionPolicy, type Surroundings } from './admission-policy.js'
import {
  type CompiledCondition,
  type CompiledPolicy,
  type CompiledRules,
  expressionsOf,
} from './compiled-policy.js'
import {
  type Compiler,
  compileNamed,
  compileValidations,
  compileVariables,
  type Names,
  startCompiler,
  typesOf,
} from './expressions.js'
import { declarationOf } from './schema-types.js'

/** An API server checks new policies as the version before it would. */
function checkedBy(server: KubernetesVersion): KubernetesEnvironment {
  return { minor: minorOf(server) - 1 }
}

/** A policy with its pack, and the guidelines of it that the chosen profile enforces. */
export interface PolicyToCompile extends Surroundings {
  readonly policy: Policy
  readonly pack?: Pack | undefined
  /** Full ids with their severities. */
  readonly guidelines: readonly { readonly id: string; readonly severity: Severity }[]
}

/**
 * Compiles and type-checks policies, once, before anything is judged.
 * @param kubernetes policies of Kubernetes are judged as a server of this version judges them
 * @throws InputError with every mistake of every expression
 */
export function compilePolicies(
  policies: readonly PolicyToCompile[],
  platforms: readonly Platform[],
  kubernetes: KubernetesVersion = newestKubernetes,
): CompiledPolicy[] {
  const compiling = policyCompiler(platforms, kubernetes)
  const compiled = policies.map(compiling.compile)
  if (compiling.mistakes.length > 0) throw new InputError(inOrder(compiling.mistakes))
  return compiled
}

/** Compiles one policy after the other; those of a pack share its variables. */
export interface PolicyCompiler {
  compile(policy: PolicyToCompile): CompiledPolicy
  /** What is wrong with the policies so far; one with mistakes is compiled without the expressions that have them. */
  readonly mistakes: readonly Diagnostic[]
}

/** @param kubernetes as for {@link compilePolicies} */
export function policyCompiler(
  platforms: readonly Platform[],
  kubernetes: KubernetesVersion = newestKubernetes,
): PolicyCompiler {
  const mistakes: Diagnostic[] = []
  const extensions = extensionsOf(platforms)
  const compiler = startCompiler(mistakes, extensions)
  const ofKubernetes = startCompiler(mistakes, extensions, checkedBy(kubernetes), absentNames)
  const compile = (each: PolicyToCompile) => {
    const { policy, pack } = each
    const rules = policy.admission
      ? compileAdmissionPolicy(policy, each, ofKubernetes)
      : compilePolicy(policy, pack, compiler)
    return { ...identify(each), ...rules }
  }
  return { compile, mistakes }
}

const knownExtensions = new WeakMap<readonly Platform[], readonly Extension[]>()

/** What platforms add to the language; one list for all compilers, because the language is indexed by it. */
function extensionsOf(platforms: readonly Platform[]): readonly Extension[] {
  const extensions = knownExtensions.get(platforms) ?? [firewallExtension(platforms)]
  knownExtensions.set(platforms, extensions)
  return extensions
}

/** What a policy is called, where it is and what it enforces. */
function identify({ policy, pack, guidelines }: PolicyToCompile) {
  const ordered = guidelines.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  )
  return {
    id: pack ? `${pack.name}/${policy.name}` : policy.name,
    name: policy.name,
    ...(pack && { pack: pack.name }),
    file: policy.file,
    guidelines: ordered.map((guideline) => guideline.id),
    severity: ordered[0]?.severity ?? policy.severity ?? 'medium',
    scope: policy.scope,
    types: policy.types,
    requires: policy.requires,
  }
}

function compilePolicy(policy: OwnPolicy, pack: Pack | undefined, compiler: Compiler): CompiledRules {
  const shared = pack ? variablesOf(pack, declaredNames(pack.params), compiler) : []
  const names = declaredNames(pack ? pack.params : policy.params, policy.schema)
  const own = compileVariables(policy.variables, names, pack?.variables ?? [], shared, compiler)
  const variables = [...shared, ...own]
  const declared = [...(pack?.variables ?? []), ...policy.variables]
  const visible = { ...names, variables: { fields: typesOf(declared, variables) } }
  const rules = {
    matchConditions: compileNamed(policy.matchConditions, visible, ['bool'], compiler),
    variables,
    validations: compileValidations(policy.validations, visible, compiler),
  }
  const readsInventory = expressionsOf(rules).some(
    ({ program: { references } }) =>
      references.roots.has('inventory') || references.roots.has('namespaceObject'),
  )
  return { readsInventory, looksUp: readsInventory ? lookedUp(policy, pack, rules) : [], ...rules }
}

/** By name, and the namespace of the object where an expression names that; any type where a name is computed. */
function lookedUp(
  policy: OwnPolicy,
  pack: Pack | undefined,
  rules: Omit<CompiledRules, 'readsInventory' | 'looksUp'>,
) {
  const shared = (pack?.variables ?? []).map(({ expression }) => expression)
  const written = [...shared, ...writtenIn(policy)]
  const types = new Set(lookupsIn(written).map(({ type }) => type))
  const isNamed = expressionsOf(rules).some(({ program }) => program.references.roots.has('namespaceObject'))
  if (isNamed) types.add('v1/Namespace')
  const calls = written.flatMap(({ source }) => source.match(/\binventory\b/g) ?? []).length
  return calls > lookupsIn(written).length ? ['*'] : [...types]
}

function declaredNames(params: ParamDeclarations, object?: ParamSchema): Names {
  const fields: Record<string, Declaration> = {}
  for (const [name, { schema }] of params) fields[name] = declarationOf(schema)
  return {
    object: declarationOf(object),
    params: { fields },
    inventory: 'Inventory',
    now: 'google.protobuf.Timestamp',
    subject: 'map<string, string>',
    namespaceObject: 'dyn',
  }
}

function variablesOf(pack: Pack, names: Names, compiler: Compiler): readonly CompiledCondition[] {
  const known = compiler.packVariables.get(pack)
  if (known) return known
  const variables = compileVariables(pack.variables, names, [], [], compiler)
  compiler.packVariables.set(pack, variables)
  return variables
}
