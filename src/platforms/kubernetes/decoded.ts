import { withDoubles } from '../../runtime/cel/index.js'
import type { Document } from '../../runtime/model/index.js'

/**
 * The data of a document with its numbers as Kubernetes' decoder takes them: those written with a point or an exponent
 * are doubles, also where they have the value of an integer, and so are integers beyond 64 bits.
 */
export function decoded({ data, floats }: Document): unknown {
  return withDoubles(data, floats?.() ?? [])
}
