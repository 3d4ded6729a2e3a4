import type { Node, Select } from '../syntax/ast.js'
import { type Checker, type Scope, suggest } from './checker.js'
import { globalType, pathOf } from './name-types.js'
import { formatType, known, optionalOf, type Type, types } from './type.js'

/** A field selection, or a name with dots. */
export function selectType(checker: Checker, node: Select, scope: Scope): Type {
  const path = pathOf(node)
  if (path !== undefined && (path.absolute || !scope.has(path.root)) && !node.optional) {
    const global = globalType(checker, node, path.text)
    if (global) return global
  }
  const operand = checker.visit(node.operand, scope)
  if (node.operand.kind === 'ident' && checker.meanings[node.operand.id]?.kind === 'variable') {
    checker.fields.add(`${node.operand.name}.${node.field}`)
  }
  const type = fieldType(checker, operand, node)
  return node.optional && type.name !== 'optional_type' ? optionalOf(type) : type
}

/** An index: `list[i]`, `map[key]`. */
export function indexType(checker: Checker, operand: Type, key: Type, node: Node & { kind: 'index' }): Type {
  if (operand.name === 'optional_type') {
    const inner = indexType(checker, known(operand.args[0]), key, node)
    return inner.name === 'optional_type' ? inner : optionalOf(inner)
  }
  const wrap = (type: Type): Type => (node.optional ? optionalOf(type) : type)
  if (operand.name === 'list') {
    if (['int', 'uint', 'double', 'dyn'].includes(key.name)) return wrap(known(operand.args[0]))
    return checker.report(node.index, `a list is indexed by int, not by ${formatType(key)}`)
  }
  if (operand.name === 'map') {
    if (!operand.fields || node.index.kind !== 'literal') return wrap(known(operand.args[1]))
    return wrap(knownField(checker, operand, String(node.index.value), node, node.index))
  }
  if (operand.name === 'dyn') return wrap(types.dyn)
  return checker.report(node, `a value of type ${formatType(operand)} cannot be indexed`)
}

function fieldType(checker: Checker, operand: Type, node: Select): Type {
  if (operand.name === 'optional_type') {
    const inner = fieldType(checker, known(operand.args[0]), node)
    return inner.name === 'optional_type' ? inner : optionalOf(inner)
  }
  if (operand.fields) {
    return knownField(checker, operand, node.field, node, { start: node.fieldStart, end: node.end })
  }
  if (operand.name === 'map') return known(operand.args[1])
  if (operand.name === 'dyn') return operand
  return checker.report(node, `a value of type ${formatType(operand)} has no fields`)
}

function knownField(
  checker: Checker,
  record: Type,
  name: string,
  node: Node & { kind: 'select' | 'index' },
  range: { start: number; end: number },
): Type {
  const type = record.fields?.get(name)
  if (type) return type
  const what = node.operand.kind === 'ident' ? rootNoun(node.operand.name) : 'field'
  return checker.report(range, `unknown ${what} '${name}'`, suggest(name, record.fields?.keys() ?? []))
}

/** How a root's fields are called in messages: `params.x` is a parameter. */
function rootNoun(root: string): string {
  return root === 'params' ? 'parameter' : root === 'variables' ? 'variable' : 'field'
}
