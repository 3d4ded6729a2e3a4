import { isCelError, unknownValue } from '../../runtime/cel/index.js'
import { isRecord, setOwn } from '../../runtime/member.js'

/**
 * The values that a plan says with, in the place of each that is known only after apply, an error of the expression
 * language: a rule that reads one is undecided, whatever it does with it.
 */
export function withUnknown(after: unknown, unknown: unknown, path: string): unknown {
  if (unknown === true) return knownAfterApply(path)
  if (!hasUnknown(unknown)) return after
  if (Array.isArray(unknown)) {
    const known = Array.isArray(after) ? after : []
    const length = Math.max(known.length, unknown.length)
    return Array.from({ length }, (_, i) => withUnknown(known[i] ?? null, unknown[i], `${path}[${i}]`))
  }
  const all: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(isRecord(after) ? after : {})) setOwn(all, key, value)
  for (const [key, mark] of Object.entries(unknown as object))
    setOwn(all, key, withUnknown(Object.hasOwn(all, key) ? all[key] : null, mark, `${path}.${key}`))
  return all
}

/** What stands for a value that is known only after apply. */
export function knownAfterApply(path: string): unknown {
  return unknownValue(`${path} is known only after apply`)
}

/** Whether a value is known only after apply. */
export function isUnknown(value: unknown): boolean {
  return isCelError(value)
}

/** Whether anything in it is. */
function hasUnknown(marks: unknown): boolean {
  return (
    marks === true || (typeof marks === 'object' && marks !== null && Object.values(marks).some(hasUnknown))
  )
}

/** The paths of what is marked with `true`: in `after_unknown`, `after_sensitive`. */
export function markedPaths(marks: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (marks === true) return [path]
  if (typeof marks !== 'object' || marks === null) return []
  return Object.entries(marks).flatMap(([key, mark]) => markedPaths(mark, [...path, key]))
}
