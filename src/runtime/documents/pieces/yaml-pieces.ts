import { isAscii, isUtf8 } from 'node:buffer'
import { InputError } from '../../input-error.js'
import { setOwn } from '../../member.js'
import type { Diagnostic, Document, Subject } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { divide } from '../kubernetes-text.js'
import { parseKubernetesYaml, partReader } from '../kubernetes-yaml.js'
import { linesOf } from '../lines.js'
import type { Part } from '../plain-yaml.js'
import { recent } from '../recent.js'
import type { YamlDocument } from '../yaml-document.js'
import { type Bytes, bytesAt } from './bytes.js'
import { NotInPieces } from './not-in-pieces.js'
import type { ReadPiece } from './pieces.js'
import { type Range, type YamlList, yamlDocumentsIn, yamlItemsIn, yamlListIn } from './yaml-layout.js'

export interface YamlPiecesOptions {
  readonly file: string
  readonly subject: Subject
  /** How many bytes a piece has, about. */
  readonly size: number
}

/** How many characters the documents have together of which nodes are kept, at some 100 bytes each. */
const mostNodes = 1 << 20

/** How many bytes a document has at most that is no list. */
const mostHeld = 1 << 26

/**
 * Reads an export of YAML as kubectl does, piece by piece: some documents each time, or some items of a document that is one
 * long list. A line of `---` ends whatever stands before it, so documents are cut there without looking into them. Items
 * are cut where a line begins like one: nothing in an item is indented as little, and whatever were open still, such as a
 * quote, would be a mistake in its piece. Places are those in the file.
 * @throws NotInPieces where it cannot be cut or a piece is not what it has to be: what the pieces before held counts for
 * nothing then
 * @throws InputError for mistakes in a document
 */
export function* readYamlPieces(bytes: Bytes, options: YamlPiecesOptions): Generator<ReadPiece> {
  const { size } = options
  // JSON by another name.
  if (/^\s*[{[]/.test(bytesAt(bytes, 0, 1000).toString('latin1'))) throw new NotInPieces()
  const nodes = recent<YamlDocument>(mostNodes)
  let line = 1
  const pieceOf = (range: Range, read: (text: string, line: number) => ReadPiece): ReadPiece => {
    const text = textAt(bytes, range)
    const from = line
    line += breaksIn(text)
    return read(text, from)
  }
  for (const range of yamlDocumentsIn(bytes, size)) {
    const list = range.end - range.start > size ? yamlListIn(bytes, range) : undefined
    if (list) {
      const itemsIn = itemsReader(list, options)
      line += breaksIn(list.head)
      for (const items of yamlItemsIn(bytes, list, size))
        yield pieceOf(items, (text, from) => itemsIn(text, from, nodes))
      line += breaksIn(list.tail)
    } else if (range.end - range.start > Math.max(mostHeld, size)) throw new NotInPieces()
    else yield pieceOf(range, (text, from) => documentsIn(text, from, nodes, options))
    // The line of --- behind it.
    line++
  }
}

/** Its text is held by its places. */
const keep = (): void => {}

type Nodes = ReturnType<typeof recent<YamlDocument>>

function documentsIn(
  text: string,
  line: number,
  nodes: Nodes,
  { file, subject }: YamlPiecesOptions,
): ReadPiece {
  const read = [...parseKubernetesYaml(linesOf(file, text, line), { nodes })]
  throwAll(read.flatMap(({ errors }) => errors))
  const documents = read.map(
    ({ data, locate }): Document => ({
      file,
      format: 'yaml',
      data,
      subject,
      locate: (pointer) => locate(pointer),
    }),
  )
  return { documents, isCut: false, keep }
}

/** Reads some items of a list as if there were no others. */
function itemsReader(
  { key, head, tail, indent }: YamlList,
  { file, subject }: YamlPiecesOptions,
): (text: string, line: number, nodes: Nodes) => ReadPiece {
  const [around, ...others] = [...parseKubernetesYaml(linesOf(file, head + tail))]
  const data = around?.data as Record<string, unknown> | undefined
  if (!data || around?.errors.length !== 0 || others.length > 0 || data[key] !== null) throw new NotInPieces()
  const prefix = formatPointer([key])
  return (text, line, nodes) => {
    const { parts, problems } = divide(text)
    if (problems.length > 0 || parts.length !== 1) throw new NotInPieces()
    const read = partReader(linesOf(file, text, line), { nodes })
    const items = itemsIn(text, indent).map((part) => {
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
      locate(pointer) {
        const [, number, inside = ''] = /^\/(\d+)(.*)$/s.exec(pointer.slice(prefix.length)) ?? []
        const item = items[Number(number)]
        if (!item || !pointer.startsWith(prefix)) throw new NotInPieces()
        return item.locate(`/0${inside}`)
      },
    }
    return { documents: [document], isCut: true, keep }
  }
}

function itemsIn(text: string, indent: number): Part[] {
  const seam = `\n${' '.repeat(indent)}- `
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

function textAt(bytes: Bytes, { start, end }: Range): string {
  const held = bytesAt(bytes, start, end - start)
  // The file has become shorter since it was opened.
  if (held.length < end - start) throw new NotInPieces()
  if (isAscii(held)) return held.toString('latin1')
  const text = isUtf8(held) ? held.toString('utf8') : undefined
  // A byte order mark is left to those who know the whole file.
  if (text === undefined || text.includes('\ufeff')) throw new NotInPieces()
  return text
}

function breaksIn(text: string): number {
  let breaks = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks++
  return breaks
}

function throwAll(errors: readonly Diagnostic[]): void {
  if (errors.length > 0) throw new InputError(errors)
}
