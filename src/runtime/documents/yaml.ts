import {
  Composer,
  type CST,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Document as ParsedDocument,
  type ParsedNode,
  Parser,
} from 'yaml'
import type { Diagnostic, Document, Location, Position } from '../model/index.js'
import { listIndex, parsePointer } from '../pointer.js'
import { type Division, divide, lineBreaksOf } from './kubernetes-text.js'
import { lostValue, type Refusal, refusalsIn } from './kubernetes-tokens.js'
import { limitHints, maxDepth, maxYamlItems, maxYamlLength } from './limits.js'
import { type Lines, linesOf } from './lines.js'
import { diagnosticAt, duplicateKey, mostErrors, type Problem, tooDeepAt } from './problem.js'
import { readTree, type TreeOptions, type YamlProblem, type YamlTree } from './yaml-data.js'
import { valueOffsets } from './yaml-offsets.js'
import type { ScalarReading } from './yaml-scalars.js'

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

export interface YamlOptions {
  /** Default: `core`. */
  readonly scalars?: ScalarReading
  /** Which objects within a file read as `core` are Kubernetes' and read as such. */
  readonly isKubernetes?: TreeOptions['isKubernetes']
}

/** Parses every document of a YAML text; never throws for bad YAML. Empty documents (nothing but comments) are left out. */
export function parseYaml(
  file: string,
  text: string,
  { scalars: reading = 'core', isKubernetes }: YamlOptions = {},
): YamlDocument[] {
  const lines = linesOf(file, text.replace(/^\ufeff/, ''))
  const options = { reading, text: lines.text, ...(isKubernetes && { isKubernetes }) }
  const composed =
    yamlWeight(lines.text) > 1
      ? tooLarge(lines.text)
      : reading === 'core'
        ? compose(lines.text)
        : composeAsKubernetes(lines.text)
  const documents: YamlDocument[] = []
  for (const document of composed) {
    if (document.errors.length === 0 && isEmpty(document.contents)) continue
    const read = yamlDocument(document, lines, options)
    if (reading === 'core' || read.errors.length > 0 || read.data !== null) documents.push(read)
  }
  return documents
}

/** How much memory a text will take, of what one file may: above 1 it is not read. */
export function yamlWeight(text: string): number {
  let items = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x0a || character === 0x2c) items++
  }
  return Math.max(text.length / maxYamlLength, items / maxYamlItems)
}

function tooLarge({ length }: string): Composed[] {
  const message = `${(length / 1e6).toFixed(1)} million characters of YAML are more than are read at once`
  return [{ contents: null, errors: [{ code: 'TOO_LARGE', message, pos: [0, 1] }] }]
}

type Composed = Pick<ParsedDocument.Parsed, 'contents'> & {
  readonly errors: readonly {
    readonly code: string
    readonly message: string
    readonly pos: [number, number]
  }[]
}

/** The documents into which kubectl divides a file, each by itself; what it passes over or refuses is an error. */
function* composeAsKubernetes(text: string): Generator<Composed> {
  const { parts, problems }: Division = divide(text)
  if (problems.length > 0) yield { contents: null, errors: problems }
  else {
    const breaks = lineBreaksOf(text)
    for (const { start, end } of parts) {
      const part = breaks.slice(start, end)
      const refusals: Refusal[] = []
      let isFirst = true
      const [first, ...more] = compose(
        /[\r\n]/.test(text[end - 1] ?? '') ? part : `${part}\n`,
        start,
        (token) => {
          for (const refusal of refusalsIn(token, text, isFirst)) refusals.push(refusal)
          isFirst &&= token.type !== 'document' || !token.value
        },
      )
      if (refusals.length > 0) {
        yield { contents: null, errors: [...refusals, ...(first?.errors ?? [])] }
        continue
      }
      if (first === undefined) continue
      yield first
      const next = more.find(({ contents, errors }) => errors.length > 0 || !isEmpty(contents))
      if (next !== undefined && first.errors.length === 0) yield { contents: null, errors: [hidden(next)] }
    }
  }
}

/** The mistake of a document that kubectl does not see: it reads one between two lines that begin with `---`. */
function hidden({ contents, errors }: Composed): Composed['errors'][number] {
  const start = contents?.range?.[0] ?? errors[0]?.pos[0] ?? 0
  const message = 'Kubernetes does not read this: only a line of --- begins a document'
  return { code: 'HIDDEN_DOCUMENT', message, pos: [start, start + 1] }
}

/**
 * Composes document by document. One that nests too deep for recursion, or whose values would be lost, is not composed at
 * all. `look` sees each token that is composed.
 */
function* compose(
  text: string,
  offset = 0,
  look: (token: CST.Token) => void = () => {},
): Generator<Composed> {
  const composer = new Composer({
    schema: 'failsafe',
    keepSourceTokens: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  })
  const parser = new Parser()
  parser.offset = offset
  for (const token of parser.parse(text)) {
    const stop = token.type === 'document' ? stopOf(token) : undefined
    if (stop === undefined) {
      look(token)
      yield* composer.next(token)
      continue
    }
    yield* composer.end()
    yield { contents: null, errors: [stop] }
    return
  }
  yield* composer.end(false, offset + text.length)
  const { errors } = composer.streamInfo()
  if (errors.length > 0) yield { contents: null, errors }
}

/** Why a document is not composed. */
function stopOf(document: CST.Document): Composed['errors'][number] | undefined {
  const deep = tooDeep(document)
  if (deep !== undefined) return { code: 'RESOURCE_EXHAUSTION', message: '', pos: [deep, deep + 1] }
  const lost = lostValue(document)
  if (lost === undefined) return undefined
  return { code: 'LOST_VALUE', message: 'a value without a key', pos: [lost, lost + 1] }
}

/** The offset of the first token beyond the depth limit; walks with a stack of its own. */
function tooDeep(document: CST.Document): number | undefined {
  const stack: [CST.Token | null | undefined, number][] = [[document.value, 1]]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [token, depth] = entry
    if (!token || !('items' in token)) continue
    if (depth > maxDepth) return token.offset
    for (const item of token.items) stack.push([item.key, depth + 1], [item.value, depth + 1])
  }
  return undefined
}

function isEmpty(node: ParsedNode | null): boolean {
  return (
    node === null ||
    (isScalar(node) && node.source === '' && node.type === 'PLAIN' && !node.tag && !node.anchor)
  )
}

function yamlDocument(document: Composed, lines: Lines, options: TreeOptions): YamlDocument {
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
function trimmed(text: string, start: number, end: number): number {
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
