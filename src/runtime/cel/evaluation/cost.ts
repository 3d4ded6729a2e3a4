import { Failure, failure } from '../values/failure.js'
import { Typed } from '../values/type-name.js'
import { entriesOf, isMap, Optional, sizeOfMap } from '../values/values.js'
import { runtime } from './runtime.js'

/**
 * What an API server charges for evaluating: the units of cel-go's run-time cost and of Kubernetes' costs of its library
 * (`interpreter/runtimecost.go`; `k8s.io/apiserver/pkg/cel/library/cost.go`). Policies are stopped by them there, so they
 * are stopped by them here; only programs of the environment of Kubernetes count.
 */
export const costLimits = {
  /** One evaluation of one expression. */
  expression: 1_000_000,
  /** All validations and messages of a policy under one binding and with one parameter; its audit annotations again. */
  binding: 10_000_000,
  /** All match conditions. */
  matchConditions: 2_500_000,
} as const

/**
 * Our own steps are a mere safety net for these programs: what the API server would do within its limits but only in
 * minutes (comparing lists of lists of lists costs next to nothing there), it gives up when the request times out.
 */
export const kubernetesSteps = 1_000_000_000

/** The longest string of these programs: about what memory allows. `replace` may make one of any length there. */
export const longestKubernetesString = 1 << 26

/** The units that the evaluation that is running has spent. Nested ones restore it (see generate/build.ts). */
export const spent = { units: 0 }

const perCharacter = 0.1
const utf8 = new TextEncoder()

/** Units for going once through this many characters or elements, rounded up. */
export const traversal = (size: number): number => Math.ceil(size * perCharacter)

const surrogate = /[\ud800-\udbff]/

/** How large a value counts: characters, bytes, elements; 1 for what has no size. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return surrogate.test(value) ? codePoints(value) : value.length
  if (typeof value !== 'object' || value === null) return 1
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  if (value instanceof Typed) return value.$size
  if (value instanceof Optional) return value.$some === undefined ? 1 : sizeOf(value.$some)
  return !(value instanceof Failure) && isMap(value) ? sizeOfMap(value) : 1
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Units for going through a value with all that is in it. Rounded down at each text. */
export function deepTraversal(value: unknown): number {
  if (typeof value === 'string') return Math.trunc(utf8.encode(value).length * perCharacter)
  if (value instanceof Uint8Array) return Math.trunc(value.length * perCharacter)
  if (Array.isArray(value)) return value.reduce((sum: number, element) => sum + deepTraversal(element), 0)
  if (!isMap(value)) return 1
  return entriesOf(value).reduce(
    (sum, [key, element]) => sum + deepTraversal(key) + deepTraversal(element),
    0,
  )
}

/** What programs of Kubernetes can call beside {@link runtime}. */
export const costRuntime = {
  spent,
  costOfEquals: (a: unknown, b: unknown): number => (a instanceof Typed ? 1 : costOfComparison(a, b)),
  costOfComparison,
  costOfConcatenation: (a: unknown, b: unknown): number => traversal(sizeOf(a) + sizeOf(b)),
  sizeOf,
  /** What counting threw is the answer; the rest is for `thrown` of the runtime. */
  stopped: (error: unknown): Failure => (error instanceof Failure ? error : runtime.thrown(error)),
  tooCostly: (): Failure =>
    failure(
      'budget',
      `costs more than the API server allows an expression: ${costLimits.expression.toLocaleString('en-US')}`,
    ),
} as const

function costOfComparison(a: unknown, b: unknown): number {
  const scalar = typeof a === 'number' || typeof a === 'boolean'
  if (scalar && typeof b === typeof a) return 1
  return traversal(Math.min(sizeOf(a), sizeOf(b)))
}
