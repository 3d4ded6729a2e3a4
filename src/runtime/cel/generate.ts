import type { Binary, Call, Node } from './ast.js'
import type { Checked, Meaning } from './check.js'
import { dispatcher, type Implementation } from './dispatch.js'
import { Failure, type Site } from './failure.js'
import type { Macro } from './macros.js'
import type { OpaqueType, Overload } from './table.js'
import { Typed } from './typename.js'
import { TypeValue } from './values.js'

/** A program as source text, which holds nothing of the expression's text, and the constants that it refers to. */
export interface Generated {
  readonly body: string
  readonly constants: readonly unknown[]
  /** Mistakes in literals that only building them showed. */
  readonly problems: readonly { readonly message: string; readonly start: number; readonly end: number }[]
}

export interface GenerateOptions {
  readonly source: string
  readonly checked: Checked
  readonly opaque: readonly OpaqueType[]
  /** Roots whose fields may be lazy getters that give an error value. */
  readonly lazyRoots: ReadonlySet<string>
  /** Methods of the host program's objects, which may be found on them as JavaScript properties too. */
  readonly hostNames: ReadonlySet<string>
  /** Records the value of every sub-expression: `trace(id, value)`. */
  readonly tracing: boolean
}

/** Where a sub-expression's value is: JavaScript without side effects, cheap to repeat. */
interface Operand {
  readonly js: string
  /** Surely a boolean: no test needed. */
  readonly bool?: true
  readonly literal?: { readonly value: unknown }
}

type Locals = ReadonlyMap<string, Operand>
/** JavaScript that ends the evaluation of the innermost construct that can absorb the error. */
type Fail = (error: string) => string

/**
 * Objects on which a plain property read might find what is not a document's. The engine's own classes are told by
 * their `$`; any other name can be read first and looked at afterwards: `undefined` means that there is no such key.
 */
const inherited: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Uint8Array.prototype,
  Typed.prototype,
]

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

/** Compiles a checked expression. */
export function generate(root: Node, options: GenerateOptions): Generated {
  const { source, checked, tracing } = options
  const constants: unknown[] = []
  const known = new Map<unknown, string>()
  const problems: { message: string; start: number; end: number }[] = []
  const lines: string[] = []
  let temps = 0
  let labels = 0

  const isSafeName = (name: string): boolean => !inheritedName(name) && !options.hostNames.has(name)
  const temp = (): string => `t${temps++}`
  const label = (): string => `L${labels++}`
  const emit = (line: string): void => {
    lines.push(line)
  }
  const constant = (value: unknown): string => {
    const found = known.get(value)
    if (found) return found
    const name = `k${constants.length}`
    constants.push(typeof value === 'string' ? internalized(value) : value)
    known.set(value, name)
    return name
  }
  const site = (node: { start: number; end: number }, operand: Node | undefined): string =>
    constant({
      start: node.start,
      end: node.end,
      operand: operand ? source.slice(operand.start, operand.end) : '',
    } satisfies Site)

  const gen = (node: Node, locals: Locals, fail: Fail): Operand => {
    const operand = genNode(node, locals, fail)
    if (tracing) emit(`trace(${node.id}, ${operand.js})`)
    return operand
  }

  const literal = (value: unknown): Operand => {
    if (typeof value === 'boolean') return { js: String(value), bool: true, literal: { value } }
    return { js: value === null ? 'null' : constant(value), literal: { value } }
  }

  /** `t = expression` that may give an error. */
  const assign = (expression: string, fail: Fail): string => {
    const t = temp()
    emit(`${t} = ${expression}`)
    emit(`if (${t} instanceof E) ${fail(t)}`)
    return t
  }

  const genNode = (node: Node, locals: Locals, fail: Fail): Operand => {
    switch (node.kind) {
      case 'literal':
        return literal(node.value)
      case 'ident':
        return genName(node, locals, fail)
      case 'select':
        return genSelect(node, locals, fail)
      case 'index':
        return genIndex(node, locals, fail)
      case 'call':
        return genCall(node, locals, fail)
      case 'list':
        return genList(node, locals, fail)
      case 'map': {
        const t = temp()
        emit(`${t} = []`)
        for (const { key, value, optional } of node.entries) {
          const k = gen(key, locals, fail)
          const v = gen(value, locals, fail)
          if (optional)
            emit(
              `if (${v.js} instanceof Optional) { if (${v.js}.$some !== undefined) ${t}.push(${k.js}, ${v.js}.$some) } else ${fail(`notOptional(${v.js}, ${site(value, value)})`)}`,
            )
          else emit(`${t}.push(${k.js}, ${v.js})`)
        }
        return { js: assign(`mapLiteral(${t}, ${site(node, undefined)})`, fail) }
      }
      case 'conditional': {
        const condition = gen(node.condition, locals, fail)
        const t = temp()
        emit(`if (${condition.js} === true) {`)
        emit(`${t} = ${gen(node.whenTrue, locals, fail).js}`)
        emit(condition.bool ? '} else {' : `} else if (${condition.js} === false) {`)
        emit(`${t} = ${gen(node.whenFalse, locals, fail).js}`)
        emit(
          condition.bool
            ? '}'
            : `} else ${fail(`notBool(${condition.js}, ${site(node.condition, node.condition)})`)}`,
        )
        return { js: t }
      }
      case 'and':
      case 'or':
        return genLogic(node.kind === 'and', node.operands, locals, fail)
      case 'not': {
        const operand = genBool(node.operand, locals, fail)
        const t = temp()
        emit(`${t} = !${operand}`)
        return { js: t, bool: true }
      }
      case 'negate':
        return {
          js: assign(`negate(${gen(node.operand, locals, fail).js}, ${site(node, node.operand)})`, fail),
        }
      case 'binary':
        return genBinary(node, locals, fail)
    }
  }

  const genBool = (node: Node, locals: Locals, fail: Fail): string => {
    const operand = gen(node, locals, fail)
    if (!operand.bool) {
      emit(`if (typeof ${operand.js} !== 'boolean') ${fail(`notBool(${operand.js}, ${site(node, node)})`)}`)
    }
    return operand.js
  }

  const genName = (node: Node, locals: Locals, fail: Fail): Operand => {
    const meaning = checked.meanings[node.id]
    if (meaning?.kind === 'type') return literal(typeValue(meaning.name))
    if (meaning?.kind === 'local') return locals.get(meaning.name) as Operand
    if (meaning?.kind === 'unknown') return unknown(node, meaning.message, fail)
    if (meaning?.kind !== 'variable') throw new Error('an unchecked name')
    const t = temp()
    const name = constant(meaning.name)
    emit(`${t} = s[${name}]`)
    emit(
      `if (${t} === undefined || ${t} instanceof E) { ${t} = root(${t}, ${name}, ${site(node, node)}); if (${t} instanceof E) ${fail(t)} }`,
    )
    return { js: t }
  }

  /** What is an error whenever it is reached. */
  const unknown = (node: Node, message: string, fail: Fail): Operand => {
    emit(fail(constant(new Failure('unknown', message, node.start, node.end))))
    return { js: 'undefined' }
  }

  const genSelect = (node: Node & { kind: 'select' }, locals: Locals, fail: Fail): Operand => {
    if (checked.meanings[node.id]) return genName(node, locals, fail)
    const operand = gen(node.operand, locals, fail)
    const name = constant(node.field)
    if (node.optional)
      return { js: assign(`selectOptional(${operand.js}, ${name}, ${site(node, node.operand)})`, fail) }
    const slow = `select(${operand.js}, ${name}, ${site(node, node.operand)})`
    return readField(node, operand, node.field, slow, fail)
  }

  /** `operand[name]` of a document's object when that is safe to try, otherwise and if it is not there the slow way. */
  const readField = (
    node: Node & { kind: 'select' | 'index' },
    operand: Operand,
    field: string,
    slow: string,
    fail: Fail,
  ): Operand => {
    if (!isSafeName(field)) return { js: assign(slow, fail) }
    const t = temp()
    const lazy = isLazy(node.operand) ? ` || ${t} instanceof E` : ''
    emit(`if (${notObject(operand)} || (${t} = ${operand.js}[${constant(field)}]) === undefined${lazy})`)
    emit(`{ ${t} = ${slow}; if (${t} instanceof E) ${fail(t)} }`)
    return { js: t }
  }

  /** Whether a field of the node may be a getter that gives an error value. */
  const isLazy = (node: Node): boolean => {
    const meaning = checked.meanings[node.id]
    return meaning?.kind === 'variable' && options.lazyRoots.has(meaning.name)
  }

  const genIndex = (node: Node & { kind: 'index' }, locals: Locals, fail: Fail): Operand => {
    const operand = gen(node.operand, locals, fail)
    const key = gen(node.index, locals, fail)
    const args = `(${operand.js}, ${key.js}, ${site(node, node.operand)})`
    if (node.optional) return { js: assign(`indexOptional${args}`, fail) }
    if (typeof key.literal?.value === 'string') {
      return readField(node, operand, key.literal.value, `index${args}`, fail)
    }
    const t = temp()
    emit(`if (!Array.isArray(${operand.js}) || typeof ${key.js} !== 'number'`)
    emit(` || (${t} = ${operand.js}[${key.js}]) === undefined)`)
    emit(`{ ${t} = index${args}; if (${t} instanceof E) ${fail(t)} }`)
    return { js: t }
  }

  const genList = (node: Node & { kind: 'list' }, locals: Locals, fail: Fail): Operand => {
    const operands = node.elements.map(({ value, optional }) => ({
      operand: gen(value, locals, fail),
      value,
      optional,
    }))
    if (!tracing && operands.every(({ operand, optional }) => operand.literal && !optional)) {
      return literal(Object.freeze(operands.map(({ operand }) => operand.literal?.value)))
    }
    const t = temp()
    if (operands.every(({ optional }) => !optional)) {
      emit(`${t} = [${operands.map(({ operand }) => operand.js).join(', ')}]`)
      return { js: t }
    }
    emit(`${t} = []`)
    for (const { operand, value, optional } of operands) {
      if (!optional) emit(`${t}.push(${operand.js})`)
      else
        emit(
          `if (${operand.js} instanceof Optional) { if (${operand.js}.$some !== undefined) ${t}.push(${operand.js}.$some) } else ${fail(`notOptional(${operand.js}, ${site(value, value)})`)}`,
        )
    }
    return { js: t }
  }

  /** Runs `body` with errors going into a variable, which stays undefined when there was none. */
  const absorbing = (body: (fail: Fail) => void): string => {
    const error = temp()
    const end = label()
    emit(`${error} = undefined`)
    emit(`${end}: {`)
    body((e) => `{ ${error} = ${e}; if (${error}.code === 'budget') return ${error}; break ${end} }`)
    emit('}')
    return error
  }

  const genLogic = (and: boolean, operands: readonly Node[], locals: Locals, fail: Fail): Operand => {
    const t = temp()
    const end = label()
    const decisive = and ? 'false' : 'true'
    const errors: string[] = []
    emit(`${end}: {`)
    for (const [i, node] of operands.entries()) {
      const decide = (operand: string): void =>
        emit(`if (${operand} === ${decisive}) { ${t} = ${decisive}; break ${end} }`)
      if (i === operands.length - 1) {
        decide(genBool(node, locals, fail))
        continue
      }
      errors.push(absorbing((failHere) => decide(genBool(node, locals, failHere))))
    }
    for (const error of errors) emit(`if (${error} !== undefined) ${fail(error)}`)
    emit(`${t} = ${!(decisive === 'true')}`)
    emit('}')
    return { js: t, bool: true }
  }

  const genBinary = (node: Binary, locals: Locals, fail: Fail): Operand => {
    const { operator } = node
    const left = gen(node.left, locals, fail)
    const right = gen(node.right, locals, fail)
    const [a, b] = [left.js, right.js]
    const where = site(node, node.left)
    if (operator === '==' || operator === '!=') return genEquals(operator === '!=', left, right, where, fail)
    if (operator === 'in') return genIn(left, right, where, fail)
    const numbers = [left, right].flatMap((operand) => numberTest(operand))
    const comparison = fastComparisons[operator]
    const t = temp()
    if (comparison) {
      const slow = `{ ${t} = ${comparison[1]}(${a}, ${b}, ${where}); if (${t} instanceof E) ${fail(t)} }`
      if (numbers.length === 0) emit(`${t} = ${a} ${comparison[0]} ${b}`)
      else emit(`if (${numbers.join(' && ')}) ${t} = ${a} ${comparison[0]} ${b}; else ${slow}`)
      return { js: t, bool: true }
    }
    const slow = `{ ${t} = ${slowArithmetic[operator]}(${a}, ${b}, ${where}); if (${t} instanceof E) ${fail(t)} }`
    if (operator === '+' && [node.left, node.right].some((operand) => isStringType(operand))) {
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

  const isStringType = (node: Node): boolean => checked.types[node.id]?.name === 'string'

  const genEquals = (not: boolean, left: Operand, right: Operand, where: string, fail: Fail): Operand => {
    const t = temp()
    const literals = [left, right].map((operand) => operand.literal?.value)
    const simple = (value: unknown): boolean =>
      typeof value === 'string' || typeof value === 'boolean' || value === null
    const operator = not ? '!==' : '==='
    if (literals.some(simple) || left.bool || right.bool) {
      emit(`${t} = ${left.js} ${operator} ${right.js}`)
      return { js: t, bool: true }
    }
    const both = [left, right]
    const numeric = both.some(isSafeIntLiteral)
    const tests = both.flatMap((operand) =>
      isSafeIntLiteral(operand) ? [] : [`typeof ${operand.js} === '${numeric ? 'number' : 'string'}'`],
    )
    emit(`if (${tests.join(' && ') || 'true'}) ${t} = ${left.js} ${operator} ${right.js}`)
    emit(
      `else { ${t} = equals(${left.js}, ${right.js}, ${where}); if (${t} instanceof E) ${fail(t)}${not ? `; ${t} = !${t}` : ''} }`,
    )
    return { js: t, bool: true }
  }

  const genIn = (left: Operand, right: Operand, where: string, fail: Fail): Operand => {
    const list = right.literal?.value
    const t = temp()
    const slow = `{ ${t} = contains(${left.js}, ${right.js}, ${where}); if (${t} instanceof E) ${fail(t)} }`
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

  const genCall = (node: Call, locals: Locals, fail: Fail): Operand => {
    const meaning = checked.meanings[node.id] as Meaning
    if (meaning.kind === 'macro') return genMacro(node, meaning.macro, locals, fail)
    if (meaning.kind === 'unknown') return unknown(node, meaning.message, fail)
    if (meaning.kind !== 'call') throw new Error('an unchecked call')
    if (meaning.method && (node.name === 'or' || node.name === 'orValue'))
      return genOptionalOr(node, locals, fail)
    const nodes = meaning.method ? [node.target as Node, ...node.args] : node.args
    const operands = nodes.map((arg) => gen(arg, locals, fail))
    const implementation = implementationOf(node, meaning.overloads, operands)
    if ('value' in implementation) return literal(implementation.value)
    const where = site(node, nodes[0])
    const args = operands.map((operand) => operand.js).join(', ')
    const t = temp()
    const slow = `{ ${t} = ${constant(implementation.call)}(${args}); if (${t} instanceof E) ${fail(`at(${t}, ${where})`)} }`
    const fast = inline(node.name, meaning, operands, t)
    emit(fast ? `${fast} else ${slow}` : slow)
    const returns = meaning.overloads.every((overload) => overload.returns.name === 'bool')
    return returns ? { js: t, bool: true } : { js: t }
  }

  /** The cases of everyday functions that are a JavaScript operation: `if (…) t = …;` */
  const inline = (
    name: string,
    meaning: Meaning & { kind: 'call' },
    operands: readonly Operand[],
    t: string,
  ): string | undefined => {
    const [a, b] = operands.map((operand) => operand.js)
    if (meaning.method && operands.length === 2 && ['startsWith', 'endsWith'].includes(name)) {
      const strings = operands.flatMap((operand) =>
        typeof operand.literal?.value === 'string' ? [] : [`typeof ${operand.js} === 'string'`],
      )
      if (strings.length === 0) return undefined
      return `if (${strings.join(' && ')}) ${t} = ${a}.${name}(${b});`
    }
    if (meaning.method && name === 'contains' && operands.length === 2) {
      return `if (typeof ${a} === 'string' && typeof ${b} === 'string' && ${a}.length < 1024) ${t} = ${a}.includes(${b});`
    }
    if (name === 'size' && operands.length === 1) return `if (Array.isArray(${a})) ${t} = ${a}.length;`
    if (name === 'string' && operands.length === 1)
      return `if (Number.isSafeInteger(${a})) ${t} = String(${a});`
    return undefined
  }

  /** What a call runs: a value when all of it is known now, otherwise a function of its arguments. */
  const implementationOf = (
    node: Call,
    overloads: readonly Overload[],
    operands: readonly Operand[],
  ): { value: unknown } | { call: Implementation } => {
    const of = overloads[0]?.of
    const literals = operands.map((operand) => operand.literal?.value)
    const call = dispatcher(overloads, options.opaque)
    if (of?.constant && operands.every((operand) => operand.literal)) {
      const value = call(...literals)
      if (!(value instanceof Failure)) return { value }
      problems.push({ message: value.message, start: node.start, end: node.end })
    }
    const prepared = operands.some((operand) => operand.literal) ? of?.prepare?.(literals) : undefined
    if (prepared instanceof Failure) {
      const at = node.args.find((arg) => arg.kind === 'literal') ?? node
      problems.push({ message: prepared.message, start: at.start, end: at.end })
    }
    return { call: typeof prepared === 'function' ? (prepared as Implementation) : call }
  }

  const genOptionalOr = (node: Call, locals: Locals, fail: Fail): Operand => {
    const target = gen(node.target as Node, locals, fail)
    const t = temp()
    emit(
      `if (!(${target.js} instanceof Optional)) ${fail(`notOptional(${target.js}, ${site(node, node.target)})`)}`,
    )
    emit(
      `if (${target.js}.$some !== undefined) ${t} = ${node.name === 'or' ? target.js : `${target.js}.$some`}`,
    )
    emit('else {')
    emit(`${t} = ${gen(node.args[0] as Node, locals, fail).js}`)
    emit('}')
    return { js: t }
  }

  const genMacro = (node: Call, macro: Macro, locals: Locals, fail: Fail): Operand => {
    if (macro.kind === 'has') {
      const arg = node.args[0] as Node & { kind: 'select' }
      const operand = gen(arg.operand, locals, fail)
      const t = temp()
      const slow = `{ ${t} = has(${operand.js}, ${constant(arg.field)}, ${site(node, arg.operand)}); if (${t} instanceof E) ${fail(t)} }`
      if (isSafeName(arg.field) && !isLazy(arg.operand)) {
        emit(
          `if (!(${notObject(operand)}) && ${operand.js}[${constant(arg.field)}] !== undefined) ${t} = true`,
        )
        emit(
          `else if (!(${notObject(operand)}) && prototypeOf(${operand.js}) === ObjectPrototype) ${t} = false`,
        )
        emit(`else ${slow}`)
      } else emit(slow)
      return { js: t, bool: true }
    }
    if (macro.kind === 'bind') {
      const [name, value, body] = node.args as [Node & { kind: 'ident' }, Node, Node]
      return gen(body, new Map(locals).set(name.name, gen(value, locals, fail)), fail)
    }
    const range = gen(node.target as Node, locals, fail)
    if (macro.kind === 'optMap' || macro.kind === 'optFlatMap') {
      const [name, body] = node.args as [Node & { kind: 'ident' }, Node]
      const t = temp()
      emit(
        `if (!(${range.js} instanceof Optional)) ${fail(`notOptional(${range.js}, ${site(node, node.target)})`)}`,
      )
      emit(`if (${range.js}.$some === undefined) ${t} = none`)
      emit('else {')
      const value = gen(body, new Map(locals).set(name.name, { js: `${range.js}.$some` }), fail)
      emit(`${t} = ${macro.kind === 'optMap' ? `new Optional(${value.js})` : value.js}`)
      emit('}')
      return { js: t }
    }
    return genLoop(node, macro, range, locals, fail)
  }

  const genLoop = (
    node: Call,
    macro: Macro & { variables: 1 | 2 },
    range: Operand,
    locals: Locals,
    fail: Fail,
  ): Operand => {
    const where = site(node, node.target)
    const names = node.args.slice(0, macro.variables).map((name) => (name as Node & { kind: 'ident' }).name)
    const body = node.args.slice(macro.variables)
    const list = temp()
    emit(`${list} = Array.isArray(${range.js}) ? ${range.js} : elements(${range.js}, ${where})`)
    emit(`if (${list} instanceof E) ${fail(list)}`)
    const values = macro.variables === 2 ? temp() : list
    if (values !== list) emit(`${values} = valuesOf(${range.js})`)
    const i = temp()
    const element = temp()
    const inner = new Map(locals)
    if (macro.variables === 2) {
      const key = temp()
      inner.set(names[0] as string, { js: key })
      inner.set(names[1] as string, { js: element })
      return genSteps(node, macro, body, inner, fail, {
        list,
        range,
        i,
        where,
        step: `${key} = Array.isArray(${range.js}) ? ${i} : ${list}[${i}]; ${element} = ${values}[${i}]`,
        element,
      })
    }
    inner.set(names[0] as string, { js: element })
    return genSteps(node, macro, body, inner, fail, {
      list,
      range,
      i,
      where,
      step: `${element} = ${list}[${i}]`,
      element,
    })
  }

  const genSteps = (
    node: Call,
    macro: Macro,
    body: readonly Node[],
    locals: Locals,
    fail: Fail,
    loop: { list: string; range: Operand; i: string; where: string; step: string; element: string },
  ): Operand => {
    const { list, range, i, where, step, element } = loop
    const t = temp()
    const next = label()
    const open = (): void => {
      emit(`${next}: for (${i} = 0; ${i} < ${list}.length; ${i}++) {`)
      emit(`if (--meter.left < 0) return over(${where})`)
      emit(step)
    }
    const condition = body[0] as Node
    switch (macro.kind) {
      case 'all':
      case 'exists': {
        const decisive = macro.kind === 'exists'
        const error = temp()
        emit(`${t} = ${!decisive}; ${error} = undefined`)
        open()
        const sink: Fail = (e) =>
          `{ ${error} ??= ${e}; if (${error}.code === 'budget') return ${error}; continue ${next} }`
        const value = genBool(condition, locals, sink)
        emit(`if (${value} === ${decisive}) { ${t} = ${decisive}; ${error} = undefined; break }`)
        emit('}')
        emit(`if (${error} !== undefined) ${fail(error)}`)
        return { js: t, bool: true }
      }
      case 'existsOne':
        emit(`${t} = 0`)
        open()
        emit(`if (${genBool(condition, locals, fail)}) ${t}++`)
        emit('}')
        emit(`${t} = ${t} === 1`)
        return { js: t, bool: true }
      case 'filter': {
        const indexes = temp()
        emit(
          `${t} = []; ${indexes} = ${list} === ${range.js} && typeof ${list}[0] !== 'object' ? [] : undefined`,
        )
        open()
        emit(
          `if (${genBool(condition, locals, fail)}) { ${t}.push(${element}); if (${indexes} !== undefined) ${indexes}.push(${i}) }`,
        )
        emit('}')
        emit(`if (${indexes} !== undefined) remember(${t}, ${list}, ${indexes})`)
        return { js: t }
      }
      case 'map': {
        emit(`${t} = []`)
        open()
        if (body.length === 2) emit(`if (!${genBool(condition, locals, fail)}) continue`)
        emit(`${t}.push(${gen(body.at(-1) as Node, locals, fail).js})`)
        emit('}')
        return { js: t }
      }
      case 'transformMap':
      case 'transformMapEntry': {
        const keysAndValues = temp()
        emit(`${keysAndValues} = []`)
        open()
        if (body.length === 2) emit(`if (!${genBool(condition, locals, fail)}) continue`)
        const made = gen(body.at(-1) as Node, locals, fail)
        if (macro.kind === 'transformMap') {
          const key = locals.get((node.args[0] as Node & { kind: 'ident' }).name) as Operand
          emit(`${keysAndValues}.push(${key.js}, ${made.js})`)
        } else {
          emit(`${t} = pushEntries(${keysAndValues}, ${made.js}, ${where})`)
          emit(`if (${t} instanceof E) ${fail(t)}`)
        }
        emit('}')
        return { js: assign(`mapLiteral(${keysAndValues}, ${site(node, undefined)})`, fail) }
      }
      case 'sortBy': {
        emit(`${t} = []`)
        open()
        emit(`${t}.push(${gen(condition, locals, fail).js})`)
        emit('}')
        return { js: assign(`sortByKeys(${list}, ${t})`, (error) => fail(`at(${error}, ${where})`)) }
      }
      default:
        throw new Error(`macro ${node.name} is not compiled`)
    }
  }

  const result = gen(root, new Map(), (error) => `return ${error}`)
  const declarations = temps > 0 ? `let ${Array.from({ length: temps }, (_, i) => `t${i}`).join(', ')}\n` : ''
  return { body: `${declarations}${lines.join('\n')}\nreturn ${result.js}`, constants, problems }
}

/** The very string that V8 keys properties with, so that `object[name]` is as fast as `object.name`. */
function internalized(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}

const typeValues = new Map<string, TypeValue>()
function typeValue(name: string): TypeValue {
  const found = typeValues.get(name) ?? new TypeValue(name)
  typeValues.set(name, found)
  return found
}

function inheritedName(name: string): boolean {
  return name.startsWith('$') || inherited.some((object) => name in object)
}

function notObject({ js }: Operand): string {
  return `typeof ${js} !== 'object' || ${js} === null`
}

function isSafeIntLiteral(operand: Operand): boolean {
  return Number.isSafeInteger(operand.literal?.value)
}

function numberTest(operand: Operand): readonly string[] {
  return typeof operand.literal?.value === 'number' ? [] : [`typeof ${operand.js} === 'number'`]
}
