import type { Since } from '../../model/index.js'
import type { Ident, Node } from '../syntax/ast.js'
import { isThere } from './function-index.js'
import { habitOfName } from './habits.js'
import { type Inspection, type Scope, suggest } from './inspection.js'
import { parseType, type Type, typeOf } from './type.js'

/** Names of types that are values, `type(x) == int`, and since when. */
const typeNames: ReadonlyMap<string, Since> = new Map([
  ['bool', 'base'],
  ['int', 'base'],
  ['uint', 'base'],
  ['double', 'base'],
  ['string', 'base'],
  ['bytes', 'base'],
  ['list', 'base'],
  ['map', 'base'],
  ['null_type', 'base'],
  ['type', 'base'],
  ['optional_type', '1.28'],
  ['google.protobuf.Timestamp', 'base'],
  ['google.protobuf.Duration', 'base'],
  ['net.IP', '1.30'],
  ['net.CIDR', '1.30'],
  ['kubernetes.Quantity', 'policytest'],
  ['kubernetes.URL', 'policytest'],
  ['kubernetes.Semver', 'policytest'],
])

const offline = [
  'authorizer needs a live API server',
  { hint: 'policytest judges exports offline: leave such rules to the cluster' },
] as const

/** A name: a variable of a macro or of the scope, or a type. */
export function identType(inspection: Inspection, node: Ident, scope: Scope): Type {
  const local = node.absolute ? undefined : scope.get(node.name)
  if (local) {
    inspection.meanings[node.id] = { kind: 'local', name: node.name }
    return local
  }
  const global = globalType(inspection, node, node.name)
  if (global) return global
  inspection.meanings[node.id] = { kind: 'unknown', message: `unknown variable '${node.name}'` }
  if (node.name === 'authorizer') return inspection.report(node, ...offline)
  const habit = habitOfName(node.name)
  return inspection.report(
    node,
    `unknown variable '${node.name}'`,
    habit !== undefined
      ? { hint: habit }
      : suggest(node.name, [...scope.keys(), ...inspection.variables.keys(), ...typesOf(inspection)]),
  )
}

function typesOf({ kubernetes }: Inspection): string[] {
  return [...typeNames].flatMap(([name, since]) => (isThere(since, kubernetes) ? [name] : []))
}

/** A name with or without dots that is a variable or a type; undefined when it is neither. */
export function globalType(inspection: Inspection, node: Node, name: string): Type | undefined {
  const declared = inspection.variables.get(name)
  if (declared) {
    inspection.roots.add(name)
    inspection.meanings[node.id] = { kind: 'variable', name }
    return declared
  }
  const since = typeNames.get(name)
  if (since === undefined || !isThere(since, inspection.kubernetes)) return undefined
  inspection.meanings[node.id] = { kind: 'type', name }
  return typeOf(parseType(name))
}

/** A name with dots. */
export interface Path {
  readonly root: string
  readonly text: string
  /** Written with a leading dot. */
  readonly absolute: boolean
}

/** `a.b.c` as text with its root, when the node is nothing but names. */
export function pathOf(node: Node): Path | undefined {
  if (node.kind === 'ident') return { root: node.name, text: node.name, absolute: node.absolute ?? false }
  if (node.kind !== 'select' || node.optional) return undefined
  const operand = pathOf(node.operand)
  return operand && { ...operand, text: `${operand.text}.${node.field}` }
}
