import { type CST, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Diagnostic, Document, Location, Position } from '../model/index.js'
import { listIndex, parsePointer } from '../pointer.js'
import { limitHints, maxDepth } from './limits.js'
import type { Lines } from './lines.js'
import { diagnosticAt, duplicateKey, mostErrors, type Problem, tooDeepAt } from './problem.js'
import type { Composed } from './yaml-compose.js'
import { readTree, type TreeOptions, type YamlProblem, type YamlTree } from './yaml-data.js'
import { valueOffsets } from './yaml-offsets.js'

/** One document of a YAML file: plain data that still knows where each value, key and character was written. */
export interface YamlDocument {
  /** Plain data as JSON would give it, with bigint for integers beyond ±(2^53-1). Not to be used when there are errors. */
  readonly data: unknown
  /** Mistakes of this document, in order of position; empty when `data` is sound. */
  readonly errors: readonly Diagnostic[]
  /**
   * The place of the value (or of its key) at an RFC 6901 pointer; of the nearest ancestor when there is none.
   * A scalar is exactly its text. A list or an object starts at its first item or key; when it spans several lines the
   * place is its first line alone, so that a report can show it. A value left empty is shown at its key.
   */
  locate(pointer: string, part?: 'key' | 'value'): Location
  /**
   * Where the character at this offset of a scalar's value (UTF-16 code units) was written: through quotes, escapes,
   * indentation and folded lines. For a pointer that is no scalar, the start of what `locate` gives.
   */
  offsetIn(pointer: string, valueOffset: number): Position
  /** The text of a 1-based line of the file. */
  lineAt(line: number): string
  /** As in a {@link Document}; only what was read from JSON has them. */
  readonly floats?: NonNullable<Document['floats']>
}

/** The data of composed nodes, and their places. */
export function yamlDocument(document: Composed, lines: Lines, options: TreeOptions): YamlDocument {
  const broken = document.errors.length > 0
  const tree = readTree(broken ? null : document.contents, options)
  const problems = broken
    ? document.errors.map(syntaxProblem)
    : tree.problems.map((problem) => dataProblem(problem, lines))
  // What follows the first mistake of syntax is mostly its consequence.
  const errors = problems
    .sort((a, b) => a.start - b.start)
    .slice(0, broken ? 1 : mostErrors)
    .map((problem) => diagnosticAt(lines, problem))
  return {
    data: tree.data,
    errors,
    locate: (pointer, part = 'value') => place(find(document.contents, pointer, tree), part, lines),
    offsetIn: (pointer, valueOffset) => {
      const found = find(document.contents, pointer, tree)
      const scalar = found.isExact && found.node ? tree.target(found.node) : undefined
      const token = scalar?.srcToken
      if (!isScalar(scalar) || token === undefined || !isScalarToken(token))
        return place(found, 'value', lines).start
      const offsets = valueOffsets(token, String(scalar.value ?? ''))
      return lines.position(offsets[Math.min(Math.max(valueOffset, 0), offsets.length - 1)] ?? token.offset)
    },
    lineAt: lines.lineAt,
  }
}

interface Found {
  readonly node: Node | null
  readonly key: Node | undefined
  readonly isExact: boolean
}

function find(root: Node | null, pointer: string, tree: YamlTree): Found {
  let found: Found = { node: root, key: undefined, isExact: true }
  for (const segment of parsePointer(pointer)) {
    const node = found.node === null ? undefined : tree.target(found.node)
    const next = node === undefined ? undefined : child(node, segment, tree)
    if (next === undefined) return { ...found, isExact: false }
    found = next
  }
  return found
}

function child(node: Node, segment: string, tree: YamlTree): Found | undefined {
  if (isMap(node)) {
    const pair = tree.pair(node, segment)
    return pair && { node: pair.value, key: pair.key, isExact: true }
  }
  const index = isSeq(node) ? listIndex(segment) : undefined
  if (!isSeq(node) || index === undefined || index >= node.items.length) return undefined
  return { node: node.items[index] as Node | null, key: undefined, isExact: true }
}

function place({ node, key }: Found, part: 'key' | 'value', lines: Lines): Location {
  const isBlank = !node?.range || node.range[0] === node.range[1]
  const shown = key !== undefined && (part === 'key' || isBlank) ? key : node
  const [start, end] = shown?.range ?? [0, 0]
  if (isMap(shown) || isSeq(shown)) return lines.firstLine(start, trimmed(lines.text, start, end))
  return lines.location(start, trimmed(lines.text, start, end))
}

/** The end of a range without the white space that trails it, such as the line break of a block. */
export function trimmed(text: string, start: number, end: number): number {
  let last = end
  while (last > start && ' \t\r\n'.includes(text[last - 1] ?? '-')) last--
  return last
}

function isScalarToken(token: CST.Token): token is CST.FlowScalar | CST.BlockScalar {
  return (
    token.type === 'block-scalar' ||
    token.type === 'scalar' ||
    token.type === 'single-quoted-scalar' ||
    token.type === 'double-quoted-scalar'
  )
}

const hints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces: YAML does not allow tabs',
  BAD_INDENT: 'items of one level need the same indentation',
  MULTILINE_IMPLICIT_KEY: 'a value that contains ": " needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value that contains ": " needs quotes',
  BAD_SCALAR_START: 'put the value in quotes',
  LOST_VALUE: 'a key written with ? needs a : before its value',
  ESCAPE: 'write the character itself',
  INDICATOR: 'put the text in quotes',
  MULTILINE_KEY: 'put the key on one line',
  CARRIAGE_RETURN: 'save the file with line breaks of one kind',
  UNEXPECTED_TOKEN: 'put the whole value in quotes, or on lines of its own below |',
}

/** By the first words of the message, where one code stands for several mistakes. */
const hintsByMessage: readonly [start: string, hint: string][] = [
  ['Sequence item without -', 'items of one level need the same indentation'],
  ['Tags and anchors must be separated', 'a text that starts with ! or & needs quotes'],
]

function syntaxProblem({ code, message, pos: [start, end] }: Composed['errors'][number]): Problem {
  if (code === 'RESOURCE_EXHAUSTION') return tooDeepAt(start, maxDepth)
  if (code === 'TOO_LARGE') return { code: 'document-limit', message, start, end, hint: limitHints.yaml }
  const hint = hintsByMessage.find(([start]) => message.startsWith(start))?.[1] ?? hints[code]
  return { code: 'yaml-syntax', message: message.replace(/\s+/g, ' '), start, end, ...(hint && { hint }) }
}

function dataProblem(problem: YamlProblem, lines: Lines): Problem {
  if (problem.code === 'yaml-tag') return { ...problem, start: tagBefore(lines.text, problem.start) }
  if (problem.firstKey === undefined) return problem
  const { key, offset } = problem.firstKey
  return duplicateKey(lines, key, offset, problem.start, problem.end)
}

/** The range of a node starts behind its tag. */
function tagBefore(text: string, start: number): number {
  const at = text.lastIndexOf('!', start)
  return text[at - 1] === '!' ? at - 1 : at
}
