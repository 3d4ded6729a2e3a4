import type { Declaration, Extension } from '../cel/index.js'
import { firewallExtension } from '../firewall/functions.js'
import { InputError } from '../input-error.js'
import type { Diagnostic, Platform, Resource, Severity } from '../model/index.js'
import { severities } from '../model/index.js'
import type { Binding, Pack, ParamDeclarations, ParamSchema, Policy } from '../policies/index.js'
import { inOrder } from '../policies/index.js'
import { absentNames, compileAdmissionPolicy } from './admission-policy.js'
import type {
  CompiledCondition,
  CompiledExpression,
  CompiledPolicy,
  CompiledValidation,
} from './compiled-policy.js'
import { type Compiler, compileVariables, type Names, startCompiler, typesOf } from './expressions.js'
import { declarationOf } from './schema-types.js'

/** Kubernetes would refuse a policy that uses our functions; one array, which the engine indexes once. */
const noExtensions: readonly Extension[] = []

/** A policy with its pack, and the guidelines of it that the chosen profile enforces. */
export interface PolicyToCompile {
  readonly policy: Policy
  readonly pack?: Pack | undefined
  /** Full ids with their severities. */
  readonly guidelines: readonly { readonly id: string; readonly severity: Severity }[]
  /** Of a policy of Kubernetes: its bindings, and the objects that lie beside it. */
  readonly bindings?: readonly Binding[]
  readonly beside?: readonly Resource[]
}

/**
 * Compiles and type-checks policies, once, before anything is judged.
 * @throws InputError with every mistake of every expression
 */
export function compilePolicies(
  policies: readonly PolicyToCompile[],
  platforms: readonly Platform[],
): CompiledPolicy[] {
  const diagnostics: Diagnostic[] = []
  const extensions = [firewallExtension(platforms)]
  const compiler = startCompiler(diagnostics, extensions)
  const ofKubernetes = startCompiler(diagnostics, noExtensions, absentNames)
  const compiled = policies.map((policy) => ({
    ...identify(policy),
    ...(policy.policy.admission
      ? compileAdmissionPolicy(policy, policy.policy.admission, ofKubernetes)
      : compilePolicy(policy, compiler)),
  }))
  if (diagnostics.length > 0) throw new InputError(inOrder(diagnostics))
  return compiled
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

/** What expressions make of a policy: the part of it that {@link identify} does not say. */
export type CompiledRules = Omit<CompiledPolicy, keyof ReturnType<typeof identify>>

function compilePolicy({ policy, pack }: PolicyToCompile, compiler: Compiler): CompiledRules {
  const shared = pack ? variablesOf(pack, declaredNames(pack.params), compiler) : []
  const names = declaredNames(pack ? pack.params : policy.params, policy.schema)
  const own = compileVariables(policy.variables, names, pack?.variables ?? [], shared, compiler)
  const variables = [...shared, ...own]
  const declared = [...(pack?.variables ?? []), ...policy.variables]
  const visible = { ...names, variables: { fields: typesOf(declared, variables) } }
  const matchConditions = policy.matchConditions.flatMap(({ name, expression }) => {
    const condition = compiler.compile(expression, visible, ['bool'])
    return condition ? [{ name, ...condition }] : []
  })
  const validations = policy.validations.flatMap((validation): CompiledValidation[] => {
    const forEach = validation.forEach && compiler.compile(validation.forEach, visible, ['list'])
    const inside = validation.forEach ? { ...visible, item: elementType(forEach), index: 'int' } : visible
    const expression = compiler.compile(validation.expression, inside, ['bool'])
    const messageExpression =
      validation.messageExpression && compiler.compile(validation.messageExpression, inside, ['string'])
    if (!expression) return []
    return [
      {
        name: validation.name,
        ...(forEach && { forEach }),
        expression,
        ...(validation.message !== undefined && { message: validation.message }),
        ...(messageExpression && { messageExpression }),
      },
    ]
  })
  const expressions = [
    ...matchConditions,
    ...variables,
    ...validations.flatMap((v) => [v.expression, v.forEach, v.messageExpression]),
  ]
  return {
    readsInventory: expressions.some((e) => {
      const roots = e?.program.references.roots
      return roots?.has('inventory') || roots?.has('namespaceObject')
    }),
    matchConditions,
    variables,
    validations,
  }
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

function elementType(list: CompiledExpression | undefined): string {
  return /^list<(.*)>$/.exec(list?.program.type ?? '')?.[1] ?? 'dyn'
}
