import { readBack } from '../admission/read-back.js'
import { isCelError, timestamp } from '../cel/index.js'
import type { CompiledFix } from '../compile/compile-fix.js'
import type { CompiledExpression } from '../compile/compiled-policy.js'
import type { ExportSet } from '../exports/inputs.js'
import { globMatcher } from '../globs.js'
import { type Evaluation, evaluate, forEachElement, startEvaluation } from '../judge/evaluation.js'
import { buildInventory } from '../judge/inventory.js'
import { buildRedaction } from '../judge/redaction.js'
import { homeOf } from '../judge/scope.js'
import { groupBy } from '../model/by-guideline.js'
import type { Diagnostic, SensitivePart } from '../model/index.js'
import { inOrder, type Params } from '../policies/index.js'
import { pathProblem } from './file-path.js'
import { formatOf } from './formats.js'

export interface MadeFile {
  /** Relative, with forward slashes; safe whatever the exports hold. */
  readonly path: string
  readonly text: string
  readonly fix: CompiledFix
}

export interface Making {
  /** Sorted by path. */
  readonly files: readonly MadeFile[]
  /** Fixes that made nothing, and why. */
  readonly idle: readonly { readonly fix: CompiledFix; readonly reason: string }[]
  /** What could not be made. */
  readonly problems: readonly Diagnostic[]
}

export interface MakingOptions {
  readonly paramsOf: (fix: CompiledFix, home?: string) => Params
  readonly now: Date
  /** What no file quotes. */
  readonly sensitive: readonly SensitivePart[]
}

/** A part of a file, as one element of a `forEach` gives it. */
interface Part {
  readonly path: string
  readonly content: unknown
}

/** Makes the files of fixes from what one snapshot holds. Sensitive values are masked, as they are in reports. */
export function makeFiles(fixes: readonly CompiledFix[], set: ExportSet, options: MakingOptions): Making {
  const resources = readBack(set.resources)
  const redaction = buildRedaction(buildInventory(resources, set.snapshot), options.sensitive)
  const { inventory } = redaction
  const types = [...new Set([...set.coveredTypes, ...resources.map(({ type }) => type)])]
  const problems: Diagnostic[] = []
  const made = fixes.map((fix) => {
    const lacking = fix.requires.find((alternatives) => !types.some(globMatcher(alternatives)))
    if (lacking !== undefined)
      return { fix, files: [], reason: `needs ${lacking.join(' or ')}, which no export has` }
    const homes = new Map(fix.homes.map(({ pack }) => [pack, options.paramsOf(fix, pack)]))
    const context = {
      params: options.paramsOf(fix),
      homes,
      inventory,
      now: timestamp(options.now),
      redaction,
    }
    const evaluation = startEvaluation(fix, undefined, context)
    const before = problems.length
    const files = filesOf(fix, partsOf(fix, evaluation, problems), problems)
    return { fix, files, ...(problems.length === before && { reason: 'there is nothing that it is for' }) }
  })
  const files = made.flatMap(({ files }) => files)
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    idle: made.flatMap(({ fix, files, reason }) =>
      files.length === 0 && reason !== undefined ? [{ fix, reason }] : [],
    ),
    problems: inOrder([...problems, ...repeated(files)]),
  }
}

function partsOf(fix: CompiledFix, evaluation: Evaluation, problems: Diagnostic[]): readonly Part[] {
  const { forEach } = fix
  if (!forEach) return partOf(fix, evaluation, problems)
  const list = evaluate(evaluation, 'forEach', forEach)
  const parts = forEachElement(evaluation, forEach, list, () => partOf(fix, evaluation, problems))
  if (parts) return parts
  problems.push(problemAt(fix, forEach, list, 'the result is not a list or a map'))
  return []
}

function partOf(fix: CompiledFix, evaluation: Evaluation, problems: Diagnostic[]): readonly Part[] {
  const path = evaluate(evaluation, 'file', fix.path)
  const content = evaluate(evaluation, 'content', fix.content)
  if (typeof path !== 'string') problems.push(problemAt(fix, fix.path, path, 'the result is not a text'))
  else if (isCelError(content)) problems.push(problemAt(fix, fix.content, content))
  else return [{ path, content }]
  return []
}

function filesOf(fix: CompiledFix, parts: readonly Part[], problems: Diagnostic[]): MadeFile[] {
  return [...groupBy(parts, ({ path }) => [path])].flatMap(([path, group]): MadeFile[] => {
    const wrong = pathProblem(path)
    if (wrong !== undefined) {
      problems.push(
        problemAt(fix, fix.path, undefined, `${JSON.stringify(path)} is no path for a file: ${wrong}`),
      )
      return []
    }
    const format = formatOf(path)
    const text = format.write(
      group.map(({ content }) => content),
      fix.title,
    )
    if (text !== undefined) return [{ path, text, fix }]
    const message = `the content of ${path} is not ${format.takes}`
    problems.push(problemAt(fix, fix.content, undefined, message))
    return []
  })
}

/** Two fixes that make one file: neither may win. */
function repeated(files: readonly MadeFile[]): Diagnostic[] {
  return [...groupBy(files, ({ path }) => [path])].flatMap(([path, [first, ...others]]) =>
    others.map(({ fix }) =>
      problemAt(fix, fix.path, undefined, `${path} is made by ${first?.fix.id} already: name another file`),
    ),
  )
}

function problemAt(
  fix: CompiledFix,
  expression: CompiledExpression,
  value: unknown,
  message?: string,
): Diagnostic {
  const error = isCelError(value) ? value : undefined
  const location = error?.range ? (homeOf(error, fix) ?? expression).locate(error.range) : expression.location
  return {
    code: 'fix',
    level: 'error',
    message: `could not be made: ${error?.message ?? message}`,
    location,
  }
}
