import type { Call, Node } from '../syntax/ast.js'
import type { Macro } from '../syntax/macros.js'
import type { Inspection, Scope } from './inspection.js'
import { bindVariables } from './macro-variables.js'
import { formatType, known, listOf, mapOf, optionalOf, type Type, types } from './type.js'

/** A call of a macro. */
export function macroType(inspection: Inspection, node: Call, macro: Macro, scope: Scope): Type {
  if (macro.kind === 'has') {
    const arg = node.args[0] as Node
    inspection.visit(arg, scope)
    if (arg.kind !== 'select') inspection.report(arg, 'has() takes a field selection: has(object.field)')
    return types.bool
  }
  if (macro.kind === 'bind') {
    const [name, value, body] = node.args as [Node, Node, Node]
    const type = inspection.visit(value, scope)
    return inspection.visit(body, bindVariables(inspection, [name], [type], scope))
  }
  const range = inspection.visit(node.target as Node, scope)
  const names = node.args.slice(0, macro.variables)
  const inner = bindVariables(inspection, names, elementTypes(inspection, range, macro, node), scope)
  const body = node.args.slice(macro.variables)
  const bool = (at: number): void =>
    inspection.expectBool(body[at] as Node, inner, `the condition of ${node.name}()`)
  switch (macro.kind) {
    case 'all':
    case 'exists':
    case 'existsOne':
      bool(0)
      return types.bool
    case 'filter':
      bool(0)
      return listOf(known(range.args[0]))
    case 'map':
      if (body.length === 2) bool(0)
      return listOf(inspection.visit(body.at(-1) as Node, inner))
    case 'transformMap':
      if (body.length === 2) bool(0)
      return mapOf(
        range.name === 'map' ? known(range.args[0]) : range.name === 'list' ? types.int : types.dyn,
        inspection.visit(body.at(-1) as Node, inner),
      )
    case 'transformMapEntry': {
      if (body.length === 2) bool(0)
      const entry = inspection.visit(body.at(-1) as Node, inner)
      if (entry.name !== 'map' && entry.name !== 'dyn') {
        return inspection.report(
          body.at(-1) as Node,
          `transformMapEntry() makes a map, not ${formatType(entry)}`,
        )
      }
      return entry
    }
    case 'sortBy':
      inspection.visit(body[0] as Node, inner)
      return listOf(known(range.args[0]))
    case 'optMap':
      return optionalOf(inspection.visit(body[0] as Node, inner))
    case 'optFlatMap': {
      const type = inspection.visit(body[0] as Node, inner)
      if (type.name !== 'optional_type' && type.name !== 'dyn') {
        return inspection.report(body[0] as Node, `optFlatMap() makes an optional, not ${formatType(type)}`)
      }
      return type
    }
  }
}

function elementTypes(inspection: Inspection, range: Type, macro: Macro, node: Call): Type[] {
  if (macro.kind === 'optMap' || macro.kind === 'optFlatMap') {
    if (range.name === 'optional_type') return [known(range.args[0])]
    if (range.name !== 'dyn')
      inspection.report(node.target as Node, `${node.name}() is for optionals, not ${formatType(range)}`)
    return [types.dyn]
  }
  const two = 'variables' in macro && macro.variables === 2
  if (range.name === 'list') return two ? [types.int, known(range.args[0])] : [known(range.args[0])]
  if (range.name === 'map') return two ? range.args.map(known) : [known(range.args[0])]
  if (range.name !== 'dyn') {
    inspection.report(
      node.target as Node,
      `${node.name}() goes over a list or a map, not over ${formatType(range)}`,
    )
  }
  return [types.dyn, types.dyn]
}
