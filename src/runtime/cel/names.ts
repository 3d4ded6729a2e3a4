import { childrenOf, type Node } from './syntax/ast.js'
import { parse } from './syntax/parse.js'

/** What an expression names before anything is known of it. */
export interface NamesInText {
  /** Every variable, as often as it stands there. */
  readonly roots: readonly string[]
  /** Fields of `variables`. */
  readonly variables: ReadonlySet<string>
  /** Functions, not methods. */
  readonly calls: ReadonlySet<string>
}

/** The variables and functions that an expression names; none where it cannot be read. Never throws. */
export function namesIn(source: string): NamesInText {
  const parsed = parse(source)
  const roots: string[] = []
  const variables = new Set<string>()
  const calls = new Set<string>()
  for (const node of 'root' in parsed ? nodesOf(parsed.root) : []) {
    if (node.kind === 'ident') roots.push(node.name)
    if (node.kind === 'call' && !node.target) calls.add(node.name)
    if (node.kind === 'select' && node.operand.kind === 'ident' && node.operand.name === 'variables')
      variables.add(node.field)
  }
  return { roots, variables, calls }
}

/** Every name that may be the key of something: fields, and the words of texts, be they keys or patterns for keys. */
export function keysIn(root: Node): Set<string> {
  const keys = new Set<string>()
  for (const node of nodesOf(root)) {
    if (node.kind === 'select') keys.add(fieldOf(node.field))
    if (node.kind === 'literal' && typeof node.value === 'string')
      for (const [word] of node.value.matchAll(/[A-Za-z_][\w-]*/g)) keys.add(word)
  }
  return keys
}

/** `__namespace__`, `a__dash__b`: how Kubernetes writes the fields that could not be written otherwise. */
function fieldOf(name: string): string {
  const plain = name.replace(
    /__(underscores|dot|dash|slash)__/g,
    (_, of: keyof typeof escapes) => escapes[of],
  )
  return /^__(.+)__$/.exec(plain)?.[1] ?? plain
}

const escapes = { underscores: '__', dot: '.', dash: '-', slash: '/' } as const

function* nodesOf(root: Node): Generator<Node> {
  const open = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    yield node
    for (const child of childrenOf(node)) open.push(child)
  }
}
