import { append } from '../append.js'
import type { CelProblem, Compiled, CompileOptions, Declaration, Program, SourceRange } from './api.js'
import { check } from './check/check.js'
import { withDefined } from './check/function-index.js'
import { declaredType, formatType, settled, types } from './check/type.js'
import { apart } from './evaluation/meter.js'
import { build } from './generate/build.js'
import type { Generated } from './generate/emitter.js'
import { generate } from './generate/generate.js'
import { languageWith } from './language.js'
import { parse } from './syntax/parse.js'
import { tracer } from './trace/trace.js'
import { failure } from './values/failure.js'
import { unknowns } from './values/unknown.js'

/** Text to program: parses, checks and compiles; reports every problem that can be told apart. Never throws. */
export function compile(source: string, options: CompileOptions): Compiled {
  const parsed = parse(source, options.kubernetes)
  if ('problem' in parsed) return { problems: [parsed.problem] }
  const { root, nodes } = parsed
  const language = languageWith(options.extensions ?? [], options.kubernetes)
  const index = withDefined(language.index, options.functions ?? new Map())
  const args = options.args && new Map(options.args.map(({ name, type }) => [name, declaredType(type)]))
  const variables = new Map(
    Object.entries(options.declarations).map(([name, of]) => [name, declaredType(of)]),
  )
  const checked = check(root, nodes, variables, index, options.kubernetes, source, args)
  const resultType = settled(checked.types[root.id] ?? types.dyn)
  const type = formatType(resultType)
  const generateOptions = {
    source,
    checked,
    kubernetes: options.kubernetes,
    opaque: language.types,
    hostNames: language.hostNames,
    lazyRoots: lazyRoots(options.declarations),
    args: [...(args?.keys() ?? [])],
  }
  const generateWith = (how: { readonly tracing: boolean; readonly careful: boolean }): Generated =>
    apart(() => generate(root, { ...generateOptions, ...how }))
  const generated = generateWith({ tracing: false, careful: false })
  const problems = options.lenient ? [] : allProblems(checked.problems, generated.problems)
  if (checked.problems.length === 0 || options.lenient)
    append(problems, resultProblems(source, type, options))
  if (problems.length > 0) return { problems }
  const run = build(generated, args ? 'args' : '')
  if (!run)
    return {
      problems: [
        { code: 'cel-limit', message: 'the expression is nested too deeply', start: 0, end: source.length },
      ],
    }
  const program: Program = {
    source,
    type,
    resultType,
    references: checked.references,
    evaluate: unlessUnknowns(run, () =>
      build(generateWith({ tracing: false, careful: true }), args ? 'args' : ''),
    ),
    trace: tracer(source, root, checked, () =>
      build(generateWith({ tracing: true, careful: true }), 'args, trace'),
    ),
  }
  return { program }
}

/** Where data may hold unknown values, a program that looks for them. */
function unlessUnknowns(
  fast: Program['evaluate'],
  build: () => Program['evaluate'] | undefined,
): Program['evaluate'] {
  let careful: Program['evaluate'] | undefined
  return (scope, budget, args) => {
    if (!unknowns.exist) return fast(scope, budget, args)
    careful ??= build() ?? (() => failure('budget', 'the expression is nested too deeply'))
    return careful(scope, budget, args)
  }
}

/** What the check found, and the mistakes in literals that only building them showed: all in one go, in source order. */
function allProblems(found: readonly CelProblem[], inLiterals: Generated['problems']): CelProblem[] {
  const isKnown = (problem: SourceRange) => found.some(({ start }) => start === problem.start)
  const more = inLiterals
    .filter((problem) => !isKnown(problem))
    .map((problem): CelProblem => ({ code: 'cel-type', ...problem }))
  return [...found, ...more].sort((a, b) => a.start - b.start || a.end - b.end)
}

function resultProblems(
  source: string,
  type: string,
  { result: allowed, kubernetes }: CompileOptions,
): readonly CelProblem[] {
  if (!allowed || allowed.includes(type)) return []
  if (!kubernetes && (type === 'dyn' || allowed.some((name) => type.startsWith(`${name}<`)))) return []
  const wanted = allowed.join(' or ')
  const hint = type === 'dyn' ? exactly[allowed[0] ?? ''] : undefined
  return [
    {
      code: 'cel-type',
      message: `the expression gives ${type}, it must give ${wanted}`,
      start: 0,
      end: source.length,
      ...(hint !== undefined && { hint }),
    },
  ]
}

/** How a value of unknown type becomes one that API servers accept as a result. */
const exactly: Readonly<Record<string, string>> = {
  bool: "compare it: '… == true'",
  string: "convert it: 'string(…)'",
}

function lazyRoots(declarations: Readonly<Record<string, Declaration>>): ReadonlySet<string> {
  return new Set(
    Object.keys(declarations).filter(
      (name) => name === 'variables' || typeof declarations[name] !== 'string',
    ),
  )
}
