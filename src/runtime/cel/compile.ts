import { append } from '../append.js'
import type { CelProblem, Compiled, CompileOptions, Declaration, Program } from './api.js'
import { check } from './check/check.js'
import { declaredType, formatType, settled, types } from './check/type.js'
import { apart } from './evaluation/meter.js'
import { build } from './generate/build.js'
import type { Generated } from './generate/emitter.js'
import { generate } from './generate/generate.js'
import { languageWith } from './language.js'
import { parse } from './syntax/parse.js'
import { tracer } from './trace/trace.js'

/** Text to program: parses, checks and compiles; reports every problem that can be told apart. Never throws. */
export function compile(source: string, options: CompileOptions): Compiled {
  const parsed = parse(source, options.kubernetes)
  if ('problem' in parsed) return { problems: [parsed.problem] }
  const { root, nodes } = parsed
  const language = languageWith(options.extensions ?? [], options.kubernetes)
  const variables = new Map(
    Object.entries(options.declarations).map(([name, of]) => [name, declaredType(of)]),
  )
  const checked = check(root, nodes, variables, language.index, options.kubernetes, source)
  const problems = options.lenient ? [] : [...checked.problems]
  const resultType = settled(checked.types[root.id] ?? types.dyn)
  const type = formatType(resultType)
  if (problems.length === 0) append(problems, resultProblems(source, type, options))
  if (problems.length > 0) return { problems }

  const generateOptions = {
    source,
    checked,
    kubernetes: options.kubernetes,
    opaque: language.types,
    hostNames: language.hostNames,
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
    resultType,
    references: checked.references,
    evaluate: run,
    trace: tracer(source, root, () => generateWith(true), build),
  }
  return { program }
}

function typeProblem(problem: { message: string; start: number; end: number }): CelProblem {
  return { code: 'cel-type', ...problem }
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
