import type { OpaqueType } from '../../model/index.js'
import type { KubernetesEnvironment } from '../api.js'
import type { Checked } from '../check/inspection.js'
import type { Argument } from '../functions/built-in.js'
import type { Node } from '../syntax/ast.js'
import { Failure, type Site } from '../values/failure.js'
import { Typed } from '../values/type-name.js'
import type { CostPlan } from './cost-plan.js'

/** A program as source text, which holds nothing of the expression's text, and the constants that it refers to. */
export interface Generated {
  readonly body: string
  readonly constants: readonly unknown[]
  /** Whether it runs with the operators of API servers of Kubernetes, and counts what they charge. */
  readonly inKubernetes: boolean
  /** Mistakes in literals that only building them showed. */
  readonly problems: readonly { readonly message: string; readonly start: number; readonly end: number }[]
}

export interface GenerateOptions {
  readonly source: string
  readonly checked: Checked
  /** Set where the answers have to be those of an API server. */
  readonly kubernetes?: KubernetesEnvironment | undefined
  readonly opaque: readonly OpaqueType[]
  /** Roots whose fields may be lazy getters that give an error value. */
  readonly lazyRoots: ReadonlySet<string>
  /** Whether any value of the data may be an error in place of an unknown one. It costs twice the time. */
  readonly careful: boolean
  /** Methods of the host program's objects, which may be found on them as JavaScript properties too. */
  readonly hostNames: ReadonlySet<string>
  /** What the expression is given with each evaluation: the names of `args`, in order. */
  readonly args: readonly string[]
  /** Records the value of every sub-expression: `trace(id, value)`. */
  readonly tracing: boolean
}

/** Of what the check has found fault with: it is generated only to find mistakes in literals, and never runs. */
export const notChecked = 'not checked'

/** Where a sub-expression's value is. */
export interface Operand extends Argument {
  /** Surely a boolean: no test needed. */
  readonly bool?: true
  /** It comes out of data as it is. */
  readonly isData?: true
  /** Of a call of a defined function: its arguments, as a JavaScript list. */
  readonly args?: string
  /** Of what was selected from something: the value that the chain of selections began with. */
  readonly root?: string
}

/** The variables of macros. */
export type Locals = ReadonlyMap<string, Operand>
/** JavaScript that ends the evaluation of the innermost construct that can absorb the error. */
export type Fail = (error: string) => string

/** What writes the program: shared by the parts of the generator. */
export interface Emitter {
  readonly options: GenerateOptions
  readonly lookups: Lookups
  /** What an API server charges; nothing is counted without it. */
  readonly plan: CostPlan | undefined
  /** Adds a line. */
  emit(line: string): void
  /** Spends units that are known now, before the next line. */
  spend(units: number): void
  /** A new variable of the whole program. */
  temp(): string
  /** A new label. */
  label(): string
  /** The name of a value in the table of constants. */
  constant(value: unknown): string
  /** The name of a place for error messages, with the text of the operand at fault. */
  site(node: { start: number; end: number }, operand: Node | undefined): string
  literal(value: unknown): Operand
  /** `t = expression` that may give an error. */
  assign(expression: string, fail: Fail): string
  /** What is an error whenever it is reached. */
  unknown(node: Node, message: string, fail: Fail): Operand
  /** Reports a mistake in a literal. */
  problem(problem: Generated['problems'][number]): void
  /** Whether nothing but a document's object can have a property of this name. */
  isSafeName(name: string): boolean
  /** Whether a field of the node may be a getter that gives an error value. */
  isLazy(node: Node): boolean
  /** Compiles a sub-expression. */
  gen(node: Node, locals: Locals, fail: Fail): Operand
  /** Compiles a sub-expression that has to give a bool. */
  genBool(node: Node, locals: Locals, fail: Fail): string
  finish(result: Operand): Generated
}

/** An emitter with nothing written; `genNode` compiles one node and is called back for each. */
export function startEmitter(
  options: GenerateOptions,
  plan: CostPlan | undefined,
  genNode: (emitter: Emitter, node: Node, locals: Locals, fail: Fail) => Operand,
): Emitter {
  const { source, checked, tracing } = options
  const constants: unknown[] = []
  const known = new Map<unknown, string>()
  const problems: Generated['problems'][number][] = []
  const lines: string[] = []
  let temps = 0
  let labels = 0
  /** Units to spend before the next line, and how many constants the generator is in, which are free. */
  let pending = 0
  let free = 0
  const emit = (line: string): void => {
    if (pending > 0) lines.push(`spent.units += ${pending}`)
    pending = 0
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
  const emitter: Emitter = {
    options,
    lookups: options.kubernetes ? kubernetesLookups : ownLookups,
    plan,
    emit,
    spend(units) {
      if (plan && free === 0) pending += units
    },
    constant,
    temp: () => `t${temps++}`,
    label: () => `L${labels++}`,
    site(node, operand) {
      const text = operand ? source.slice(operand.start, operand.end) : ''
      return constant({ start: node.start, end: node.end, operand: text } satisfies Site)
    },
    literal(value) {
      if (typeof value === 'boolean') return { js: String(value), bool: true, literal: { value } }
      return { js: value === null ? 'null' : constant(value), literal: { value } }
    },
    assign(expression, fail) {
      const t = emitter.temp()
      emit(`${t} = ${expression}`)
      emit(`if (${t} instanceof E) ${fail(t)}`)
      return t
    },
    unknown(node, message, fail) {
      emit(fail(constant(new Failure('unknown', message, node))))
      return { js: 'undefined' }
    },
    problem: (problem) => problems.push(problem),
    isSafeName: (name) => !inheritedName(name) && !options.hostNames.has(name),
    isLazy(node) {
      const meaning = checked.meanings[node.id]
      return options.careful || (meaning?.kind === 'variable' && options.lazyRoots.has(meaning.name))
    },
    gen(node, locals, fail) {
      const constant = plan?.isConstant(node) ?? false
      if (constant) free++
      const operand = genNode(emitter, node, locals, fail)
      if (constant) free--
      if (tracing) emit(`trace(${node.id}, ${operand.js}${operand.args ? `, ${operand.args}` : ''})`)
      return operand
    },
    genBool(node, locals, fail) {
      const { js, bool } = emitter.gen(node, locals, fail)
      if (!bool)
        emit(`if (typeof ${js} !== 'boolean') ${fail(`notBool(${js}, ${emitter.site(node, node)})`)}`)
      return js
    },
    finish(result) {
      const names = Array.from({ length: temps }, (_, i) => `t${i}`).join(', ')
      if (pending > 0) emit('')
      const body = `${names && `let ${names}\n`}${lines.join('\n')}\nreturn ${result.js}`
      return { body, constants, problems, inKubernetes: options.kubernetes !== undefined }
    },
  }
  return emitter
}

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

function inheritedName(name: string): boolean {
  // A list has properties of numbers' names, which are no fields.
  return /^[$\d]/.test(name) || inherited.some((object) => name in object)
}

/** The very string that V8 keys properties with, so that `object[name]` is as fast as `object.name`. */
function internalized(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}

/** The functions of the runtime that select, of an environment. */
export interface Lookups {
  readonly select: string
  readonly selectOptional: string
  readonly index: string
  readonly indexOptional: string
  readonly has: string
}

const ownLookups: Lookups = {
  select: 'select',
  selectOptional: 'selectOptional',
  index: 'index',
  indexOptional: 'indexOptional',
  has: 'has',
}
const kubernetesLookups: Lookups = {
  select: 'selectPresent',
  selectOptional: 'whatIsPresent',
  index: 'indexPresent',
  indexOptional: 'whatIsPresent',
  has: 'isPresent',
}

/** JavaScript that is true when an operand has no properties. */
export function notObject({ js }: Operand): string {
  return `typeof ${js} !== 'object' || ${js} === null`
}
