import { append } from '../../../append.js'
import { childrenOf, type Node } from '../../syntax/ast.js'
import type { Inspection } from '../inspection.js'
import { formatType, type Type, types } from '../type.js'

const shown = [
  ...['string', 'bool', 'int', 'uint', 'double', 'bytes', 'list', 'map', 'type', 'null_type'],
  types.timestamp.name,
  types.duration.name,
]

/** The types that each clause of a format takes, beside `dyn`. */
const clauses: Readonly<Record<string, readonly string[]>> = {
  s: shown,
  d: ['int', 'uint'],
  f: ['double', 'string'],
  e: ['double', 'string'],
  b: ['int', 'uint', 'bool'],
  x: ['int', 'uint', 'string', 'bytes'],
  X: ['int', 'uint', 'string', 'bytes'],
  o: ['int', 'uint'],
}

/** `"literal".format([…])`: API servers check the arguments by their types when both are written out. */
export function formatMistakes(inspection: Inspection, root: Node): void {
  const pending = [root]
  for (let node = pending.pop(); node; node = pending.pop()) {
    append(pending, childrenOf(node))
    if (node.kind !== 'call' || node.name !== 'format' || node.target?.kind !== 'literal') continue
    const [list] = node.args
    if (list?.kind !== 'list' || typeof node.target.value !== 'string') continue
    const args = list.elements.map(({ value }) => value)
    const mistake = mistakeIn(node.target.value, args, (of) => inspection.types[of.id] ?? types.dyn)
    if (mistake) inspection.report(mistake.at ?? node.target, mistake.message)
  }
}

function mistakeIn(
  text: string,
  args: readonly Node[],
  typeOf: (node: Node) => Type,
): { readonly message: string; readonly at?: Node } | undefined {
  let next = 0
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at)) {
    if (text[at + 1] === '%') {
      at += 2
      continue
    }
    const arg = args[next++]
    if (!arg) return { message: `there are more clauses than arguments: ${args.length}` }
    const [clause = '', letter = ''] = /^%(?:\.\d+)?([a-zA-Z])?/.exec(text.slice(at)) ?? []
    const allowed = clauses[letter]
    if (!allowed) return { message: `no such format: "${text.slice(at, at + Math.max(2, clause.length))}"` }
    const wrong = wrongPart(arg, letter, allowed, typeOf)
    if (wrong) return { message: `%${letter} is not for ${formatType(typeOf(wrong))}`, at: wrong }
    at += clause.length
  }
  if (next < args.length)
    return {
      message: `there are more arguments than clauses: ${args.length} for ${next}`,
      at: args[next] as Node,
    }
  return undefined
}

/** The argument, or the part of a list or map that is written out, whose type the clause does not take. */
function wrongPart(
  arg: Node,
  letter: string,
  allowed: readonly string[],
  typeOf: (node: Node) => Type,
): Node | undefined {
  const { name } = typeOf(arg)
  if (name !== 'dyn' && !allowed.includes(name)) return arg
  if (letter !== 's' || (arg.kind !== 'list' && arg.kind !== 'map')) return undefined
  for (const part of childrenOf(arg)) {
    const wrong = wrongPart(part, letter, allowed, typeOf)
    if (wrong) return wrong
  }
  return undefined
}
