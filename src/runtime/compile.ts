import type { Declaration, Program } from './cel/api.js'
import { compile as compileExpression } from './cel/index.js'
import type { CompiledCondition, CompiledExpression, CompiledPolicy, CompiledValidation } from './compiled.js'
import { InputError } from './diagnostics.js'
import { firewallExtension } from './firewall/functions.js'
import type { Diagnostic, Severity } from './model.js'
import { severities } from './model.js'
import {
  celDiagnostic,
  type Expression,
  inOrder,
  locationIn,
  type NamedExpression,
  type Pack,
  type ParamDeclarations,
  type Policy,
} from './policies/index.js'

/** The functions of the program beside those of the engine; one array, which the engine indexes once. */
const extensions = [firewallExtension]

/** A policy with its pack, and the guidelines of it that the chosen profile enforces. */
export interface PolicyToCompile {
  readonly policy: Policy
  readonly pack?: Pack | undefined
  /** Full ids with their severities. */
  readonly guidelines: readonly { readonly id: string; readonly severity: Severity }[]
}

/**
 * Compiles and type-checks policies, once, before anything is judged.
 * @throws InputError with every mistake of every expression
 */
export function compilePolicies(policies: readonly PolicyToCompile[]): CompiledPolicy[] {
  const compiler = startCompiler()
  const compiled = policies.map((policy) => compilePolicy(policy, compiler))
  if (compiler.diagnostics.length > 0) throw new InputError(inOrder(compiler.diagnostics))
  return compiled
}

type Names = Readonly<Record<string, Declaration>>

interface Compiler {
  readonly diagnostics: Diagnostic[]
  /** The variables of a pack are compiled once, not once per policy. */
  readonly packVariables: Map<Pack, readonly CompiledCondition[]>
  compile(expression: Expression, names: Names, result?: readonly string[]): CompiledExpression | undefined
}

function startCompiler(): Compiler {
  const diagnostics: Diagnostic[] = []
  return {
    diagnostics,
    packVariables: new Map(),
    compile(expression, declarations, result) {
      const compiled = compileExpression(expression.source, {
        declarations,
        extensions,
        ...(result && { result }),
      })
      if ('program' in compiled) return located(expression, compiled.program)
      diagnostics.push(...compiled.problems.map((problem) => celDiagnostic(expression, problem)))
      return undefined
    },
  }
}

function located(expression: Expression, program: Program): CompiledExpression {
  return {
    program,
    location: expression.location,
    locate: ({ start, end }) => locationIn(expression, start, end),
  }
}

function compilePolicy({ policy, pack, guidelines }: PolicyToCompile, compiler: Compiler): CompiledPolicy {
  const names = declaredNames(pack ? pack.params : policy.params)
  const shared = pack ? variablesOf(pack, names, compiler) : []
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
    readsInventory: expressions.some((e) => e?.program.references.roots.has('inventory')),
    matchConditions,
    variables,
    validations,
  }
}

function declaredNames(params: ParamDeclarations): Names {
  const fields: Record<string, Declaration> = {}
  for (const [name, { schema }] of params) fields[name] = celType(schema.type)
  return {
    object: 'dyn',
    params: { fields },
    inventory: 'Inventory',
    now: 'google.protobuf.Timestamp',
    subject: 'map<string, string>',
    namespaceObject: 'dyn',
  }
}

function celType(type: unknown): string {
  switch (type) {
    case 'string':
      return 'string'
    case 'integer':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'array':
      return 'list<dyn>'
    case 'object':
      return 'map<string, dyn>'
    default:
      return 'dyn'
  }
}

function variablesOf(pack: Pack, names: Names, compiler: Compiler): readonly CompiledCondition[] {
  const known = compiler.packVariables.get(pack)
  if (known) return known
  const variables = compileVariables(pack.variables, names, [], [], compiler)
  compiler.packVariables.set(pack, variables)
  return variables
}

/** Each variable sees those above it. */
function compileVariables(
  expressions: readonly NamedExpression[],
  names: Names,
  above: readonly NamedExpression[],
  compiledAbove: readonly CompiledCondition[],
  compiler: Compiler,
): CompiledCondition[] {
  const variables: CompiledCondition[] = []
  for (const [index, { name, expression }] of expressions.entries()) {
    const declared = [...above, ...expressions.slice(0, index)]
    const fields = typesOf(declared, [...compiledAbove, ...variables])
    const compiled = compiler.compile(expression, { ...names, variables: { fields } })
    if (compiled) variables.push({ name, ...compiled })
  }
  return variables
}

/** The types of variables; one that does not compile is dynamic, so that its mistake is reported only once. */
function typesOf(
  declared: readonly NamedExpression[],
  compiled: readonly CompiledCondition[],
): Record<string, Declaration> {
  return Object.fromEntries([
    ...declared.map(({ name }) => [name, 'dyn']),
    ...compiled.map(({ name, program }) => [name, program.type]),
  ])
}

function elementType(list: CompiledExpression | undefined): string {
  return /^list<(.*)>$/.exec(list?.program.type ?? '')?.[1] ?? 'dyn'
}
