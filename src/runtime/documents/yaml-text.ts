import { Document, isScalar, type Node, type ParsedNode, parseDocument, visit } from 'yaml'
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

/** The text with an entry more at the end of the list at a path; the comments and the order of what is there stay. */
export function withEntry(text: string, path: readonly string[], entry: Entry): string {
  const document = parseDocument(text)
  const list = document.getIn(path)
  if (list === null || list === undefined) document.setIn(path, document.createNode([]))
  document.addIn(path, nodeOf(entry, document))
  const flowCollectionPadding = /[{[] /.test(text)
  return document.toString({ ...style, flowCollectionPadding })
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
