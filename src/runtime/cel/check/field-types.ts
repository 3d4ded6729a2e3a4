import type { Node, Select } from '../syntax/ast.js'
import { type Inspection, type Scope, suggest } from './inspection.js'
import { globalType, pathOf } from './name-types.js'
import { formatType, known, optionalOf, type Type, types } from './type.js'

/** A field selection, or a name with dots. */
export function selectType(inspection: Inspection, node: Select, scope: Scope): Type {
  const path = pathOf(node)
  if (path !== undefined && (path.absolute || !scope.has(path.root)) && !node.optional) {
    const global = globalType(inspection, node, path.text)
    if (global) return global
  }
  const operand = inspection.visit(node.operand, scope)
  if (node.operand.kind === 'ident' && inspection.meanings[node.operand.id]?.kind === 'variable') {
    inspection.fields.add(`${node.operand.name}.${node.field}`)
  }
  const type = fieldType(inspection, operand, node)
  return node.optional && type.name !== 'optional_type' ? optionalOf(type) : type
}

/** An index: `list[i]`, `map[key]`. */
export function indexType(
  inspection: Inspection,
  operand: Type,
  key: Type,
  node: Node & { kind: 'index' },
): Type {
  if (operand.name === 'optional_type') {
    const inner = indexType(inspection, known(operand.args[0]), key, node)
    return inner.name === 'optional_type' ? inner : optionalOf(inner)
  }
  const wrap = (type: Type): Type => (node.optional ? optionalOf(type) : type)
  if (operand.name === 'list') {
    if (['int', 'uint', 'double', 'dyn'].includes(key.name)) return wrap(known(operand.args[0]))
    return inspection.report(node.index, `a list is indexed by int, not by ${formatType(key)}`)
  }
  if (operand.name === 'map') {
    if (!operand.fields || node.index.kind !== 'literal') return wrap(known(operand.args[1]))
    return wrap(knownField(inspection, operand, String(node.index.value), node, node.index))
  }
  if (operand.name === 'dyn') return wrap(types.dyn)
  return inspection.report(node, `a value of type ${formatType(operand)} cannot be indexed`)
}

function fieldType(inspection: Inspection, operand: Type, node: Select): Type {
  if (operand.name === 'optional_type') {
    const inner = fieldType(inspection, known(operand.args[0]), node)
    return inner.name === 'optional_type' ? inner : optionalOf(inner)
  }
  if (operand.fields) {
    return knownField(inspection, operand, node.field, node, { start: node.fieldStart, end: node.end })
  }
  if (operand.name === 'map') return known(operand.args[1])
  if (operand.name === 'dyn') return operand
  return inspection.report(node, `a value of type ${formatType(operand)} has no fields`)
}

/** The field of a declared record; any other name is a mistake. */
export function knownField(
  inspection: Inspection,
  record: Type,
  name: string,
  node: Node & { kind: 'select' | 'index' },
  range: { start: number; end: number },
): Type {
  const type = record.fields?.get(name)
  if (type) return type
  const what = node.operand.kind === 'ident' ? rootNoun(node.operand.name) : 'field'
  return inspection.report(range, `unknown ${what} '${name}'`, suggest(name, record.fields?.keys() ?? []))
}

/** How a root's fields are called in messages: `params.x` is a parameter. */
function rootNoun(root: string): string {
  return root === 'params' ? 'parameter' : root === 'variables' ? 'variable' : 'field'
}
