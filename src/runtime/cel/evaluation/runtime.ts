import { at, Failure, failure, type Site } from '../values/failure.js'
import { none, Optional } from '../values/values.js'
import * as arithmetic from './arithmetic.js'
import * as collections from './collections.js'
import * as comparison from './comparison.js'
import { insertedMap, mapOfAnyKeys } from './go-maps.js'
import * as kubernetes from './kubernetes.js'
import * as lookup from './lookup.js'
import { exhausted, meter } from './meter.js'
import * as mismatch from './mismatch.js'
import * as presence from './presence.js'
import { sortByKeys } from './sort-by-keys.js'

/**
 * What generated code can call: its whole world besides its table of constants and the scope. The code handles the
 * common case inline and comes here for the rest, so the operators are complete in themselves: every type, every
 * error. They return a value or a Failure and never throw.
 */
export const runtime = {
  ...arithmetic,
  ...collections,
  ...comparison,
  ...lookup,
  ...mismatch,
  ...presence,
  E: Failure,
  Optional,
  none,
  at,
  meter,
  sortByKeys,
  insertedMap,
  mapOfAnyKeys,
  /** Data nested beyond the stack is the only thing that throws; anything else is our bug. */
  thrown(error: unknown): Failure {
    if (error instanceof RangeError) return failure('budget', 'the data is nested too deeply')
    throw error
  },
  prototypeOf: Object.getPrototypeOf,
  ObjectPrototype: Object.prototype,
  over: (site: Site): Failure => at(exhausted(), site),
} as const

/** The same with the operators that answer otherwise in API servers of Kubernetes. */
export const kubernetesRuntime: typeof runtime = { ...runtime, ...kubernetes }

/** Names that generated code may use. */
export const runtimeNames: readonly string[] = Object.keys(runtime)
