import { isPlainObject } from './values.js'

/** What a part of a decoded object is in the API server: a Go struct, or a list or a map of Go. */
type Part = 'struct' | 'list or map'

/** A property that no key reaches: a table beside the objects would cost more than decoding them. */
const mark = Symbol('decoded')

interface Marked {
  [mark]?: Part
}

/** Notes that an object is one that the API server has decoded, or a part of one: it then has an equality of its own. */
export function rememberDecoded(part: object, as: Part): void {
  const marked: Marked = part
  marked[mark] = as
}

/** Undefined for what an expression has made, and for custom resources. */
export function decodedAs(part: object): Part | undefined {
  const marked: Marked = part
  return marked[mark]
}

/** Whether a value is a decoded struct or map, in which looking for a key that is no text is an error. */
export function hasTextsOnlyAsKeys(value: unknown): boolean {
  return isPlainObject(value) && decodedAs(value) !== undefined
}

/** A copy of JSON data that counts as decoded, all structs. */
export function decodedCopy<Data>(data: Data): Data {
  return copyOf(data, (part) => rememberDecoded(part, Array.isArray(part) ? 'list or map' : 'struct')) as Data
}

/** A copy that does not. */
export function undecodedCopy(data: unknown): unknown {
  return copyOf(data, () => undefined)
}

function copyOf(data: unknown, mark: (part: object) => void): unknown {
  const copy = Array.isArray(data)
    ? data.map((part) => copyOf(part, mark))
    : isPlainObject(data)
      ? Object.fromEntries(Object.entries(data).map(([key, part]) => [key, copyOf(part, mark)]))
      : undefined
  if (copy === undefined) return data
  mark(copy)
  return copy
}
