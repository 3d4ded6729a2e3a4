import type { Since } from '../../model/index.js'
import type { DefinedFunction, KubernetesEnvironment } from '../api.js'
import type { BuiltIn } from '../functions/built-in.js'
import { declaredType, formatType, parseType, type Type } from './type.js'

/** One signature of a function, read. */
export interface Overload {
  readonly of: BuiltIn
  readonly since: Since
  readonly signature: string
  readonly receiver?: Type
  /** Without the receiver. */
  readonly params: readonly Type[]
  readonly variadic: boolean
  readonly returns: Type
  readonly call: (...args: never[]) => unknown
  /** The overload that runs, where this one is only how API servers check it; its own call is for it alone. */
  readonly runs?: Overload
  /** The function that somebody has defined in CEL; such a call runs its program. */
  readonly defines?: DefinedFunction
  /** API servers tell it by the arguments from others that run the same. */
  readonly isOneOfMany?: boolean
}

/** Overloads by name. */
export interface Overloads {
  readonly methods: ReadonlyMap<string, readonly Overload[]>
  readonly functions: ReadonlyMap<string, readonly Overload[]>
}

/** The overloads of all functions of an environment. */
export interface FunctionIndex extends Overloads {
  /** What policytest has and the environment has not. */
  readonly absent: Overloads
}

/** The index with functions that are defined in CEL. */
export function withDefined(
  index: FunctionIndex,
  defined: ReadonlyMap<string, DefinedFunction>,
): FunctionIndex {
  if (defined.size === 0) return index
  const own = [...defined].map(([name, defines]) => [name, [definedOverload(name, defines)]] as const)
  return { ...index, functions: new Map([...index.functions, ...own]) }
}

function definedOverload(name: string, defines: DefinedFunction): Overload {
  const params = defines.args.map(({ type }) => declaredType(type))
  const returns = declaredType(defines.result)
  const signature = `${name}(${params.map(formatType).join(', ')}): ${formatType(returns)}`
  const call = () => undefined
  const of = { name, overloads: { [signature]: call }, doc: '', since: 'policytest', examples: [] } as const
  return { of, since: 'policytest', signature, params, variadic: false, returns, call, defines }
}

/** Whether an environment has what came then. */
export function isThere(since: Since, kubernetes: KubernetesEnvironment | undefined): boolean {
  if (kubernetes === undefined || since === 'base') return true
  return since !== 'policytest' && Number(since.slice(2)) <= kubernetes.minor
}

/** Reads every signature of the table. Throws for a malformed one: those are ours, not the users'. */
export function indexFunctions(table: readonly BuiltIn[], kubernetes?: KubernetesEnvironment): FunctionIndex {
  const there = { methods: new Map<string, Overload[]>(), functions: new Map<string, Overload[]>() }
  const absent = { methods: new Map<string, Overload[]>(), functions: new Map<string, Overload[]>() }
  for (const of of table) {
    for (const [signature, specified] of Object.entries(of.overloads)) {
      const call = (kubernetes && of.inKubernetes?.[signature]) ?? specified
      const overload = parseSignature(of, signature, signature, call)
      const known = isThere(overload.since, kubernetes)
      const checked = known && kubernetes ? checkedOverloads(overload) : [overload]
      const { methods, functions } = known ? there : absent
      for (const each of checked) push(each.receiver ? methods : functions, of.name, each)
    }
  }
  return { ...there, absent }
}

function push(map: Map<string, Overload[]>, name: string, overload: Overload): void {
  const known = map.get(name)
  if (known) known.push(overload)
  else map.set(name, [overload])
}

function checkedOverloads(overload: Overload): readonly Overload[] {
  const { of, signature, call } = overload
  const stricter = of.kubernetes?.[signature]
  if (!stricter) return [overload]
  return stricter.map((text) => ({
    ...parseSignature(of, signature, text, of.inKubernetes?.[text] ?? call),
    runs: overload,
    isOneOfMany: stricter.length > 1,
  }))
}

/** The function that an overload of the table is, by its own signature and the text that is read. */
function parseSignature(of: BuiltIn, own: string, signature: string, call: Overload['call']): Overload {
  const open = signature.indexOf('(')
  const close = signature.lastIndexOf('): ')
  const head = signature.slice(0, open)
  if (open < 0 || close < 0) throw new Error(`malformed signature '${signature}'`)
  const params = splitTypes(signature.slice(open + 1, close))
  const variadic = params.at(-1)?.endsWith('...') ?? false
  const read = {
    of,
    since: sinceOf(of, own),
    signature,
    params: params.map((param) => parseType(param.replace('...', ''))),
    variadic,
    returns: parseType(signature.slice(close + 3)),
    call,
  }
  if (head === of.name) return read
  if (!head.endsWith(`.${of.name}`)) throw new Error(`signature '${signature}' is not of '${of.name}'`)
  return { ...read, receiver: parseType(head.slice(0, -of.name.length - 1)) }
}

function sinceOf({ name, since }: BuiltIn, signature: string): Since {
  if (typeof since === 'string') return since
  const own = since[signature]
  if (own === undefined) throw new Error(`'${name}' does not say since when there is '${signature}'`)
  return own
}

/** The types of a list, `int, map<string, int>`. */
export function splitTypes(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    const c = text[i]
    if (c === '<') depth++
    else if (c === '>') depth--
    else if ((c === ',' && depth === 0) || c === undefined) {
      const part = text.slice(from, i).trim()
      if (part) parts.push(part)
      from = i + 1
    }
  }
  return parts
}
