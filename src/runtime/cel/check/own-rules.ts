import type { Binary, Node } from '../syntax/ast.js'
import { callType } from './call-types.js'
import { indexType, selectType } from './field-types.js'
import type { Inspection, Scope, TypeRules } from './inspection.js'
import { literalType } from './literal-type.js'
import { macroType } from './macro-types.js'
import { identType } from './name-types.js'
import { operatorType } from './operator-types.js'
import { overloadType } from './overload-type.js'
import { assignable, formatType, join, known, listOf, mapOf, type Type, types } from './type.js'

/** The rules of CEL's specification, as far as mistakes are told from what only looks like one. */
export const ownRules: TypeRules = {
  node: nodeType,
  overloads: overloadType,
  macro: macroType,
  isBool: (type) => type.name === 'bool' || type.name === 'dyn',
  isReceiver: (type, receiver) => assignable(receiver, type, new Map()),
}

function nodeType(inspection: Inspection, node: Node, scope: Scope): Type {
  switch (node.kind) {
    case 'literal':
      return literalType(node.value)
    case 'ident':
      return identType(inspection, node, scope)
    case 'select':
      return selectType(inspection, node, scope)
    case 'index':
      return indexType(
        inspection,
        inspection.visit(node.operand, scope),
        inspection.visit(node.index, scope),
        node,
      )
    case 'call':
      return callType(inspection, node, scope)
    case 'list': {
      const elements = node.elements.map(({ value, optional }) =>
        unwrap(inspection.visit(value, scope), optional),
      )
      return listOf(joinAll(elements))
    }
    case 'map': {
      const keys = node.entries.map(({ key }) => {
        const type = inspection.visit(key, scope)
        if (!['dyn', 'int', 'uint', 'bool', 'string'].includes(type.name)) {
          inspection.report(key, `a map key cannot be of type ${formatType(type)}`, {
            hint: 'keys are of type int, uint, bool or string',
          })
        }
        return type
      })
      const values = node.entries.map(({ value, optional }) =>
        unwrap(inspection.visit(value, scope), optional),
      )
      return mapOf(joinAll(keys), joinAll(values))
    }
    case 'conditional': {
      inspection.expectBool(node.condition, scope, "the condition of '?:'")
      const then = inspection.visit(node.whenTrue, scope)
      const otherwise = inspection.visit(node.whenFalse, scope)
      return (
        join(then, otherwise) ??
        inspection.report(
          node,
          `the two branches of '?:' have different types: ${formatType(then)} and ${formatType(otherwise)}`,
          { hint: 'dyn(…) around one of them allows it' },
        )
      )
    }
    case 'and':
    case 'or':
      for (const operand of node.operands) {
        inspection.expectBool(operand, scope, `an operand of '${node.kind === 'and' ? '&&' : '||'}'`)
      }
      return types.bool
    case 'not':
      inspection.expectBool(node.operand, scope, "the operand of '!'")
      return types.bool
    case 'negate': {
      const type = inspection.visit(node.operand, scope)
      if (['int', 'double', 'dyn'].includes(type.name)) return type
      return inspection.report(node, `no operator '-' for ${formatType(type)}`)
    }
    case 'binary':
      return binaryType(
        inspection,
        node,
        inspection.visit(node.left, scope),
        inspection.visit(node.right, scope),
      )
  }
}

function binaryType(inspection: Inspection, node: Binary, left: Type, right: Type): Type {
  return (
    operatorType(node.operator, left, right) ??
    inspection.report(
      node,
      `no operator '${node.operator}' for ${formatType(left)} and ${formatType(right)}`,
      {
        ...(node.operator === '==' || node.operator === '!='
          ? { hint: 'values of different types are never equal' }
          : {}),
      },
    )
  )
}

function unwrap(type: Type, optional: boolean): Type {
  return optional && type.name === 'optional_type' ? known(type.args[0]) : type
}

function joinAll(all: readonly Type[]): Type {
  if (all.length === 0) return { name: 'T', args: [] }
  return all.reduce((a, b) => join(a, b) ?? types.dyn)
}
