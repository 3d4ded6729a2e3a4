import { isDeepStrictEqual } from 'node:util'
import { Document, isNode, isScalar, isSeq, type Node, type ParsedNode, parseDocument, visit } from 'yaml'
import { oneLine, printable } from '../../wording/printable.js'

/** An entry of a list, and what a comment above it says. */
export interface Entry {
  readonly value: unknown
  readonly comment?: string
}

/** How lists and maps are written: lines as they come, and `{a: b}`. */
const style = { lineWidth: 0, flowCollectionPadding: false, aliasDuplicateObjects: false } as const

/** A document with entries in the list at a path. No value and no comment of it can drive a terminal. */
export function yamlOf(
  head: unknown,
  path: readonly string[],
  entries: readonly Entry[],
  about?: string,
): string {
  const document = new Document(head)
  if (about !== undefined) document.commentBefore = ` ${oneLine(about)}`
  for (const entry of entries) document.addIn(path, nodeOf(entry, document))
  return printable(document.toString(style))
}

/**
 * The text with an entry more at the end of the list at a path; the comments and the order of what is there stay. Below a
 * list of lines nothing else changes; a list in brackets, or one without entries, is written anew with its document.
 */
export function withEntry(text: string, path: readonly string[], entry: Entry): string {
  const document = parseDocument(text)
  const inserted = insertedBelow(document.getIn(path), text, entry)
  const after = inserted === undefined ? undefined : parseDocument(inserted)
  if (!document.hasIn(path)) document.setIn(path, document.createNode([]))
  document.addIn(path, nodeOf(entry, document))
  const isSame = after && after.errors.length === 0 && isDeepStrictEqual(after.toJS(), document.toJS())
  if (isSame && inserted !== undefined) return inserted
  return document.toString({ ...style, flowCollectionPadding: /[{[] /.test(text) })
}

/** The text with lines more below the last entry of a list that has a line for each. */
function insertedBelow(list: unknown, text: string, entry: Entry): string | undefined {
  const items = isSeq(list) && !list.flow ? list.items : []
  const [start] = isNode(items[0]) ? (items[0].range ?? []) : []
  const last = items.at(-1)
  const [, end] = isNode(last) ? (last.range ?? []) : []
  if (start === undefined || end === undefined) return undefined
  const dash = text.lastIndexOf('-', start)
  const indent = text.slice(text.lastIndexOf('\n', dash) + 1, dash)
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const document = new Document([])
  document.add(nodeOf(entry, document))
  const lines = document.toString(style).trimEnd().split('\n')
  const added = lines.map((line) => `${indent}${line}${lineBreak}`).join('')
  const lastLine = text.indexOf('\n', text.slice(0, end).trimEnd().length)
  if (lastLine < 0) return `${text}${lineBreak}${added}`
  return `${text.slice(0, lastLine + 1)}${added}${text.slice(lastLine + 1)}`
}

function nodeOf({ value, comment }: Entry, document: Document<Node> | Document.Parsed<ParsedNode>): Node {
  const node = document.createNode(value)
  // Only between double quotes can a character be written as an escape.
  visit(node, (_, item) => {
    if (isScalar(item) && typeof item.value === 'string' && printable(item.value) !== item.value)
      item.type = 'QUOTE_DOUBLE'
  })
  if (comment !== undefined) node.commentBefore = ` ${oneLine(comment)}`
  return node
}
