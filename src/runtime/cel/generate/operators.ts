import type { Binary, Node } from '../syntax/ast.js'
import { Double, Uint } from '../values/values.js'
import { type Charge, genOperands } from './cost.js'
import { type Emitter, type Fail, type Locals, notObject, type Operand } from './emitter.js'

const fastComparisons: Readonly<Record<string, readonly [js: string, slow: string]>> = {
  '<': ['<', 'less'],
  '<=': ['<=', 'lessEqual'],
  '>': ['>', 'greater'],
  '>=': ['>=', 'greaterEqual'],
}
const slowArithmetic: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
}

/** A binary operator: the common case as a JavaScript operation, the rest as a call. */
export function genBinary(emitter: Emitter, node: Binary, locals: Locals, fail: Fail): Operand {
  const { emit, temp, site } = emitter
  const { operator } = node
  if (operator === 'in' && emitter.plan && isEmptyList(node.right)) return emitter.literal(false)
  const charge = emitter.plan ? chargeOfOperator(emitter, node) : 0
  const [left, right] = genOperands(emitter, [node.left, node.right], locals, fail, charge) as [
    Operand,
    Operand,
  ]
  const [a, b] = [left.js, right.js]
  const where = site(node, node.left)
  if (operator === '==' || operator === '!=') return genEquals(emitter, node, left, right, where, fail)
  if (operator === 'in') return genIn(emitter, node.right, left, right, where, fail)
  const ordered = emitter.options.kubernetes !== undefined
  const numbers = [left, right].flatMap((operand) => numberTest(operand, ordered))
  const comparison = fastComparisons[operator]
  const t = temp()
  if (comparison) {
    const slow = `{ ${t} = ${comparison[1]}(${a}, ${b}, ${where}); if (${t} instanceof E) ${fail(t)} }`
    if (numbers.length === 0) emit(`${t} = ${a} ${comparison[0]} ${b}`)
    else emit(`if (${numbers.join(' && ')}) ${t} = ${a} ${comparison[0]} ${b}; else ${slow}`)
    return { js: t, bool: true }
  }
  const slow = `{ ${t} = ${slowArithmetic[operator]}(${a}, ${b}, ${where}); if (${t} instanceof E) ${fail(t)} }`
  if (
    operator === '+' &&
    [node.left, node.right].some((operand) => emitter.options.checked.types[operand.id]?.name === 'string')
  ) {
    const strings = [left, right].flatMap((operand) =>
      typeof operand.literal?.value === 'string' ? [] : [`typeof ${operand.js} === 'string'`],
    )
    const tests = [...strings, `${a}.length + ${b}.length < 1024`]
    emit(`if (${tests.join(' && ')}) ${t} = ${a} + ${b}; else ${slow}`)
  } else if (operator === '/' || operator === '%') emit(slow)
  else {
    const ints = [left, right].flatMap((operand) =>
      isSafeIntLiteral(operand) ? [] : [`Number.isSafeInteger(${operand.js})`],
    )
    emit(`if (!(${[...ints, `Number.isSafeInteger(${t} = ${a} ${operator} ${b})`].join(' && ')})) ${slow}`)
  }
  return { js: t }
}

/** Types whose values are equal to nothing of another type, whatever that is. */
const plainTypes = new Set(['string', 'bool', 'int', 'uint', 'double', 'bytes', 'null_type', 'list', 'map'])

function genEquals(
  emitter: Emitter,
  node: Binary,
  left: Operand,
  right: Operand,
  where: string,
  fail: Fail,
): Operand {
  const { emit, temp, options } = emitter
  const t = temp()
  const simple = ({ literal, bool }: Operand): boolean =>
    bool || typeof literal?.value === 'string' || typeof literal?.value === 'boolean'
  const operator = node.operator === '!=' ? '!==' : '==='
  const slow = `{ ${t} = ${node.operator === '!=' ? 'differs' : 'equals'}(${left.js}, ${right.js}, ${where}); if (${t} instanceof E) ${fail(t)} }`
  if (simple(left) || simple(right) || left.literal?.value === null || right.literal?.value === null) {
    // In Kubernetes a value of its own types has no equality with a text.
    const opaque = options.kubernetes && !simple(left) && simple(right)
    if (opaque && !plainTypes.has(options.checked.types[node.left.id]?.name ?? 'dyn'))
      emit(`if (typeof ${left.js} !== 'object') ${t} = ${left.js} ${operator} ${right.js}; else ${slow}`)
    else emit(`${t} = ${left.js} ${operator} ${right.js}`)
    return { js: t, bool: true }
  }
  const both = [left, right]
  const numeric = both.some(isSafeIntLiteral)
  const tests = both.flatMap((operand) =>
    isSafeIntLiteral(operand) ? [] : [`typeof ${operand.js} === '${numeric ? 'number' : 'string'}'`],
  )
  emit(`if (${tests.join(' && ') || 'true'}) ${t} = ${left.js} ${operator} ${right.js}`)
  emit(`else ${slow}`)
  return { js: t, bool: true }
}

function genIn(
  emitter: Emitter,
  among: Node,
  left: Operand,
  right: Operand,
  where: string,
  fail: Fail,
): Operand {
  const { emit, temp, constant, isSafeName } = emitter
  const list = right.literal?.value
  const t = temp()
  const isList = emitter.options.checked.types[among.id]?.name === 'list'
  const contains = emitter.plan && isList && isSetOf(list) ? 'containsConstant' : 'contains'
  const slow = `{ ${t} = ${contains}(${left.js}, ${right.js}, ${where}); if (${t} instanceof E) ${fail(t)} }`
  const key = left.literal?.value
  if (Array.isArray(list)) {
    const strings = list.filter((element): element is string => typeof element === 'string')
    const few = strings.map((element) => `${left.js} === ${constant(element)}`).join(' || ') || 'false'
    const found = strings.length <= 8 ? few : `${constant(new Set(strings))}.has(${left.js})`
    emit(`if (typeof ${left.js} === 'string') ${t} = ${found}; else ${slow}`)
  } else if (typeof key === 'string' && isSafeName(key)) {
    emit(`if (!(${notObject(right)}) && ${right.js}[${left.js}] !== undefined) ${t} = true; else ${slow}`)
  } else emit(slow)
  return { js: t, bool: true }
}

/** Whether a planner of API servers makes a set of a constant list: all are texts, numbers, true or false. */
function isSetOf(list: unknown): boolean {
  const isOne = (value: unknown) =>
    ['string', 'boolean', 'number', 'bigint'].includes(typeof value) ||
    value instanceof Double ||
    value instanceof Uint
  return Array.isArray(list) && list.every(isOne)
}

function isSafeIntLiteral(operand: Operand): boolean {
  return Number.isSafeInteger(operand.literal?.value)
}

/** JavaScript that is true of numbers, or of those that have an order: all but NaN. */
function numberTest({ js, literal }: Operand, ordered: boolean): readonly string[] {
  if (typeof literal?.value === 'number' && !Number.isNaN(literal.value)) return []
  return [`typeof ${js} === 'number'`, ...(ordered ? [`${js} === ${js}`] : [])]
}

/**
 * What an API server charges for an operator: by size where the types say which of its overloads is meant, 1 otherwise
 * (see evaluation/cost.ts).
 */
function chargeOfOperator({ options, plan }: Emitter, { operator, left, right }: Binary): Charge {
  const types = [left, right].map((operand) => options.checked.types[operand.id]?.name)
  const isText = types.some((type) => type === 'string' || type === 'bytes')
  const both = ([a, b]: readonly string[]): string => `(${a}, ${b})`
  switch (operator) {
    case '==':
    case '!=': {
      if (types.every((type) => type !== undefined && scalars.includes(type))) return 1
      return (values) => `${operator === '==' ? 'costOfEquals' : 'costOfComparison'}${both(values)}`
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isText ? (values) => `costOfComparison${both(values)}` : 1
    case '+':
      return isText ? (values) => `costOfConcatenation${both(values)}` : 1
    case 'in':
      if (types[1] !== 'list') return 1
      return plan?.isConstant(right) && isSet(right) ? 0 : ([, list]) => `sizeOf(${list})`
    default:
      return 1
  }
}

const scalars: readonly string[] = ['int', 'uint', 'double', 'bool']

function isEmptyList(node: Node): boolean {
  return node.kind === 'list' && node.elements.length === 0
}

/** A list of constants in which the planner looks up in one step. */
function isSet(node: Node): boolean {
  return node.kind === 'list' && node.elements.every(({ value }) => isPrimitive(value))
}

function isPrimitive(node: Node): boolean {
  if (node.kind === 'call' && node.name === 'dyn') return node.args.every(isPrimitive)
  if (node.kind === 'call') return ['bool', 'int', 'uint', 'double', 'string'].includes(node.name)
  if (node.kind !== 'literal') return false
  const { value } = node
  return (
    ['string', 'boolean', 'number', 'bigint'].includes(typeof value) ||
    value instanceof Uint ||
    value instanceof Double
  )
}
