import { formatPointer } from '../pointer.js'
import type { ParamSchema } from '../policies/index.js'

/** A default value with one change. */
export interface DefaultMutation {
  readonly value: unknown
  /** Where the change is, in the default. */
  readonly pointer: string
  readonly change: string
}

/** The neighbours of a value: a number one more or less, a text empty, a list without one of its elements. */
export function defaultMutations(value: unknown, pointer = ''): DefaultMutation[] {
  const becomes = (other: unknown): DefaultMutation => ({
    value: other,
    pointer,
    change: `${written(value)} becomes ${written(other)}`,
  })
  if (typeof value === 'boolean') return [becomes(!value)]
  if (typeof value === 'number') return [becomes(value + 1), becomes(value - 1)]
  if (typeof value === 'string') return [becomes(value === '' ? 'mutated' : '')]
  if (Array.isArray(value))
    return value.flatMap((element, i) => [
      {
        value: value.toSpliced(i, 1),
        pointer: pointer + formatPointer([i]),
        change: `${written(element)} is left out`,
      },
      ...inside(element, i, pointer, (other) => value.with(i, other)),
    ])
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    inside(member, key, pointer, (other) => ({ ...value, [key]: other })),
  )
}

/** Of a text in a list, that it is left out says all. */
function inside(
  value: unknown,
  key: string | number,
  pointer: string,
  around: (other: unknown) => unknown,
): DefaultMutation[] {
  if (typeof key === 'number' && typeof value === 'string') return []
  return defaultMutations(value, pointer + formatPointer([key])).map((mutation) => ({
    ...mutation,
    value: around(mutation.value),
  }))
}

function written(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return `'${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`
}

/** Whether two parameters have one type. */
export function isOfOneType(a: ParamSchema | undefined, b: ParamSchema | undefined): boolean {
  return JSON.stringify(a?.type) === JSON.stringify(b?.type)
}
