import { append } from '../../../append.js'
import { childrenOf, type Node } from '../../syntax/ast.js'
import type { Inspection } from '../inspection.js'
import { formatType, type Type, types } from '../type.js'
import { isSame } from './relation.js'

/**
 * Lists and maps that are written out have elements, keys and values of one type each, once all types are known; `dyn` is
 * a type of its own here. What goes into or comes out of `format` is free.
 */
export function mixedLiterals(inspection: Inspection, root: Node): void {
  const typeOf = (node: Node): Type => inspection.types[node.id] ?? types.dyn
  const pending = [root]
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'call' && node.name === 'format') continue
    if (node.kind === 'list') requireOneType(inspection, node.elements, 'elements of a list', typeOf)
    if (node.kind === 'map') {
      const keys = node.entries.map(({ key }) => ({ value: key, optional: false }))
      requireOneType(inspection, keys, 'keys of a map', typeOf)
      requireOneType(inspection, node.entries, 'values of a map', typeOf)
    }
    append(pending, childrenOf(node))
  }
}

function requireOneType(
  inspection: Inspection,
  parts: readonly { readonly value: Node; readonly optional: boolean }[],
  what: string,
  typeOf: (node: Node) => Type,
): void {
  let first: Type | undefined
  for (const { value, optional } of parts) {
    const given = typeOf(value)
    if (optional && given.args.length === 0 && parts.length > 0) {
      inspection.report(value, 'Kubernetes cannot tell the type of what this optional may hold', {
        hint: 'a plain value, or an optional that is made of one: optional.of(…)',
      })
      return
    }
    const type = optional ? (given.args[0] as Type) : given
    first ??= type
    if (isSame(first, type)) continue
    inspection.report(
      value,
      `the ${what} have to be of one type: the first is ${formatType(first)}, this one ${formatType(type)}`,
      { hint: 'dyn(…) around each of them makes them one type' },
    )
    return
  }
}
