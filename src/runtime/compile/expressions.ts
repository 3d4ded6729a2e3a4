import {
  type CompileOptions,
  compile as compileExpression,
  type Declaration,
  type Extension,
  type KubernetesEnvironment,
  type Program,
  type StaticType,
} from '../cel/index.js'
import type { Diagnostic } from '../model/index.js'
import {
  celDiagnostic,
  type Expression,
  locationIn,
  type NamedExpression,
  type Validation,
} from '../policies/index.js'
import type { CompiledCondition, CompiledExpression, CompiledValidation } from './compiled-policy.js'
import { type VariableTypes, variablesOf } from './variable-types.js'

/** The names that an expression may use, with their types. */
export type Names = Readonly<Record<string, Declaration>>

/** The functions of a pack, and for the body of one of them its arguments. */
export type Calling = Pick<CompileOptions, 'functions' | 'args'>

/** Compiles expressions and collects what is wrong with them. */
export interface Compiler {
  compile(
    expression: Expression,
    names: Names,
    result?: readonly string[],
    calling?: Calling,
  ): CompiledExpression | undefined
  /** Says a mistake that no expression has by itself. */
  report(mistake: Diagnostic): void
}

/**
 * @param diagnostics where mistakes are collected
 * @param kubernetes the environment of an API server, for policies of Kubernetes
 * @param absent why names that an author may expect are not there
 */
export function startCompiler(
  diagnostics: Diagnostic[],
  extensions: readonly Extension[],
  kubernetes?: KubernetesEnvironment,
  absent: Readonly<Record<string, string>> = {},
): Compiler {
  return {
    report: (mistake) => diagnostics.push(mistake),
    compile(expression, declarations, result, calling = {}) {
      const compiled = compileExpression(expression.source, {
        ...calling,
        declarations,
        extensions,
        kubernetes,
        ...(result && { result }),
      })
      if ('program' in compiled) return located(expression, compiled.program)
      for (const problem of compiled.problems) {
        const name = expression.source.slice(problem.start, problem.end)
        const hint = (Object.hasOwn(absent, name) ? absent[name] : undefined) ?? problem.hint
        diagnostics.push(celDiagnostic(expression, { ...problem, ...(hint !== undefined && { hint }) }))
      }
      return undefined
    },
  }
}

/** The same compiler for expressions that call functions. */
export function calling(functions: Calling['functions'], compiler: Compiler): Compiler {
  return {
    ...compiler,
    compile: (expression, names, result, more) =>
      compiler.compile(expression, names, result, { ...(functions && { functions }), ...more }),
  }
}

function located(expression: Expression, program: Program): CompiledExpression {
  return {
    program,
    location: expression.location,
    locate: ({ start, end }) => locationIn(expression, start, end),
  }
}

/** How many variables may read one another in a chain: each is evaluated within the one that reads it. */
export const mostInChain = 1_000

function tooLongChain(expression: Expression): Diagnostic {
  return celDiagnostic(expression, {
    code: 'cel-limit',
    message: `more than ${mostInChain} variables read one another in a chain`,
    hint: 'begin a new chain, or write several of them as one',
    start: 0,
    end: expression.source.length,
  })
}

/**
 * Compiles variables; each sees those above it.
 * @param types those above all of them; learns theirs
 * @param declare makes the type of `variables` of the types of those above
 */
export function compileVariables(
  expressions: readonly NamedExpression[],
  names: Names,
  types: VariableTypes,
  compiler: Compiler,
  declare: (fields: NonNullable<StaticType['fields']>) => StaticType = variablesOf,
): CompiledCondition[] {
  const lengths = new Map<string, number>()
  return expressions.flatMap(({ name, expression }) => {
    const compiled = compiler.compile(expression, { ...names, variables: declare(types.above()) })
    const place = types.declare(name)
    if (!compiled) return []
    types.know(place, compiled.program.resultType)
    const read = [...compiled.program.references.fields].map((field) => lengths.get(field) ?? 0)
    const length = read.reduce((longest, one) => Math.max(longest, one), 0) + 1
    lengths.set(`variables.${name}`, length)
    // One that is longer by more would say the same again.
    if (length === mostInChain + 1) compiler.report(tooLongChain(expression))
    return [{ name, ...compiled }]
  })
}

/** Compiles what each name stands for; one that does not compile is left out. */
export function compileNamed(
  expressions: readonly NamedExpression[],
  names: Names,
  result: readonly string[],
  compiler: Compiler,
): CompiledCondition[] {
  return expressions.flatMap(({ name, expression }) => {
    const compiled = compiler.compile(expression, names, result)
    return compiled ? [{ name, ...compiled }] : []
  })
}

/** Compiles validations; what stands under `forEach` sees its element as `item`, with its `index` or `key`. */
export function compileValidations(
  validations: readonly Validation[],
  names: Names,
  compiler: Compiler,
): CompiledValidation[] {
  return validations.flatMap((validation): CompiledValidation[] => {
    const { name, message, reason } = validation
    const forEach = validation.forEach && compiler.compile(validation.forEach, names, ['list', 'map'])
    const inside = validation.forEach ? { ...names, ...namesOfElement(forEach) } : names
    const expression = compiler.compile(validation.expression, inside, ['bool'])
    const messageExpression =
      validation.messageExpression && compiler.compile(validation.messageExpression, inside, ['string'])
    const at = validation.at && compiler.compile(validation.at, inside)
    if (!expression) return []
    return [
      {
        name,
        ...(forEach && { forEach }),
        expression,
        ...(message !== undefined && { message }),
        ...(messageExpression && { messageExpression }),
        ...(at && { at }),
        ...(reason !== undefined && { reason }),
      },
    ]
  })
}

/** What is known of an element before its value is; of what may be a list or a map, both `index` and `key`. */
export function namesOfElement(list: CompiledExpression | undefined): Names {
  const { name, args, fields } = list?.program.resultType ?? { name: 'dyn', args: [] }
  if (name === 'list') return { item: args[0] ?? 'dyn', index: 'int' }
  if (name === 'map') return { item: (fields ? undefined : args[1]) ?? 'dyn', key: args[0] ?? 'dyn' }
  return { item: 'dyn', index: 'int', key: 'dyn' }
}
