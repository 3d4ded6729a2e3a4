import type { DefinedFunction, Program, SourceRange } from '../cel/index.js'
import type { Diagnostic, Location, Resource, Severity } from '../model/index.js'
import type { AdmissionRules, Binding, Place } from '../policies/index.js'

/** A compiled expression that knows its place in the policy file. */
export interface CompiledExpression {
  readonly program: Program
  readonly location: Location
  /** The pack whose parameters and variables it sees, when not those of its policy. */
  readonly home?: string
  /** The place of a part of the expression. */
  locate(range: SourceRange): Location
}

export interface CompiledCondition extends CompiledExpression {
  readonly name: string
}

export interface CompiledValidation {
  readonly name: string
  readonly forEach?: CompiledExpression
  readonly expression: CompiledExpression
  readonly message?: string
  readonly messageExpression?: CompiledExpression
  /** The value at which its findings point, where the author says it. */
  readonly at?: CompiledExpression
  /** The reason that the API server gives for a refusal. */
  readonly reason?: string
}

/** A rule in code: its program gives the list of what is wrong. */
export interface CompiledCheck extends CompiledCondition {
  /** The text of the function. */
  readonly text: string
  readonly message?: string
}

/** A function of a pack; so is one that has mistakes, but that is none of the compiled ones. */
export interface CompiledFunction extends CompiledCondition, DefinedFunction {
  readonly program: Program
  readonly home?: string
}

/** A pack from which functions or variables were imported: what their expressions see of it. */
export interface CompiledHome {
  readonly pack: string
  readonly variables: readonly CompiledCondition[]
}

/** What makes a policy one of Kubernetes: which requests it is about, how it is bound, what it records. */
export interface CompiledAdmission extends Omit<AdmissionRules, 'auditAnnotations'> {
  readonly auditAnnotations: readonly CompiledCondition[]
  readonly bindings: readonly Binding[]
  /** Parameter resources and CRDs that came with the policy. */
  readonly beside: readonly Resource[]
  /** Place of the policy's name. */
  readonly place: Place
  readonly warnings: readonly Diagnostic[]
}

/** What the expressions of a policy make of it. */
export interface CompiledRules {
  /** Whether any of its expressions names `inventory`. */
  readonly readsInventory: boolean
  /** The types that its expressions look up beside those that it judges and requires; `*` where that cannot be told. */
  readonly looksUp: readonly string[]
  readonly matchConditions: readonly CompiledCondition[]
  /** Lazy variables, in order: the pack's, then the policy's. */
  readonly variables: readonly CompiledCondition[]
  /** Those that its expressions call, be it through others. */
  readonly functions: readonly CompiledFunction[]
  /** The other packs whose expressions these are, or come to use. */
  readonly homes: readonly CompiledHome[]
  readonly validations: readonly CompiledValidation[]
  /** Rules in code. */
  readonly checks?: readonly CompiledCheck[]
  /** What the object has to be for any rule to see it. */
  readonly fits?: CompiledCheck
  /** Of a policy of Kubernetes. */
  readonly admission?: CompiledAdmission
}

/** A policy ready to judge resources; independent of parameters, so that tests can set their own. */
export interface CompiledPolicy extends CompiledRules {
  /** Full id: `ibm-pag/vsi-inbound`, or the bare name outside a pack. */
  readonly id: string
  readonly name: string
  readonly pack?: string
  /** Of an imported policy the pack that it was written for. */
  readonly home?: string
  readonly file: string
  /** Full ids of the guidelines it enforces in the chosen profile, most severe first. */
  readonly guidelines: readonly string[]
  readonly severity: Severity
  readonly scope: 'resource' | 'inventory'
  /** Type globs of what it judges (resource scope) or reads (inventory scope). */
  readonly types: readonly string[]
  /** Type globs of which one of each must be in the inventory; otherwise the policy has no data. */
  readonly requires: readonly (readonly string[])[]
  /** Says why the resources of a file are not judged; undefined for those that are. */
  readonly spares?: (file: string) => string | undefined
}

/** All expressions of a policy, the variables of the packs and the functions that it comes to use among them. */
export function expressionsOf(policy: Expressions): CompiledExpression[] {
  const { matchConditions, variables, functions, homes, validations, checks = [], admission } = policy
  return [
    ...matchConditions,
    ...variables,
    ...functions,
    ...homes.flatMap((home) => home.variables),
    ...(admission?.auditAnnotations ?? []),
    ...validations.flatMap(({ forEach, expression, messageExpression, at }) => [
      ...(forEach ? [forEach] : []),
      expression,
      ...(at ? [at] : []),
      ...(messageExpression ? [messageExpression] : []),
    ]),
    ...checks,
  ]
}

type Expressions = Pick<
  CompiledRules,
  'matchConditions' | 'variables' | 'functions' | 'homes' | 'validations' | 'checks'
> & {
  readonly admission?: Pick<CompiledAdmission, 'auditAnnotations'>
}

/** Those of the expressions of a policy that see the parameters and variables of a pack, or of this policy without pack. */
export function inPack<E extends CompiledExpression>(
  pack: string,
  policy: Pick<CompiledPolicy, 'name' | 'pack' | 'home'>,
  expressions: readonly E[],
): E[] {
  const own = policy.home ?? policy.pack ?? policy.name
  return expressions.filter(({ home = own }) => home === pack)
}

/** What expressions refer to, as `params.gateway`. */
export function fieldsNamedIn(expressions: readonly CompiledExpression[]): Set<string> {
  return new Set(expressions.flatMap(({ program }) => [...program.references.fields]))
}
