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
