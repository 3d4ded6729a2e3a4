import type { Node, Select } from '../../syntax/ast.js'
import { callType } from '../call-types.js'
import { knownField } from '../field-types.js'
import { isThere } from '../function-index.js'
import type { Inspection, Scope } from '../inspection.js'
import { literalType } from '../literal-type.js'
import { globalType, identType, pathOf } from '../name-types.js'
import { formatType, listOf, mapOf, optionalOf, type Type, types } from '../type.js'
import { isVariable } from './relation.js'
import type { KubernetesRules } from './rules.js'

/** The type of a sub-expression as API servers see it. */
export function nodeType(rules: KubernetesRules, inspection: Inspection, node: Node, scope: Scope): Type {
  const visit = (inner: Node): Type => inspection.visit(inner, scope)
  const { relation } = rules
  const shown = (type: Type): string => formatType(relation.settle(type))
  switch (node.kind) {
    case 'literal':
      return literalType(node.value)
    case 'ident':
      return identType(inspection, node, scope)
    case 'select':
      return selectType(rules, inspection, node, scope)
    case 'index': {
      const [operand, key] = [visit(node.operand), visit(node.index)]
      if (node.optional && !requireOptionals(inspection, node)) return types.dyn
      const type = rules.operator(node.optional ? '[?]' : '[]', [operand, key])
      return type ?? inspection.report(node, cannotIndex(relation.settle(operand), shown(key)))
    }
    case 'call':
      return callType(inspection, node, scope)
    case 'list':
      return listOf(joined(rules, inspection, node.elements, scope))
    case 'map': {
      const keys: Type[] = []
      const values: Type[] = []
      for (const { key, value, optional } of node.entries) {
        keys.push(visit(key))
        values.push(unwrapped(inspection, value, optional, visit(value)))
      }
      return mapOf(joinAll(rules, keys), joinAll(rules, values))
    }
    case 'conditional': {
      const [condition, then, otherwise] = [
        visit(node.condition),
        visit(node.whenTrue),
        visit(node.whenFalse),
      ]
      const type = rules.operator('?:', [condition, then, otherwise])
      if (type) return type
      if (!rules.isBool(condition))
        return inspection.report(
          node.condition,
          `the condition of '?:' must be a bool, not ${shown(condition)}`,
        )
      return inspection.report(
        node,
        `the two branches of '?:' have different types: ${shown(then)} and ${shown(otherwise)}`,
        { hint: 'dyn(…) around one of them allows it' },
      )
    }
    case 'and':
    case 'or':
      for (const operand of node.operands) {
        inspection.expectBool(operand, scope, `an operand of '${node.kind === 'and' ? '&&' : '||'}'`)
      }
      return types.bool
    case 'not': {
      const type = visit(node.operand)
      return (
        rules.operator('!', [type]) ??
        inspection.report(node.operand, `the operand of '!' must be a bool, not ${shown(type)}`)
      )
    }
    case 'negate': {
      const type = visit(node.operand)
      return rules.operator('negate', [type]) ?? inspection.report(node, `no operator '-' for ${shown(type)}`)
    }
    case 'binary': {
      const [left, right] = [visit(node.left), visit(node.right)]
      return (
        rules.operator(node.operator, [left, right]) ??
        inspection.report(node, `no operator '${node.operator}' for ${shown(left)} and ${shown(right)}`, {
          ...(node.operator === '==' || node.operator === '!='
            ? { hint: 'values of different types are never equal' }
            : {}),
        })
      )
    }
  }
}

function cannotIndex(operand: Type, key: string): string {
  if (operand.name === 'list') return `a list is indexed by int, not by ${key}`
  if (operand.name === 'map' && !operand.fields)
    return `a ${formatType(operand)} is indexed by ${formatType(operand.args[0] ?? types.dyn)}, not by ${key}`
  return `a value of type ${formatType(operand)} cannot be indexed`
}

/** A field selection, or a name with dots. */
export function selectType(
  rules: KubernetesRules,
  inspection: Inspection,
  node: Select,
  scope: Scope,
  tested = false,
): Type {
  const path = pathOf(node)
  if (path !== undefined && (path.absolute || !scope.has(path.root)) && !node.optional && !tested) {
    const global = globalType(inspection, node, path.text)
    if (global) return global
  }
  const operand = rules.relation.resolve(inspection.visit(node.operand, scope))
  if (node.operand.kind === 'ident' && inspection.meanings[node.operand.id]?.kind === 'variable') {
    inspection.fields.add(`${node.operand.name}.${node.field}`)
  }
  if (node.optional) requireOptionals(inspection, node)
  const optional = operand.name === 'optional_type'
  const type = fieldType(rules, inspection, optional ? (operand.args[0] as Type) : operand, node)
  return optional || node.optional ? optionalOf(type) : type
}

function fieldType(rules: KubernetesRules, inspection: Inspection, of: Type, node: Select): Type {
  if (of.fields)
    return knownField(inspection, of, node.field, node, { start: node.fieldStart, end: node.end })
  if (of.name === 'map') return of.args[1] as Type
  if (of.name === 'dyn') return of
  if (isVariable(of)) {
    // Whatever it turns out to be, it is not looked into any further.
    rules.relation.relate([types.dyn], [of])
    return types.dyn
  }
  return inspection.report(node, `a value of type ${formatType(rules.relation.settle(of))} has no fields`)
}

function joined(
  rules: KubernetesRules,
  inspection: Inspection,
  elements: readonly { readonly value: Node; readonly optional: boolean }[],
  scope: Scope,
): Type {
  return joinAll(
    rules,
    elements.map(({ value, optional }) =>
      unwrapped(inspection, value, optional, inspection.visit(value, scope)),
    ),
  )
}

/** The type of what an optional element holds. */
function unwrapped(inspection: Inspection, node: Node, optional: boolean, type: Type): Type {
  if (optional) requireOptionals(inspection, node)
  if (!optional || type.name === 'dyn') return type
  if (type.name === 'optional_type') return type.args[0] as Type
  return inspection.report(node, `'?' is for optionals, not for ${formatType(type)}`)
}

function requireOptionals(inspection: Inspection, node: Node): boolean {
  const there = isThere('1.28', inspection.kubernetes)
  if (!there) inspection.report(node, 'Kubernetes has optional values since 1.28')
  return there
}

/** The type of elements: the more general one where two go together, otherwise `dyn`. */
function joinAll({ relation }: KubernetesRules, all: readonly Type[]): Type {
  const [first, ...others] = all
  if (!first) return relation.fresh()
  return others.reduce(
    (before, type) => (relation.relate([before], [type]) ? relation.general(before, type) : types.dyn),
    first,
  )
}
