import type { Labels } from '../../runtime/model/index.js'

/**
 * The selector language of Calico: `a == "x"`, `a != 'x'`, `a in {'x', 'y'}`, `not in`, `contains`, `starts with`,
 * `ends with`, `has(a)`, `all()`, `global()`, `!`, `&&`, `||`, parentheses. No escapes in strings.
 */
export type CalicoSelector = (labels: Labels) => boolean

/** Longer and deeper than any selector that Calico itself accepts (1024 characters). */
const longest = 4096
const deepest = 64

type Token = { readonly kind: 'string' | 'word' | 'mark'; readonly text: string }

/** Compiles a selector; without text it selects everything. The reason when it cannot be read. */
export function parseSelector(text: string): CalicoSelector | { readonly reason: string } {
  if (text.length > longest) return { reason: 'a selector of more than 4096 characters' }
  const tokens = tokenize(text)
  if ('reason' in tokens) return tokens
  if (tokens.length === 0) return () => true
  const parser: Parser = { tokens, at: 0, depth: 0 }
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
  at: number
  depth: number
}

function tokenize(text: string): Token[] | { readonly reason: string } {
  const tokens: Token[] = []
  const pattern = /[ \t]+|"([^"]*)"|'([^']*)'|([a-zA-Z0-9_./-]+)|(==|!=|&&|\|\||[!(){},])|(.)/gsu
  for (const [, double, single, word, mark, other] of text.matchAll(pattern)) {
    if (other !== undefined)
      return { reason: other === '"' || other === "'" ? 'a quote is not closed' : `unexpected ${other}` }
    const literal = double ?? single
    if (literal !== undefined) tokens.push({ kind: 'string', text: literal })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark })
  }
  return tokens
}

function any(parser: Parser): CalicoSelector {
  const terms = [every(parser)]
  while (accept(parser, '||')) terms.push(every(parser))
  return (labels) => terms.some((term) => term(labels))
}

function every(parser: Parser): CalicoSelector {
  const terms = [term(parser)]
  while (accept(parser, '&&')) terms.push(term(parser))
  return (labels) => terms.every((part) => part(labels))
}

function term(parser: Parser): CalicoSelector {
  let negated = false
  while (accept(parser, '!')) negated = !negated
  const plain = operation(parser)
  return negated ? (labels) => !plain(labels) : plain
}

function operation(parser: Parser): CalicoSelector {
  if (accept(parser, '(')) {
    if (++parser.depth > deepest) throw new Unreadable('too many parentheses')
    const inner = any(parser)
    expect(parser, ')')
    parser.depth--
    return inner
  }
  const label = take(parser, 'word')
  if (accept(parser, '(')) return call(parser, label)
  if (accept(parser, '==')) return comparison(label, take(parser, 'string'), (a, b) => a === b)
  if (accept(parser, '!=')) {
    const value = take(parser, 'string')
    return (labels) => labels.get(label) !== value
  }
  return wordOperation(parser, label)
}

function call(parser: Parser, name: string): CalicoSelector {
  if (name === 'has') {
    const label = take(parser, 'word')
    expect(parser, ')')
    return (labels) => labels.has(label)
  }
  if (name !== 'all' && name !== 'global') throw new Unreadable(`unknown function ${name}()`)
  expect(parser, ')')
  // global() is about what has no namespace; pods and namespaces have one
  return () => name === 'all'
}

function wordOperation(parser: Parser, label: string): CalicoSelector {
  const word = take(parser, 'word')
  if (word === 'in') {
    const values = set(parser)
    return (labels) => values.has(labels.get(label) ?? absent)
  }
  if (word === 'not' || word === 'notin') {
    if (word === 'not') expect(parser, 'in')
    const values = set(parser)
    return (labels) => !values.has(labels.get(label) ?? absent)
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

/** No string literal of a selector can be this: it holds both quotes. */
const absent = `"'`

function comparison(
  label: string,
  expected: string,
  test: (a: string, b: string) => boolean,
): CalicoSelector {
  return (labels) => {
    const value = labels.get(label)
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
