import type { Call } from '../syntax/ast.js'
import { macroNames, macroOf } from '../syntax/macros.js'
import type { Overload } from './function-index.js'
import { broken, type Inspection, type Scope, suggest } from './inspection.js'
import { macroType } from './macro-types.js'
import { pathOf } from './name-types.js'
import { assignable, type Bindings, formatType, join, known, substitute, type Type, types } from './type.js'

/** A call of a macro, a function or a method. */
export function callType(inspection: Inspection, node: Call, scope: Scope): Type {
  const macro = macroOf(node)
  if (macro) {
    inspection.meanings[node.id] = { kind: 'macro', macro }
    return macroType(inspection, node, macro, scope)
  }
  const namespace = node.target && pathOf(node.target)
  if (
    namespace &&
    (namespace.absolute || !scope.has(namespace.root)) &&
    !inspection.variables.has(namespace.root)
  ) {
    const qualified = `${namespace.text}.${node.name}`
    const overloads = inspection.index.functions.get(qualified)
    if (overloads) return overloadType(inspection, node, overloads, false, scope)
    if ([...inspection.index.functions.keys()].some((name) => name.startsWith(`${namespace.text}.`))) {
      for (const arg of node.args) inspection.visit(arg, scope)
      return unknownFunction(inspection, node, qualified, inspection.index.functions.keys())
    }
  }
  const overloads = (node.target ? inspection.index.methods : inspection.index.functions).get(node.name)
  if (overloads) return overloadType(inspection, node, overloads, node.target !== undefined, scope)
  const target = node.target && inspection.visit(node.target, scope)
  for (const arg of node.args) inspection.visit(arg, scope)
  inspection.meanings[node.id] = { kind: 'unknown', message: `unknown function '${node.name}'` }
  if (target === broken) return broken
  return unknownFunction(inspection, node, node.name, [
    ...(target ? methodsOf(inspection, target) : inspection.index.functions.keys()),
    ...macroNames,
  ])
}

function overloadType(
  inspection: Inspection,
  node: Call,
  overloads: readonly Overload[],
  method: boolean,
  scope: Scope,
): Type {
  const receiver = method && node.target ? inspection.visit(node.target, scope) : undefined
  const args = node.args.map((arg) => inspection.visit(arg, scope))
  const matching: Overload[] = []
  let result: Type | undefined
  for (const overload of overloads) {
    const bindings: Bindings = new Map()
    if (!accepts(overload, receiver, args, bindings)) continue
    matching.push(overload)
    const returns = substitute(overload.returns, bindings)
    result = result ? (join(result, returns) ?? types.dyn) : returns
  }
  inspection.meanings[node.id] = {
    kind: 'call',
    overloads: matching.length > 0 ? matching : overloads,
    method,
  }
  if (result) return known(result)
  const shown = `${receiver ? `${formatType(receiver)}.` : ''}${overloads[0]?.of.name}(${args.map(formatType).join(', ')})`
  return inspection.report(node, `no such function: ${shown}`, {
    hint: `there is ${overloads.map((overload) => overload.signature).join(', ')}`,
  })
}

function accepts(
  overload: Overload,
  receiver: Type | undefined,
  args: readonly Type[],
  bindings: Bindings,
): boolean {
  const { params, variadic } = overload
  if (variadic ? args.length < params.length : args.length !== params.length) return false
  if (receiver && overload.receiver && !assignable(overload.receiver, receiver, bindings)) return false
  return args.every((arg, i) =>
    assignable(params[Math.min(i, params.length - 1)] ?? types.dyn, arg, bindings),
  )
}

function unknownFunction(inspection: Inspection, node: Call, name: string, known: Iterable<string>): Type {
  const range = { start: node.target && name.includes('.') ? node.start : node.nameStart, end: 0 }
  range.end = node.nameStart + node.name.length
  inspection.meanings[node.id] = { kind: 'unknown', message: `unknown function '${name}'` }
  if (macroNames.includes(node.name)) {
    return inspection.report(node, `'${node.name}' is not called with ${count(node.args.length, 'argument')}`)
  }
  const kind = node.target ? 'method' : 'function'
  return inspection.report(
    range,
    `unknown ${name.includes('.') ? 'function' : kind} '${name}'`,
    suggest(name, known),
  )
}

function methodsOf(inspection: Inspection, receiver: Type): string[] {
  return [...inspection.index.methods.entries()].flatMap(([name, overloads]) =>
    overloads.some(({ receiver: of }) => of && assignable(of, receiver, new Map())) ? [name] : [],
  )
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
