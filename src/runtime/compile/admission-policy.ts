import type { Diagnostic, Resource } from '../model/index.js'
import { type AdmissionPolicy, type Binding, errorAt, type Pack } from '../policies/index.js'
import { namespaceType, requestType, variablesType } from './admission-types.js'
import type { CompiledRules } from './compiled-policy.js'
import { conditionWarnings } from './condition-warnings.js'
import {
  type Compiler,
  compileNamed,
  compileValidations,
  compileVariables,
  type Names,
} from './expressions.js'
import { repeatedVariables } from './repeated-variables.js'
import { variableTypes } from './variable-types.js'

const ours = 'it is of policytest: the API server would refuse the policy'

/** Names that an author may expect, and why the API server does not have them. */
export function absentIn(pack: Pack | undefined): Readonly<Record<string, string>> {
  const imported = pack?.imports.flatMap(({ functions }) => functions) ?? []
  const functions = [...(pack?.functions ?? []), ...imported].map(({ name }) => [
    name,
    'it is a function of the pack: no API server has it',
  ])
  return { ...absentNames, ...Object.fromEntries(functions) }
}

const absentNames = {
  params: "say under 'paramKind' what the parameters are",
  variables: 'the policy has none, or none yet: match conditions come before them',
  inventory: ours,
  now: ours,
  subject: ours,
  item: ours,
} as const

/** What comes with a policy of Kubernetes: its bindings, and the objects that lie beside it. */
export interface Surroundings {
  readonly bindings?: readonly Binding[]
  readonly beside?: readonly Resource[]
}

/**
 * Compiles a policy of Kubernetes in the environment of the API server: match conditions see no variables, and `params`
 * exists only where the policy says of which kind they are.
 */
export function compileAdmissionPolicy(
  policy: AdmissionPolicy,
  { bindings = [], beside = [] }: Surroundings,
  compiler: Compiler,
): CompiledRules {
  const { auditAnnotations: written, ...rules } = policy.admission
  const names: Names = {
    object: 'dyn',
    oldObject: 'dyn',
    request: requestType,
    namespaceObject: namespaceType,
    ...(rules.paramKind && { params: 'dyn' }),
  }
  const types = variableTypes()
  const variables = compileVariables(policy.variables, names, types, compiler, variablesType)
  const visible: Names =
    policy.variables.length === 0 ? names : { ...names, variables: variablesType(types.above()) }
  const matchConditions = compileNamed(policy.matchConditions, names, ['bool'], compiler)
  const validations = compileValidations(policy.validations, visible, compiler)
  const auditAnnotations = compileNamed(written, visible, ['string', 'null_type'], compiler)
  const compiled = {
    matchConditions,
    variables,
    functions: [],
    homes: [],
    validations,
    admission: { ...rules, auditAnnotations },
  }
  const repeated = repeatedVariables(policy.variables, variables)
  for (const problem of repeated) if (problem.level === 'error') compiler.report(problem)
  const warnings = [
    ...matchConditions.flatMap(conditionWarnings),
    ...repeated.filter(({ level }) => level === 'warning'),
    ...(rules.paramKind ? [] : bindings.flatMap(pointlessRef)),
  ]
  return {
    ...compiled,
    readsInventory: false,
    looksUp: [
      'v1/Namespace',
      ...(rules.paramKind ? [`${rules.paramKind.apiVersion}/${rules.paramKind.kind}`] : []),
    ],
    admission: { ...compiled.admission, bindings, beside, place: policy.place, warnings },
  }
}

/** A cluster ignores the parameters of a binding whose policy takes none. */
function pointlessRef({ name, policy, paramRef }: Binding): Diagnostic[] {
  if (!paramRef) return []
  const message = `the paramRef of binding '${name}' has no effect: '${policy}' has no paramKind`
  const hint = "add 'paramKind' to the policy, or remove the paramRef"
  return [{ ...errorAt(paramRef.place, 'admission-param-ref', message, hint), level: 'warning' }]
}
