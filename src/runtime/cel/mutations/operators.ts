import type { Node } from '../syntax/ast.js'
import { macroOf } from '../syntax/macros.js'
import { constantEdits } from './constants.js'
import { type Edit, insteadOf, operatorBetween, withoutOne } from './edits.js'
import { confusedFunction, withOpposite } from './pairs.js'
import { type Site, within } from './site.js'

/** A way in which an author may get an expression wrong. */
export interface MutationOperator {
  readonly name: string
  readonly doc: string
  /** An expression, and all that the operator makes of it. */
  readonly example: readonly [expression: string, ...mutants: string[]]
  readonly edits: (site: Site) => readonly Edit[]
}

/** Every operator, in the order in which the mutants of one place are listed. */
export const mutationOperators: readonly MutationOperator[] = [
  {
    name: 'equality',
    doc: "`==` and `!=` take each other's place",
    example: ['a == b', 'a != b'],
    edits: (site) => operatorEdits(site, { '==': ['!='], '!=': ['=='] }),
  },
  {
    name: 'boundary',
    doc: 'a comparison takes its boundary in, or leaves it out',
    example: ['a < b', 'a <= b'],
    edits: (site) => operatorEdits(site, { '<': ['<='], '<=': ['<'], '>': ['>='], '>=': ['>'] }),
  },
  {
    name: 'comparison',
    doc: 'a comparison says its opposite',
    example: ['a < b', 'a >= b'],
    edits: (site) => operatorEdits(site, { '<': ['>='], '<=': ['>'], '>': ['<='], '>=': ['<'] }),
  },
  {
    name: 'arithmetic',
    doc: 'plus for minus, times for division',
    example: ['a - 1', 'a + 1'],
    edits: (site) =>
      isText(site.node)
        ? []
        : operatorEdits(site, { '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'] }),
  },
  {
    name: 'logic',
    doc: "`&&` and `||` take each other's place",
    example: ['a && b', 'a || b'],
    edits: logicEdits,
  },
  {
    name: 'condition dropped',
    doc: 'a part of `&&` or `||` is left out',
    example: ['a && b', 'b', 'a'],
    edits: ({ source, node }) =>
      node.kind === 'and' || node.kind === 'or'
        ? withoutOne(node.operands.map((each) => within(source, each)))
        : [],
  },
  {
    name: 'negation',
    doc: 'a condition says its opposite, a negation is left out',
    example: ['!a && b.c', 'a && b.c', '!a && !(b.c)'],
    edits: negations,
  },
  {
    name: 'membership',
    doc: '`in` becomes "not in"',
    example: ['a in b', '!(a in b)'],
    edits: ({ source, node, parent }) =>
      node.kind === 'binary' && node.operator === 'in' && parent?.kind !== 'not'
        ? [negated(source, node)]
        : [],
  },
  {
    name: 'branch',
    doc: 'the condition of `?:` is true, or is false',
    example: ['a ? b : c', 'b', 'c'],
    edits: ({ source, node }) =>
      node.kind === 'conditional'
        ? [node.whenTrue, node.whenFalse].map((branch) =>
            insteadOf(node, source.slice(branch.start, branch.end)),
          )
        : [],
  },
  {
    name: 'quantifier',
    doc: '`all` for `exists`, `exists` for `all` and `exists_one`, `exists_one` for `exists`',
    example: ['a.exists(x, true)', 'a.all(x, true)', 'a.exists_one(x, true)'],
    edits: quantifiers,
  },
  {
    name: 'filter dropped',
    doc: 'a list is not filtered',
    example: ['a.filter(x, x.b).c', 'a.c'],
    edits: filterEdits,
  },
  {
    name: 'call dropped',
    doc: 'a function that gives a value of the same shape is not called',
    example: ['a.lowerAscii().d', 'a.d'],
    edits: ({ node }) =>
      node.kind === 'call' && node.target && shapeless.has(node.name)
        ? [{ start: node.target.end, end: node.end, text: '' }]
        : [],
  },
  {
    name: 'element dropped',
    doc: 'an element of a list is left out',
    example: ['["a", "b"]', '["b"]', '["a"]'],
    edits: ({ source, node }) =>
      node.kind === 'list' ? withoutOne(node.elements.map(({ value }) => within(source, value))) : [],
  },
  {
    name: 'part dropped',
    doc: 'a part of two lists that are joined is left out',
    example: ['[a] + b', 'b', '[a]'],
    edits: joinedLists,
  },
  {
    name: 'constant',
    doc: 'a number is one more or one less, a text is empty, true is false; an anchor of a pattern is left out',
    example: ['a == 2', 'a == 3', 'a == 1'],
    edits: constantEdits,
  },
  {
    name: 'direction',
    doc: 'inbound for outbound, min for max, source for destination: in names and in texts',
    example: ['a.port_min > 1', 'a.port_max > 1'],
    edits: opposites,
  },
  {
    name: 'function',
    doc: 'a function of the same shape that answers another question: `covers` for `reachableBy`',
    example: ['a.startsWith(b)', 'a.endsWith(b)'],
    edits: ({ node }) => {
      const other = node.kind === 'call' ? confusedFunction(node.name) : undefined
      return node.kind === 'call' && other !== undefined ? [renamed(node.nameStart, node.name, other)] : []
    },
  },
  {
    name: 'sibling',
    doc: 'another variable or parameter of the same type, another field that is read of the same value',
    example: ['a.b > a.c', 'a.c > a.c', 'a.b > a.b'],
    edits: siblings,
  },
]

/** Functions that give a value of the type that they are called on. */
const shapeless = new Set(['lowerAscii', 'upperAscii', 'trim', 'distinct', 'reverse', 'sort'])

function operatorEdits({ source, node }: Site, others: Readonly<Record<string, readonly string[]>>): Edit[] {
  if (node.kind !== 'binary') return []
  return (others[node.operator] ?? []).map((other) => ({
    ...operatorBetween(source, node.left, node.right, node.operator),
    text: other,
  }))
}

function logicEdits({ source, node }: Site): Edit[] {
  if (node.kind !== 'and' && node.kind !== 'or') return []
  const [operator, other] = node.kind === 'and' ? ['&&', '||'] : ['||', '&&']
  return node.operands.slice(1).map((right, i) => ({
    ...operatorBetween(source, node.operands[i] as Node, right, operator),
    text: other,
  }))
}

function negations({ source, node, isCondition, parent }: Site): Edit[] {
  if (node.kind === 'not')
    return [{ start: node.start, end: node.operand.start, mark: node, ...plain(source, node.operand) }]
  const isSimple = ['call', 'select', 'ident', 'index'].includes(node.kind)
  return isCondition && isSimple && parent?.kind !== 'not' ? [negated(source, node)] : []
}

/** A `!` and the parentheses that stand behind it stay balanced. */
function plain(source: string, operand: Node): { text: string } {
  const { start } = within(source, operand)
  return { text: source.slice(start, operand.start) }
}

function negated(source: string, node: Node): Edit {
  return { ...insteadOf(node, `!(${source.slice(node.start, node.end)})`), words: 'says its opposite' }
}

function quantifiers({ node }: Site): Edit[] {
  const macro = node.kind === 'call' ? macroOf(node)?.kind : undefined
  if (node.kind !== 'call' || macro === undefined) return []
  const others: Readonly<Record<string, readonly string[]>> = {
    all: ['exists'],
    exists: ['all', 'exists_one'],
    existsOne: ['exists'],
  }
  return (others[macro] ?? []).map((other) => renamed(node.nameStart, node.name, other))
}

function filterEdits({ source, node }: Site): Edit[] {
  const macro = node.kind === 'call' ? macroOf(node) : undefined
  if (node.kind !== 'call' || !macro || !node.target) return []
  if (macro.kind === 'filter')
    return [
      { start: node.target.end, end: node.end, text: '', mark: { start: node.nameStart, end: node.end } },
    ]
  const [condition, value] = 'variables' in macro ? node.args.slice(macro.variables) : []
  if (!['map', 'transformMap', 'transformMapEntry'].includes(macro.kind) || !condition || !value) return []
  return [
    { start: within(source, condition).start, end: within(source, value).start, text: '', mark: condition },
  ]
}

function joinedLists({ source, node }: Site): Edit[] {
  if (node.kind !== 'binary' || node.operator !== '+') return []
  if (node.left.kind !== 'list' && node.right.kind !== 'list') return []
  return withoutOne([within(source, node.left), within(source, node.right)])
}

function opposites({ source, node }: Site): Edit[] {
  switch (node.kind) {
    case 'select':
      return withOpposite(node.field).map((other) => renamed(node.fieldStart, node.field, other))
    case 'literal': {
      if (typeof node.value !== 'string') return []
      const text = source.slice(node.start, node.end)
      return withOpposite(text).map((other) => ({ start: node.start, end: node.end, text: other }))
    }
    default:
      return []
  }
}

function siblings({ source, node, bound, fields, context }: Site): Edit[] {
  if (node.kind === 'ident') {
    const at = bound.indexOf(node.name)
    const other = at < 0 ? undefined : bound.find((name) => name !== node.name)
    return other === undefined ? [] : [renamed(node.start, node.name, other)]
  }
  if (node.kind !== 'select') return []
  const of = source.slice(node.operand.start, node.operand.end)
  const others =
    of === 'variables' || of === 'params'
      ? context.siblings(of, node.field)
      : nextOf(node.field, fields.get(of))
  return others.map((other) => renamed(node.fieldStart, node.field, other))
}

function nextOf(name: string, names: readonly string[] = []): string[] {
  const next = names[(names.indexOf(name) + 1) % names.length]
  return next === undefined || next === name ? [] : [next]
}

function renamed(start: number, name: string, other: string): Edit {
  return { start, end: start + name.length, text: other }
}

function isText(node: Node): boolean {
  const isJoined = ({ kind, ...rest }: Node) =>
    kind === 'list' || ('value' in rest && typeof rest.value === 'string')
  return (
    node.kind === 'binary' &&
    (isJoined(node.left) || isJoined(node.right) || isText(node.left) || isText(node.right))
  )
}
