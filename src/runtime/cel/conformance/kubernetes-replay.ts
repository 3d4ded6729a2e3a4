import { readFileSync } from 'node:fs'
import { parseJson } from '../../documents/json.js'
import { linesOf } from '../../documents/lines.js'
import { type Budget, compile, isCelError, withDoubles } from '../index.js'
import { typeText, valueText } from './kubernetes-text.js'

/**
 * What Kubernetes answered: a refusal, an error, or a value; the cost is in units of its budget. Very long values and types
 * are not recorded.
 */
export interface Answer {
  readonly compileError?: unknown
  readonly error?: unknown
  readonly value?: string
  readonly type?: string
  readonly cost?: number
}

/** A recorded question. `vars` are of type dyn; `json` is their text where its spelling matters. */
export interface Recorded {
  readonly expr?: string
  /** A large expression: texts and how often each is repeated. */
  readonly parts?: readonly (readonly [text: string, times: number])[]
  readonly vars?: Readonly<Record<string, unknown>>
  readonly json?: string
  readonly answer: Answer
  /** What a new expression gets in 1.36, where that is something else. */
  readonly at36?: Answer
}

/** The records of a file of testdata/kubernetes. */
export function recordsOf(file: string): readonly Recorded[] {
  const text = readFileSync(new URL(`../../../../testdata/kubernetes/${file}`, import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
}

/** The expression of a record. */
export function expressionOf({ expr, parts = [] }: Recorded): string {
  return expr ?? parts.map(([text, times]) => text.repeat(times)).join('')
}

/** Our answer in the environment of Kubernetes 1.<minor>, in the records' notation; `text` says why. */
export function ourAnswer(record: Recorded, minor: number): Answer & { readonly text?: string } {
  const scope = scopeOf(record)
  const compiled = compile(expressionOf(record), {
    declarations: Object.fromEntries(Object.keys(scope).map((name) => [name, 'dyn'])),
    kubernetes: { minor },
  })
  if ('problems' in compiled)
    return { compileError: true, text: compiled.problems.map(({ message }) => message).join('; ') }
  const { program } = compiled
  const type = typeText(program.type)
  const budget: Budget = { left: 0 }
  const value = program.evaluate(scope, budget)
  const { spent: cost = 0 } = budget
  return isCelError(value)
    ? { error: true, type, cost, text: value.message }
    : { value: valueText(value), type, cost }
}

function scopeOf({ vars = {}, json }: Recorded): Readonly<Record<string, unknown>> {
  if (json === undefined) return vars
  const [value] = parseJson(linesOf('vars.json', json)).values
  return withDoubles(value?.data, value?.floats() ?? []) as Readonly<Record<string, unknown>>
}

/** What is different: undefined when both refuse, or both err or give the same value of the same type at the same cost. */
export function difference(theirs: Answer, ours: Answer): string | undefined {
  const [outcome, our] = [outcomeOf(theirs), outcomeOf(ours)]
  if (outcome !== our) return `${outcome} -> ${our}`
  if (theirs.value !== undefined && theirs.value !== ours.value) return 'another value'
  if (theirs.type !== undefined && theirs.type !== ours.type) return 'another type'
  if (theirs.cost !== undefined && theirs.cost !== ours.cost) return 'another cost'
  return undefined
}

function outcomeOf({ compileError, error }: Answer): 'refused' | 'error' | 'value' {
  return compileError !== undefined ? 'refused' : error !== undefined ? 'error' : 'value'
}
