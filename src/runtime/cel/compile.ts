import type { Extension } from '../model/index.js'
import type { Budget, CelProblem, Compiled, CompileOptions, Declaration, Program, Scope } from './api.js'
import { check } from './check/check.js'
import { type FunctionIndex, indexFunctions } from './check/function-index.js'
import { declaredType, formatType } from './check/type.js'
import { apart, expressionBudget } from './evaluation/meter.js'
import { runtime, runtimeNames } from './evaluation/runtime.js'
import { explainer } from './explain.js'
import { library } from './functions/index.js'
import type { Generated } from './generate/emitter.js'
import { generate } from './generate/generate.js'
import { parse } from './syntax/parse.js'

/** Text to program: parses, checks and compiles; reports every problem that can be told apart. Never throws. */
export function compile(source: string, options: CompileOptions): Compiled {
  const parsed = parse(source)
  if ('problem' in parsed) return { problems: [parsed.problem] }
  const { root, nodes } = parsed
  const extension = merged(options.extensions ?? [])
  const variables = new Map(
    Object.entries(options.declarations).map(([name, of]) => [name, declaredType(of)]),
  )
  const checked = check(root, nodes, variables, extension.index)
  const problems = options.lenient ? [] : [...checked.problems]
  const type = formatType(checked.types[root.id] ?? { name: 'dyn', args: [] })
  if (problems.length === 0) problems.push(...resultProblems(source, type, options.result))
  if (problems.length > 0) return { problems }

  const generateOptions = {
    source,
    checked,
    opaque: extension.types,
    hostNames: extension.hostNames,
    lazyRoots: lazyRoots(options.declarations),
  }
  const generateWith = (tracing: boolean): Generated =>
    apart(() => generate(root, { ...generateOptions, tracing }))
  const generated = generateWith(false)
  if (generated.problems.length > 0 && !options.lenient)
    return { problems: generated.problems.map(typeProblem) }
  const run = build(generated)
  if (!run)
    return {
      problems: [
        { code: 'cel-limit', message: 'the expression is nested too deeply', start: 0, end: source.length },
      ],
    }
  const program: Program = {
    source,
    type,
    references: checked.references,
    evaluate: run,
    explain: explainer(source, root, () => generateWith(true), build),
  }
  return { program }
}

function typeProblem(problem: { message: string; start: number; end: number }): CelProblem {
  return { code: 'cel-type', ...problem }
}

function resultProblems(
  source: string,
  type: string,
  allowed: CompileOptions['result'],
): readonly CelProblem[] {
  if (!allowed || type === 'dyn' || allowed.some((name) => type === name || type.startsWith(`${name}<`)))
    return []
  const wanted = allowed.join(' or ')
  return [
    {
      code: 'cel-type',
      message: `the expression gives ${type}, it must give ${wanted}`,
      start: 0,
      end: source.length,
    },
  ]
}

function lazyRoots(declarations: Readonly<Record<string, Declaration>>): ReadonlySet<string> {
  return new Set(
    Object.keys(declarations).filter(
      (name) => name === 'variables' || typeof declarations[name] !== 'string',
    ),
  )
}

interface Language extends Extension {
  readonly index: FunctionIndex
  readonly hostNames: ReadonlySet<string>
}

const mergedOf = new WeakMap<readonly Extension[], Language>()
const plain: readonly Extension[] = []

/** The library with the extensions; built once for each list of extensions. */
function merged(given: readonly Extension[]): Language {
  const extensions = given.length === 0 ? plain : given
  const known = mergedOf.get(extensions)
  if (known) return known
  const functions = [library, ...extensions].flatMap((extension) => extension.functions)
  const types = [library, ...extensions].flatMap((extension) => extension.types)
  const index = indexFunctions(functions)
  const methods = [...index.methods.values()].flat()
  const ofHost = methods.filter(({ receiver }) => types.some(({ name }) => name === receiver?.name))
  const built = { functions, types, index, hostNames: new Set(ofHost.map((method) => method.of.name)) }
  mergedOf.set(extensions, built)
  return built
}

/** A compiled body, metered. `extra` is what it gets beside the scope. */
type Built = (scope: Scope, budget: Budget | undefined, extra?: unknown) => unknown

/**
 * Source text to function; undefined when the JavaScript parser gives up on its nesting. Each program has its own copy
 * of the code that meters it, so that V8 can inline the two into one.
 */
export function build(generated: Generated, extra = ''): Built | undefined {
  const names = generated.constants.map((_, i) => `k${i}`)
  const parameters = extra === '' ? 's' : `s, ${extra}`
  const text = `'use strict'
const { ${runtimeNames.join(', ')} } = runtime
const [${names.join(', ')}] = constants
const run = (${parameters}) => {
${generated.body}
}
return (s, budget${extra === '' ? '' : `, ${extra}`}) => {
  const outer = meter.left
  const start = budget === undefined ? ${expressionBudget} : Math.min(${expressionBudget}, budget.left)
  meter.left = start
  try {
    return run(${parameters})
  } catch (error) {
    return thrown(error)
  } finally {
    if (budget !== undefined) budget.left -= start - meter.left
    meter.left = outer
  }
}`
  try {
    return new Function('runtime', 'constants', text)(runtime, generated.constants)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
