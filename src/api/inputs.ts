import type { InputRequest } from '../runtime/exports/files.js'
import type { ObjectsRequest } from '../runtime/exports/objects.js'

/** An export: a path, a path with what its shape does not tell, or objects in memory. */
export type Input = string | InputRequest | ObjectsRequest

/** Exports as runs ask for them. */
export function requestsOf(inputs: Input | readonly Input[]): readonly (InputRequest | ObjectsRequest)[] {
  return listOf(inputs).map((input) => (typeof input === 'string' ? { path: input } : input))
}

/** One, or several. */
export function listOf<T>(given: T | readonly T[]): readonly T[] {
  return Array.isArray(given) ? given : [given as T]
}
