import { type DefinedFunction, type Extension, isBuiltIn, namesIn, typeMistake } from '../cel/index.js'
import {
  errorAt,
  type FunctionDefinition,
  type NamedExpression,
  type Pack,
  type WrittenType,
} from '../policies/index.js'
import type { CompiledCondition, CompiledFunction } from './compiled-policy.js'
import { type Compiler, calling, compileNamed, compileVariables, type Names, typesOf } from './expressions.js'

/** What a pack shares with all its policies, compiled once. */
export interface SharedRules {
  readonly variables: readonly CompiledCondition[]
  /** By name; one that has a mistake is there, but has no program. */
  readonly functions: ReadonlyMap<string, DefinedFunction | CompiledFunction>
  /** What is true of the functions, each with the name of the function that it is an example of. */
  readonly examples: readonly CompiledCondition[]
}

export const nothingShared: SharedRules = { variables: [], functions: new Map(), examples: [] }

/**
 * Compiles the variables and functions of a pack. A variable sees the variables above it and all functions; a function sees
 * all variables and the other functions. What comes to need itself is a mistake.
 */
export function compileShared(
  pack: Pack,
  names: Names,
  extensions: readonly Extension[],
  compiler: Compiler,
): SharedRules {
  const variables = new Map<string, CompiledCondition>()
  const functions = signatures(pack, extensions, compiler)
  const inOrder = () => pack.variables.flatMap(({ name }) => variables.get(name) ?? [])
  const within = calling(functions, compiler)
  const compileVariable = (variable: NamedExpression): void => {
    const above = pack.variables.slice(0, pack.variables.indexOf(variable))
    const known = above.flatMap(({ name }) => variables.get(name) ?? [])
    const [compiled] = compileVariables([variable], names, above, known, within)
    if (compiled) variables.set(variable.name, compiled)
  }
  const compileFunction = ({ name, expression }: FunctionDefinition): void => {
    const signature = functions.get(name)
    if (!signature) return
    const { args, result } = signature
    const visible = { ...names, variables: { fields: typesOf(pack.variables, inOrder()) } }
    const wanted = typeof result === 'string' && result !== 'dyn' ? [result] : undefined
    const compiled = within.compile(expression, visible, wanted, { args })
    if (compiled)
      functions.set(name, { name, args, result: wanted ? result : compiled.program.resultType, ...compiled })
  }
  for (const named of needsFirst(pack, compiler)) {
    if ('args' in named) compileFunction(named)
    else compileVariable(named)
  }
  const visible = { ...names, variables: { fields: typesOf(pack.variables, inOrder()) } }
  const examples = pack.functions.flatMap((of) =>
    of.examples.map((expression) => ({ name: of.name, place: of.place, expression })),
  )
  return { variables: inOrder(), functions, examples: compileNamed(examples, visible, ['bool'], within) }
}

/** The functions that expressions call, be it through others. */
export function calledBy(
  expressions: readonly Pick<CompiledCondition, 'program'>[],
  { functions }: SharedRules,
): CompiledFunction[] {
  const found = new Map<string, CompiledFunction>()
  const visit = ({ program }: Pick<CompiledCondition, 'program'>): void => {
    for (const name of program.references.calls) {
      const called = functions.get(name)
      if (!called || !('location' in called) || found.has(name)) continue
      found.set(name, called)
      visit(called)
    }
  }
  for (const expression of expressions) visit(expression)
  return [...found.values()]
}

/** What is known of the functions of a pack before any is compiled: what their definitions state. */
function signatures(
  { functions }: Pack,
  extensions: readonly Extension[],
  compiler: Compiler,
): Map<string, DefinedFunction | CompiledFunction> {
  const typeOf = ({ type, place }: WrittenType): string => {
    const mistake = typeMistake(type, extensions)
    if (!mistake) return type
    compiler.report(errorAt(place, 'cel-type', mistake.message, mistake.hint))
    return 'dyn'
  }
  const own = functions.filter(({ name, place }) => {
    if (!isBuiltIn(name, extensions)) return true
    const message = `'${name}' is a function of the language`
    compiler.report(errorAt(place, 'duplicate-name', message, 'give it another name'))
    return false
  })
  return new Map(
    own.map(({ name, args, result }) => {
      const typed = args.map((arg) => ({ name: arg.name, type: typeOf(arg) }))
      return [name, { name, args: typed, result: result ? typeOf(result) : 'dyn' }]
    }),
  )
}

/** Variables and functions, each after those that it names; what comes to need itself is reported and left out. */
function needsFirst({ variables, functions }: Pack, compiler: Compiler) {
  const found = new Set<NamedExpression | FunctionDefinition>()
  const circular = new Set<NamedExpression>()
  const visit = (of: NamedExpression | FunctionDefinition, path: readonly NamedExpression[]): void => {
    if (found.has(of) || circular.has(of)) return
    const start = path.indexOf(of)
    if (start >= 0) {
      const names = [...path.slice(start), of].map(({ name }) => name).join(' → ')
      const message = `'${of.name}' comes to need itself: ${names}`
      compiler.report(errorAt(of.place, 'circular', message, howToRepeat))
      circular.add(of)
      return
    }
    const named = namesIn(of.expression.source)
    const above = 'args' in of ? variables : variables.slice(0, variables.indexOf(of))
    for (const other of above) if (named.variables.has(other.name)) visit(other, [...path, of])
    for (const other of functions) if (named.calls.has(other.name)) visit(other, [...path, of])
    if (!circular.has(of)) found.add(of)
  }
  for (const of of [...variables, ...functions]) visit(of, [])
  return [...found]
}

const howToRepeat = 'what goes through a list is written with map(), filter(), all() or exists()'
