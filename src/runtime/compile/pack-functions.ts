import {
  type DefinedFunction,
  type Extension,
  isBuiltIn,
  namesIn,
  type StaticType,
  typeMistake,
} from '../cel/index.js'
import {
  errorAt,
  type FunctionDefinition,
  type NamedExpression,
  type Pack,
  type WrittenType,
} from '../policies/index.js'
import type { CompiledCondition, CompiledFunction, CompiledHome, CompiledRules } from './compiled-policy.js'
import { declaredNames } from './declared-names.js'
import { type Compiler, calling, compileNamed } from './expressions.js'
import { dyn, variablesOf, variableTypes } from './variable-types.js'

/** What a pack shares with all its policies, compiled once. */
export interface SharedRules {
  /** Imported ones, then its own. */
  readonly variables: readonly CompiledCondition[]
  /** Their types; of one that has a mistake, dyn. */
  readonly types: NonNullable<StaticType['fields']>
  /** By name; one that has a mistake is there, but has no program. */
  readonly functions: ReadonlyMap<string, DefinedFunction | CompiledFunction>
  /** The packs that it imports from, by name. */
  readonly homes: ReadonlyMap<string, SharedRules>
  /** What is true of the functions, each with the name of the function that it is an example of. */
  readonly examples: readonly CompiledCondition[]
}

export const nothingShared: SharedRules = {
  variables: [],
  types: variableTypes().above(),
  functions: new Map(),
  homes: new Map(),
  examples: [],
}

/** What it takes to compile what packs share. */
interface Sharing {
  readonly extensions: readonly Extension[]
  readonly compiler: Compiler
  /** What another pack shares. */
  shared(pack: Pack): SharedRules
}

/**
 * Compiles the variables and functions of a pack. A variable sees the variables above it and all functions; a function sees
 * all variables and the other functions; both see what is imported. What comes to need itself is a mistake.
 */
export function compileShared(pack: Pack, { extensions, compiler, shared }: Sharing): SharedRules {
  const names = declaredNames(pack.params)
  const homes = new Map(
    pack.imports.flatMap(({ from }) => (from ? [[from.name, shared(from)] as const] : [])),
  )
  const imported = importedFrom(pack, homes)
  const own = new Map<string, CompiledCondition>()
  const types = variableTypes()
  for (const [name, type] of imported.types) types.know(types.declare(name), type)
  const places = new Map(pack.variables.map((variable) => [variable, types.declare(variable.name)]))
  const functions = new Map([...imported.functions, ...signatures(pack, extensions, compiler)])
  const inOrder = () => [...imported.variables, ...pack.variables.flatMap(({ name }) => own.get(name) ?? [])]
  const within = calling(functions, compiler)
  const compileVariable = (variable: NamedExpression): void => {
    const { name, expression } = variable
    const place = places.get(variable)
    const compiled = within.compile(expression, { ...names, variables: variablesOf(types.above(place)) })
    if (!compiled) return
    if (place !== undefined) types.know(place, compiled.program.resultType)
    own.set(name, { name, ...compiled })
  }
  const visible = () => ({ ...names, variables: variablesOf(types.above()) })
  const compileFunction = ({ name, expression }: FunctionDefinition): void => {
    const signature = functions.get(name)
    if (!signature) return
    const { args, result } = signature
    const wanted = typeof result === 'string' && result !== 'dyn' ? [result] : undefined
    const compiled = within.compile(expression, visible(), wanted, { args })
    if (compiled)
      functions.set(name, { name, args, result: wanted ? result : compiled.program.resultType, ...compiled })
  }
  for (const named of needsFirst(pack, compiler)) {
    if ('args' in named) compileFunction(named)
    else compileVariable(named)
  }
  const examples = pack.functions.flatMap((of) =>
    of.examples.map((expression) => ({ name: of.name, place: of.place, expression })),
  )
  return {
    variables: inOrder(),
    types: types.above(),
    functions,
    homes,
    examples: compileNamed(examples, visible(), ['bool'], within),
  }
}

/** What a pack imports: functions and variables that see what they see at home. */
function importedFrom({ imports }: Pack, homes: ReadonlyMap<string, SharedRules>) {
  const named = (key: 'functions' | 'variables') =>
    imports.flatMap(({ pack, [key]: names }) =>
      names.flatMap(({ name }) => {
        const rules = homes.get(pack)
        return rules ? [{ name, pack, rules }] : []
      }),
    )
  const variables = named('variables').flatMap(({ name, pack, rules }) => {
    const variable = rules.variables.find((candidate) => candidate.name === name)
    return variable ? [{ ...variable, home: pack }] : []
  })
  const functions = named('functions').flatMap(({ name, pack, rules }) => {
    const called = rules.functions.get(name)
    return called ? [[name, { ...called, home: pack }] as const] : []
  })
  const known = new Map(variables.map(({ name, program }) => [name, program.resultType]))
  const types = named('variables').map(({ name }) => [name, known.get(name) ?? dyn] as const)
  return { variables, functions, types }
}

/** What expressions come to use of packs: the functions that they call, be it through others, and the variables of other packs. */
export function reachedFrom(
  expressions: readonly Pick<CompiledCondition, 'program' | 'home'>[],
  shared: SharedRules,
): Pick<CompiledRules, 'functions' | 'homes'> {
  const functions = new Map<string, CompiledFunction>()
  const homes = new Map<string, CompiledHome>()
  const within = (rules: SharedRules, home: string): SharedRules => rules.homes.get(home) ?? nothingShared
  const visit = (
    { program, home: foreign }: Pick<CompiledCondition, 'program' | 'home'>,
    around: SharedRules,
    outer: string | undefined,
  ): void => {
    const rules = foreign === undefined ? around : within(around, foreign)
    const home = foreign ?? outer
    if (home !== undefined && !homes.has(home)) {
      const variables = rules.variables.map((variable) => ({ ...variable, home: variable.home ?? home }))
      homes.set(home, { pack: home, variables })
      for (const variable of rules.variables) visit(variable, rules, home)
    }
    for (const name of program.references.calls) {
      const called = rules.functions.get(name)
      if (!called || !('location' in called)) continue
      const of = called.home ?? home
      const key = `${of}/${name}`
      if (functions.has(key)) continue
      functions.set(key, { ...called, ...(of !== undefined && { home: of }) })
      visit(called, rules, home)
    }
  }
  for (const expression of expressions) visit(expression, shared, undefined)
  return { functions: [...functions.values()], homes: [...homes.values()] }
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
  const places = new Map([...variables, ...functions].map((of, place) => [of, place]))
  const placeOf = (of: NamedExpression) => places.get(of) ?? 0
  const variable = new Map(variables.map((of) => [of.name, of]))
  const called = new Map(functions.map((of) => [of.name, of]))
  const needed = (of: NamedExpression | FunctionDefinition) => {
    const named = namesIn(of.expression.source)
    const read = [...named.variables].flatMap((name) => variable.get(name) ?? [])
    const above = read.filter((other) => 'args' in of || placeOf(other) < placeOf(of))
    const calls = [...named.calls].flatMap((name) => called.get(name) ?? [])
    return [...above, ...calls].sort((a, b) => placeOf(a) - placeOf(b))
  }
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
    for (const other of needed(of)) visit(other, [...path, of])
    if (!circular.has(of)) found.add(of)
  }
  for (const of of [...variables, ...functions]) visit(of, [])
  return [...found]
}

const howToRepeat = 'what goes through a list is written with map(), filter(), all() or exists()'
