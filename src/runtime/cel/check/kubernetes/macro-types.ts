import type { Call, Node } from '../../syntax/ast.js'
import type { Macro } from '../../syntax/macros.js'
import { broken, type Inspection, type Scope } from '../inspection.js'
import { bindVariables } from '../macro-variables.js'
import { formatType, listOf, mapOf, optionalOf, type Type, types } from '../type.js'
import { selectType } from './node-types.js'
import { isVariable } from './relation.js'
import type { KubernetesRules } from './rules.js'

/** A call of a macro: the type that comes of the functions and operators that it is made of. */
export function macroType(
  rules: KubernetesRules,
  inspection: Inspection,
  node: Call,
  macro: Macro,
  scope: Scope,
): Type {
  if (macro.kind === 'has') return hasType(rules, inspection, node, scope)
  if (macro.kind === 'bind') return inspection.report(node, 'cel.bind() is not there')
  const { relation } = rules
  const target = node.target as Node
  const names = node.args.slice(0, macro.variables)
  const body = node.args.slice(macro.variables)
  const last = body.at(-1) as Node
  const shown = (type: Type): string => formatType(relation.settle(type))
  const range = inspection.visit(target, scope)

  if (macro.kind === 'optMap' || macro.kind === 'optFlatMap') {
    const value = rules.call(inspection, 'value', true, [range])
    if (!value) {
      inspection.report(target, `${node.name}() is for optionals, not ${shown(range)}`)
      return broken
    }
    const type = inspection.visit(last, bindVariables(inspection, names, [value], scope))
    const then = macro.kind === 'optMap' ? optionalOf(type) : type
    return (
      rules.operator('?:', [types.bool, then, optionalOf(relation.fresh())]) ??
      inspection.report(last, `optFlatMap() makes an optional, not ${shown(type)}`)
    )
  }
  if (macro.kind === 'sortBy' && (target.kind === 'literal' || target.kind === 'map'))
    return inspection.report(target, 'sortBy() is for lists')

  const elements = elementTypes(rules, inspection, relation.resolve(range), macro, node)
  for (const name of names)
    if (name.kind === 'ident' && name.name === '__result__')
      inspection.report(name, 'Kubernetes uses this name itself: take another one')
  const inner = bindVariables(inspection, names, elements, scope)
  if (macro.kind === 'all' || macro.kind === 'exists' || macro.kind === 'existsOne' || body.length === 2)
    inspection.expectBool(body[0] as Node, inner, `the condition of ${node.name}()`)
  switch (macro.kind) {
    case 'all':
    case 'exists':
    case 'existsOne':
      return types.bool
    case 'filter':
      inspection.expectBool(last, inner, `the condition of ${node.name}()`)
      return collected(rules, elements[0] as Type)
    case 'map':
      return collected(rules, inspection.visit(last, inner))
    case 'sortBy': {
      const keys = collected(rules, inspection.visit(last, inner))
      const sorted = rules.operator('sortByKeys', [range, keys])
      return sorted ?? inspection.report(node, `sortBy() cannot sort ${shown(range)} by ${shown(keys)}`)
    }
    case 'transformMap':
    case 'transformMapEntry': {
      const made = inspection.visit(last, inner)
      const entry = macro.kind === 'transformMap' ? [elements[0] as Type, made] : [made]
      const start = mapOf(relation.fresh(), relation.fresh())
      const type = rules.operator('insert', [start, ...entry])
      if (!type) return inspection.report(last, `transformMapEntry() makes a map, not ${shown(made)}`)
      return relation.resolve(start)
    }
  }
}

function hasType(rules: KubernetesRules, inspection: Inspection, node: Call, scope: Scope): Type {
  const arg = node.args[0] as Node
  if (arg.kind === 'select' && !arg.optional) {
    inspection.types[arg.id] = selectType(rules, inspection, arg, scope, true)
    return types.bool
  }
  inspection.visit(arg, scope)
  inspection.report(arg, 'has() takes a field selection: has(object.field)')
  return types.bool
}

/** A list that is put together of elements of the type. */
function collected(rules: KubernetesRules, element: Type): Type {
  const start = listOf(rules.relation.fresh())
  rules.operator('+', [start, listOf(element)])
  return rules.relation.resolve(start)
}

/** The types of the variables that go over a range. */
function elementTypes(
  rules: KubernetesRules,
  inspection: Inspection,
  range: Type,
  macro: Macro,
  node: Call,
): readonly Type[] {
  const two = 'variables' in macro && macro.variables === 2
  if (range.name === 'list') return two ? [types.int, ...range.args] : range.args
  if (range.name === 'map' && !range.fields) return range.args
  if (isVariable(range)) rules.relation.relate([types.dyn], [range])
  else if (range.name !== 'dyn')
    inspection.report(
      node.target as Node,
      `${node.name}() goes over a list or a map, not over ${formatType(rules.relation.settle(range))}`,
    )
  return [types.dyn, types.dyn]
}
