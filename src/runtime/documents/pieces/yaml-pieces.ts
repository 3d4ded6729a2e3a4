import { isAscii, isUtf8 } from 'node:buffer'
import { InputError } from '../../input-error.js'
import { setOwn } from '../../member.js'
import type { Diagnostic, Document, Position } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { divide } from '../kubernetes-text.js'
import { parseKubernetesYaml, partReader } from '../kubernetes-yaml.js'
import { linesOf } from '../lines.js'
import type { Part } from '../plain-yaml.js'
import { type Recent, recent } from '../recent.js'
import { renderedFrom } from '../rendered-from.js'
import type { YamlDocument } from '../yaml-document.js'
import { type Bytes, bytesAt } from './bytes.js'
import { NotInPieces } from './not-in-pieces.js'
import type { Piece, PieceEnd, PieceReader, PiecesOptions } from './piece-reader.js'
import {
  documentsEnd,
  itemsEnd,
  mostHeld,
  type YamlLayout,
  type YamlList,
  yamlListAt,
} from './yaml-layout.js'

/** What a piece holds. */
type Content = Pick<Piece, 'documents'>

/** How many characters the documents have together of which nodes are kept, at some 100 bytes each. */
const mostNodes = 1 << 20

/**
 * Reads an export of YAML as kubectl does, piece by piece: some documents each time, or some items of a document that is one
 * long list. A line of `---` ends whatever stands before it, so documents are cut there without looking into them. Items
 * are cut where a line begins like one: nothing in an item is indented as little, and whatever were open still, such as a
 * quote, would be a mistake in its piece. A mistake in a document is an InputError.
 */
export function yamlReader(bytes: Bytes, layout: YamlLayout, about: PiecesOptions): PieceReader {
  const nodes = recent<YamlDocument>(mostNodes)
  let list = layout.list
  let itemsOf = list && itemsReader(list, about, nodes)
  const isIn = (from: number) => list !== undefined && from >= list.start && from < list.until
  const cutAt = (from: number, size: number, start: Position): YamlCut => {
    const documents = isIn(from) ? undefined : documentsEnd(bytes, from, size)
    if (documents && documents.end - from > 4 * size) {
      list = yamlListAt(bytes, from, size)
      itemsOf = list && itemsReader(list, about, nodes)
    }
    if (list && itemsOf && isIn(from)) {
      const { head, tail, first, until, next } = list
      const begin = Math.max(from, first)
      const end = itemsEnd(bytes, list, Math.max(begin, from), size)
      const text = textAt(bytes, begin, end)
      const line = start.line + (from < first ? breaksIn(head) : 0)
      const behind = end < until ? undefined : breaksIn(tail) + 1
      return {
        content: () => (itemsOf as ItemsReader)(text, line),
        next: behind === undefined ? end : next,
        end: lineBehind(line, text, behind),
      }
    }
    if (!documents) throw new NotInPieces()
    const { end, next } = documents
    const text = textAt(bytes, from, end)
    return {
      content: () => documentsIn(text, start.line, nodes, about),
      next,
      end: lineBehind(start.line, text, 1),
    }
  }
  return {
    layout,
    first: layout.open,
    start: { line: 1, column: 1 },
    until: bytes.size,
    read(from, size, start) {
      const { content, ...behind } = cutAt(from, size, start)
      return { ...content(), ...behind, hasParts: true, keep }
    },
    pass: cutAt,
  }
}

/** A piece that is not looked into yet. */
interface YamlCut extends PieceEnd {
  readonly content: () => Content
}

type ItemsReader = (text: string, line: number) => Content

/** Places are found in texts, which are kept as long as somebody may ask. */
function keep(): void {}

function documentsIn(text: string, line: number, nodes: Nodes, { file, subject }: PiecesOptions): Content {
  const lines = linesOf(file, text, line)
  const read = [...parseKubernetesYaml(lines, { nodes })]
  throwAll(read.flatMap(({ errors }) => errors))
  const template = renderedFrom(lines)
  const documents = read.map(
    ({ data, locate }): Document => ({
      file,
      format: 'yaml',
      data,
      subject: { ...subject, ...template(locate) },
      locate: (pointer) => locate(pointer),
    }),
  )
  return { documents }
}

type Nodes = Recent<YamlDocument>

/** Reads some items of a list as if there were no others. */
function itemsReader(
  { key, head, tail, seam }: YamlList,
  { file, subject }: PiecesOptions,
  nodes: Nodes,
): ItemsReader {
  const [around, ...others] = [...parseKubernetesYaml(linesOf(file, head + tail))]
  const data = around?.data as Record<string, unknown> | undefined
  if (!data || around?.errors.length !== 0 || others.length > 0 || data[key] !== null) throw new NotInPieces()
  const prefix = formatPointer([key])
  return (text, line) => {
    const { parts, problems } = divide(text)
    if (problems.length > 0 || parts.length !== 1) throw new NotInPieces()
    const read = partReader(linesOf(file, text, line), { nodes })
    const items = itemsIn(text, seam).map((part) => {
      const [list, ...more] = read(part)
      throwAll(list?.errors ?? [])
      // Each is a list of one.
      if (!list || more.length > 0 || !Array.isArray(list.data) || list.data.length !== 1)
        throw new NotInPieces()
      return { data: list.data[0], locate: list.locate }
    })
    const document: Document = {
      file,
      format: 'yaml',
      data: withMember(
        data,
        key,
        items.map(({ data }) => data),
      ),
      subject,
      cut: { list: prefix, before: undefined, emptied: [] },
      locate(pointer) {
        const [, number, inside = ''] = /^\/(\d+)(.*)$/s.exec(pointer.slice(prefix.length)) ?? []
        const item = items[Number(number)]
        if (!item || !pointer.startsWith(prefix)) throw new NotInPieces()
        return item.locate(`/0${inside}`)
      },
    }
    return { documents: [document] }
  }
}

function itemsIn(text: string, seam: string): Part[] {
  const parts: Part[] = []
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf(seam, start)
    const end = next < 0 ? text.length : next + 1
    parts.push({ start, end })
    start = end
  }
  return parts
}

function withMember(
  data: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): Record<string, unknown> {
  const copy = { ...data }
  setOwn(copy, key, value)
  return copy
}

function textAt(bytes: Bytes, start: number, end: number): string {
  if (end - start > mostHeld) throw new NotInPieces()
  const held = bytesAt(bytes, start, end - start)
  // The file has become shorter since it was opened.
  if (held.length < end - start) throw new NotInPieces()
  if (isAscii(held)) return held.toString('latin1')
  const text = isUtf8(held) ? held.toString('utf8') : undefined
  // A byte order mark is left to those who know the whole file.
  if (text === undefined || text.includes('\ufeff')) throw new NotInPieces()
  return text
}

/** The beginning of the line behind a text and some lines more. */
function lineBehind(line: number, text: string, more = 0): Position {
  return { line: line + breaksIn(text) + more, column: 1 }
}

function breaksIn(text: string): number {
  let breaks = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks++
  return breaks
}

function throwAll(errors: readonly Diagnostic[]): void {
  if (errors.length > 0) throw new InputError(errors)
}
