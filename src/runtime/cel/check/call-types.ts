import type { Since } from '../../model/index.js'
import type { Call, Node } from '../syntax/ast.js'
import { macroNames, macroOf, macroSince } from '../syntax/macros.js'
import { isThere, type Overload } from './function-index.js'
import { habitOfCall } from './habits.js'
import { broken, type Inspection, type Scope, suggest } from './inspection.js'
import { type Path, pathOf } from './name-types.js'
import { assignable, formatType, type Type } from './type.js'

/** A call of a macro, a function or a method. */
export function callType(inspection: Inspection, node: Call, scope: Scope): Type {
  const { index, rules, kubernetes } = inspection
  const macro = macroOf(node)
  if (macro && isThere(macroSince(node), kubernetes)) {
    inspection.meanings[node.id] = { kind: 'macro', macro }
    return rules.macro(inspection, node, macro, scope)
  }
  const namespace = node.target && pathOf(node.target)
  if (namespace && (kubernetes || !isVariable(inspection, namespace, scope))) {
    const qualified = `${namespace.text}.${node.name}`
    const overloads = index.functions.get(qualified)
    if (overloads) return rules.overloads(inspection, node, overloads, false, scope)
    if (!isVariable(inspection, namespace, scope) && isNamespace(inspection, namespace.text)) {
      for (const arg of node.args) if (!macro) inspection.visit(arg, scope)
      return unknownFunction(inspection, node, qualified, index.functions.keys())
    }
  }
  const overloads = (node.target ? index.methods : index.functions).get(node.name)
  if (overloads) return rules.overloads(inspection, node, overloads, node.target !== undefined, scope)
  const target = node.target && inspection.visit(node.target, scope)
  const habit = habitOf(inspection, node)
  // Names that a macro would bind are not there.
  for (const arg of node.args) if (!macro && habit === undefined) inspection.visit(arg, scope)
  inspection.meanings[node.id] = { kind: 'unknown', message: `unknown function '${node.name}'` }
  if (target === broken) return broken
  return unknownFunction(inspection, node, node.name, [
    ...(target ? methodsOf(inspection, target) : index.functions.keys()),
    ...macroNames,
  ])
}

function isVariable(inspection: Inspection, { root, absolute }: Path, scope: Scope): boolean {
  return (!absolute && scope.has(root)) || inspection.variables.has(root)
}

function isNamespace({ index }: Inspection, text: string): boolean {
  const names = [...index.functions.keys(), ...index.absent.functions.keys(), 'cel.bind']
  return names.some((name) => name.startsWith(`${text}.`))
}

/** Reports that no overload takes the arguments. */
export function noOverload(
  inspection: Inspection,
  node: Call,
  overloads: readonly Overload[],
  receiver: Type | undefined,
  args: readonly Type[],
): Type {
  const name = overloads[0]?.of.name ?? node.name
  const shown = `${receiver ? `${formatType(receiver)}.` : ''}${name}(${args.map(formatType).join(', ')})`
  const { methods, functions } = inspection.index.absent
  const elsewhere = (receiver ? methods : functions)
    .get(name)
    ?.filter((overload) => takes(overload, receiver, args))
  const hint =
    absence(
      inspection,
      elsewhere?.map(({ since }) => since),
    ) ??
    (node.args.length > 1 ? habitOf(inspection, node) : undefined) ??
    `there is ${overloads.map((overload) => overload.signature).join(', ')}`
  return inspection.report(node, `no such function: ${shown}`, { hint })
}

/** Whether an overload that is not there would take the arguments. */
function takes(
  { receiver: of, params }: Overload,
  receiver: Type | undefined,
  args: readonly Type[],
): boolean {
  const wanted = of ? [of, ...params] : params
  const given = receiver ? [receiver, ...args] : args
  return (
    wanted.length === given.length && wanted.every((type, i) => assignable(type, given[i] as Type, new Map()))
  )
}

/** Why an API server does not have what policytest has, from since when it is there. */
function absence({ kubernetes }: Inspection, sinces: readonly Since[] = []): string | undefined {
  const versions = sinces.flatMap((since) => (/^1\./.test(since) ? [Number(since.slice(2))] : []))
  if (!kubernetes || sinces.length === 0) return undefined
  const { minor } = kubernetes
  if (versions.length === 0) return 'it is a function of policytest: no version of Kubernetes has it'
  const first = versions.reduce((least, version) => Math.min(least, version))
  if (first === minor + 1)
    return `it is there since Kubernetes 1.${first}, and a server of 1.${first} still refuses it in new policies`
  return `it is not in Kubernetes 1.${minor}, but since 1.${first}`
}

function unknownFunction(inspection: Inspection, node: Call, name: string, known: Iterable<string>): Type {
  const range = { start: node.target && name.includes('.') ? node.start : node.nameStart, end: 0 }
  range.end = node.nameStart + node.name.length
  inspection.meanings[node.id] = { kind: 'unknown', message: `unknown function '${name}'` }
  const { methods, functions } = inspection.index.absent
  const elsewhere = [...(methods.get(name) ?? []), ...(functions.get(name) ?? [])].map(({ since }) => since)
  const hint = absence(inspection, macroOf(node) ? [macroSince(node)] : elsewhere)
  const words = hint ?? habitOf(inspection, node)
  const more = words === undefined ? undefined : { hint: words }
  if (macroNames.includes(node.name) && hint === undefined) {
    const message = `'${node.name}' is not called with ${count(node.args.length, 'argument')}`
    return inspection.report(node, message, more)
  }
  const kind = node.target ? 'method' : 'function'
  return inspection.report(
    range,
    `unknown ${name.includes('.') ? 'function' : kind} '${name}'`,
    more ?? suggest(name, known),
  )
}

/** What CEL has for what people of other languages write, in the words of the expression. */
function habitOf({ source }: Inspection, { name, target, args }: Call): string | undefined {
  const text = ({ start, end }: Node) => source.slice(start, end)
  return habitOfCall(name, target && text(target), args.map(text))
}

function methodsOf(inspection: Inspection, receiver: Type): string[] {
  return [...inspection.index.methods.entries()].flatMap(([name, overloads]) =>
    overloads.some(({ receiver: of }) => of && inspection.rules.isReceiver(receiver, of)) ? [name] : [],
  )
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
