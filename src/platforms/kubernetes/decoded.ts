import { double } from '../../runtime/cel/index.js'
import { field, setOwn } from '../../runtime/member.js'
import type { Document } from '../../runtime/model/index.js'

/**
 * The data of a document with its numbers as Kubernetes' decoder takes them: those written with a point or an exponent
 * are doubles, also where they have the value of an integer, and so are integers beyond 64 bits.
 */
export function decoded(document: Document): unknown {
  for (const path of document.floats?.() ?? []) {
    const last = path.at(-1)
    const holder = field(document.data, ...path.slice(0, -1))
    const value = last === undefined ? undefined : field(holder, last)
    if (typeof value !== 'number' && typeof value !== 'bigint') continue
    setOwn(holder as Record<string, unknown>, String(last), double(Number(value)))
  }
  return document.data
}
