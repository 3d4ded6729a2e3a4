import type { Labels } from '../../runtime/model/index.js'

/** The value of a label; undefined: there is none; null: it is not known. */
export type LabelLookup = (label: string) => string | undefined | null

/** Looks labels up where all of them are known. */
export function lookupIn(labels: Labels): LabelLookup {
  return (label) => labels.get(label)
}

/**
 * The selector language of Calico: `a == "x"`, `a != 'x'`, `a in {'x', 'y'}`, `not in`, `contains`, `starts with`,
 * `ends with`, `has(a)`, `all()`, `global()`, `!`, `&&`, `||`, parentheses. No escapes in strings. Undefined when it hangs
 * on a label that is not known.
 */
export type CalicoSelector = (labelled: LabelLookup) => boolean | undefined

/** Where a selector stands. */
export interface SelectorPlace {
  /** What Calico puts before its labels: those of the namespace are `pcns.…` on an endpoint. */
  readonly prefix?: string
  /** The label that everything has that `all()` is about. */
  readonly all?: string
  /** Whether it may be `global()`, alone: what has no namespace. */
  readonly global?: boolean
}

/** The label of everything that has a namespace. */
export const namespaceLabel = 'projectcalico.org/namespace'

/** Longer and deeper than any selector that Calico itself accepts (1024 characters). */
const longest = 4096
const deepest = 64

type Token = { readonly kind: 'string' | 'word' | 'call' | 'mark'; readonly text: string }

/** Compiles a selector; without text it selects everything. The reason when it cannot be read. */
export function parseSelector(
  text: string,
  place: SelectorPlace = {},
): CalicoSelector | { readonly reason: string } {
  if (text.length > longest) return { reason: 'a selector of more than 4096 characters' }
  const tokens = tokenize(text)
  if ('reason' in tokens) return tokens
  if (tokens.length === 0) return () => true
  const alone = tokens.map((token) => token.text).join('') === 'global()'
  if (alone && place.global) return (labelled) => negate(has(labelled(namespaceLabel)))
  const parser: Parser = { tokens, place, at: 0, depth: 0 }
  try {
    const selector = any(parser)
    const rest = tokens[parser.at]
    return rest ? { reason: `unexpected ${rest.text}` } : selector
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.message }
    throw error
  }
}

/** Carries the reason out of the recursion; never leaves this file. */
class Unreadable extends Error {}

interface Parser {
  readonly tokens: readonly Token[]
  readonly place: SelectorPlace
  at: number
  depth: number
}

function tokenize(text: string): Token[] | { readonly reason: string } {
  const tokens: Token[] = []
  const pattern =
    /[ \t]+|"([^"]*)"|'([^']*)'|(has|all|global)\(|([a-zA-Z0-9_./-]+)|(==|!=|&&|\|\||[!(){},])|(.)/gsu
  for (const [, double, single, call, word, mark, other] of text.matchAll(pattern)) {
    if (other !== undefined)
      return { reason: other === '"' || other === "'" ? 'a quote is not closed' : `unexpected ${other}` }
    const literal = double ?? single
    if (literal !== undefined) tokens.push({ kind: 'string', text: literal })
    else if (call !== undefined) tokens.push({ kind: 'call', text: `${call}(` })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark })
  }
  return tokens
}

function any(parser: Parser): CalicoSelector {
  const terms = [every(parser)]
  while (accept(parser, '||')) terms.push(every(parser))
  return (labelled) => negate(all(terms.map((term) => negate(term(labelled)))))
}

function every(parser: Parser): CalicoSelector {
  const terms = [term(parser)]
  while (accept(parser, '&&')) terms.push(term(parser))
  return (labelled) => all(terms.map((term) => term(labelled)))
}

/** True when all are: one `false` settles it, whatever is not known. */
export function all(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false
  return results.includes(undefined) ? undefined : true
}

function negate(result: boolean | undefined): boolean | undefined {
  return result === undefined ? undefined : !result
}

function has(value: ReturnType<LabelLookup>): boolean | undefined {
  return value === null ? undefined : value !== undefined
}

function term(parser: Parser): CalicoSelector {
  let isNegated = false
  while (accept(parser, '!')) isNegated = !isNegated
  const plain = operation(parser)
  return isNegated ? negated(plain) : plain
}

function operation(parser: Parser): CalicoSelector {
  if (accept(parser, '(')) {
    if (++parser.depth > deepest) throw new Unreadable('too many parentheses')
    const inner = any(parser)
    expect(parser, ')')
    parser.depth--
    return inner
  }
  if (parser.tokens[parser.at]?.kind === 'call') return call(parser, take(parser, 'call'))
  const label = `${parser.place.prefix ?? ''}${take(parser, 'word')}`
  const next = parser.tokens[parser.at]
  if (next?.kind === 'mark' && next.text === '(') throw new Unreadable(`unknown function ${label}()`)
  if (accept(parser, '==')) return comparison(label, take(parser, 'string'), (a, b) => a === b)
  if (accept(parser, '!=')) return negated(comparison(label, take(parser, 'string'), (a, b) => a === b))
  return wordOperation(parser, label)
}

function negated(selector: CalicoSelector): CalicoSelector {
  return (labelled) => negate(selector(labelled))
}

function call(parser: Parser, name: string): CalicoSelector {
  const { prefix = '', all: everything } = parser.place
  if (name === 'has(') {
    const label = `${prefix}${take(parser, 'word')}`
    expect(parser, ')')
    return (labelled) => has(labelled(label))
  }
  if (name === 'global(')
    throw new Unreadable('global() stands in the namespaceSelector of a rule, and alone')
  expect(parser, ')')
  return everything === undefined ? () => true : (labelled) => has(labelled(everything))
}

function wordOperation(parser: Parser, label: string): CalicoSelector {
  const word = take(parser, 'word')
  if (word === 'in') return oneOf(label, set(parser))
  if (word === 'not' || word === 'notin') {
    if (word === 'not') expect(parser, 'in')
    return negated(oneOf(label, set(parser)))
  }
  if (word === 'contains') return comparison(label, take(parser, 'string'), (a, b) => a.includes(b))
  if (word === 'starts' || word === 'startswith') {
    if (word === 'starts') expect(parser, 'with')
    return comparison(label, take(parser, 'string'), (a, b) => a.startsWith(b))
  }
  if (word === 'ends' || word === 'endswith') {
    if (word === 'ends') expect(parser, 'with')
    return comparison(label, take(parser, 'string'), (a, b) => a.endsWith(b))
  }
  throw new Unreadable(`unknown operator ${word}`)
}

function oneOf(label: string, values: ReadonlySet<string>): CalicoSelector {
  return comparison(label, '', (value) => values.has(value))
}

function comparison(
  label: string,
  expected: string,
  test: (a: string, b: string) => boolean,
): CalicoSelector {
  return (labelled) => {
    const value = labelled(label)
    if (value === null) return undefined
    return value !== undefined && test(value, expected)
  }
}

function set(parser: Parser): ReadonlySet<string> {
  expect(parser, '{')
  const values = new Set<string>()
  while (parser.tokens[parser.at]?.kind === 'string') {
    values.add(take(parser, 'string'))
    if (!accept(parser, ',')) break
  }
  expect(parser, '}')
  return values
}

function accept(parser: Parser, text: string): boolean {
  const token = parser.tokens[parser.at]
  if (token?.kind === 'string' || token?.text !== text) return false
  parser.at++
  return true
}

function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) throw new Unreadable(`expected ${text} ${found(parser)}`)
}

function take(parser: Parser, kind: Token['kind']): string {
  const token = parser.tokens[parser.at]
  if (token?.kind !== kind)
    throw new Unreadable(`expected a ${kind === 'word' ? 'label' : 'string'} ${found(parser)}`)
  parser.at++
  return token.text
}

function found(parser: Parser): string {
  const token = parser.tokens[parser.at]
  return token ? `instead of ${token.text}` : 'at the end'
}
