import type { CelProblem, Compiled, CompileOptions, Declaration, Program, Scope } from './api.js'
import { check } from './check.js'
import { explainer } from './explain.js'
import { library } from './functions/index.js'
import { type Generated, generate } from './generate.js'
import { type Budget, expressionBudget, meter } from './meter.js'
import { parse } from './parse.js'
import { runtime, runtimeNames } from './runtime.js'
import { type Extension, type FunctionIndex, indexFunctions } from './table.js'
import { declaredType, formatType } from './type.js'

type Run = (scope: Scope) => unknown

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
    lazyRoots: lazyRoots(options.declarations),
  }
  const generated = generate(root, { ...generateOptions, tracing: false })
  if (generated.problems.length > 0 && !options.lenient)
    return { problems: generated.problems.map(typeProblem) }
  const run = build(generated, [])
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
    evaluate: (scope, budget) => metered(run, scope, budget),
    explain: explainer(source, root, () => generate(root, { ...generateOptions, tracing: true }), build),
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

const mergedOf = new WeakMap<readonly Extension[], Extension & { readonly index: FunctionIndex }>()
const plain: readonly Extension[] = []

/** The library with the extensions; built once for each list of extensions. */
function merged(given: readonly Extension[]): Extension & { readonly index: FunctionIndex } {
  const extensions = given.length === 0 ? plain : given
  const known = mergedOf.get(extensions)
  if (known) return known
  const functions = [library, ...extensions].flatMap((extension) => extension.functions)
  const types = [library, ...extensions].flatMap((extension) => extension.types)
  const built = { functions, types, index: indexFunctions(functions) }
  mergedOf.set(extensions, built)
  return built
}

/** Source text to function; undefined when the JavaScript parser gives up on its nesting. */
export function build(
  generated: Generated,
  extra: readonly string[],
): ((...args: readonly unknown[]) => unknown) | undefined {
  const names = generated.constants.map((_, i) => `k${i}`)
  const prelude = `const { ${runtimeNames.join(', ')} } = runtime; const [${names.join(', ')}] = constants;`
  try {
    const make = new Function(
      'runtime',
      'constants',
      `'use strict'; ${prelude} return (${['s', ...extra].join(', ')}) => {\n${generated.body}\n}`,
    )
    return make(runtime, generated.constants)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Runs under the expression's budget and the given one, whichever ends first; restores the meter of an outer run. */
function metered(run: Run, scope: Scope, budget: Budget | undefined): unknown {
  const outer = meter.left
  const start = budget ? Math.min(expressionBudget, budget.left) : expressionBudget
  meter.left = start
  const value = run(scope)
  if (budget) budget.left -= start - meter.left
  meter.left = outer
  return value
}
