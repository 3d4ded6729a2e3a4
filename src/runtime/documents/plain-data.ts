import { inputError } from '../input-error.js'
import { setOwn } from '../member.js'
import type { Location } from '../model/index.js'
import { formatPointer } from '../pointer.js'
import { limitHints, maxDepth } from './limits.js'

/**
 * A copy of what a program gives, as JSON would write and read it: so that what is judged does not change while it is judged,
 * and is nothing but data. Members that are undefined are left out; what has a `toJSON` is what that gives.
 * @param location where it stands, for mistakes
 * @throws InputError for what JSON cannot hold: a function, NaN, an object that contains itself
 */
export function plainData(value: unknown, location: Location): unknown {
  const refuse = (what: string, path: readonly (string | number)[], hint?: string) =>
    inputError('not-data', `${what}${path.length === 0 ? '' : ` at ${formatPointer(path)}`}`, {
      location,
      ...(hint !== undefined && { hint }),
    })
  const above = new Set<object>()
  const copy = (given: unknown, path: readonly (string | number)[]): unknown => {
    const of =
      isObject(given) && 'toJSON' in given && typeof given.toJSON === 'function' ? given.toJSON() : given
    if (of === null || typeof of === 'string' || typeof of === 'boolean' || typeof of === 'bigint') return of
    if (typeof of === 'number') {
      if (Number.isFinite(of)) return of
      throw refuse(`${of} is no number of JSON`, path)
    }
    if (!isObject(of)) throw refuse(`a ${typeof of} is no data`, path, 'give what JSON.parse could give')
    if (above.has(of)) throw refuse('an object that contains itself', path)
    if (path.length > maxDepth) throw refuse('nested too deeply', path.slice(0, 3), limitHints.depth)
    above.add(of)
    const result = Array.isArray(of) ? of.map((item, i) => copy(item, [...path, i])) : copyMembers(of, path)
    above.delete(of)
    return result
  }
  const copyMembers = (of: object, path: readonly (string | number)[]): Record<string, unknown> => {
    const result: Record<string, unknown> = {}
    for (const [key, member] of Object.entries(of))
      if (member !== undefined) setOwn(result, key, copy(member, [...path, key]))
    return result
  }
  return copy(value, [])
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
