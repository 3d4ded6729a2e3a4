import { escapeMarkdown } from '../../wording/markdown.js'

/** A part of the report that is shown whole or not at all. */
export interface Block {
  readonly text: string
  /** Follows the block before it without an empty line: a row of a table, an item of a list. */
  readonly tight?: boolean
  /** How many entries it shows: findings, cases, guidelines. */
  readonly entries?: number
}

/** Markdown that shows when a reader opens it. */
export function folded(summary: string, content: string, entries = 0): Block {
  return {
    text: `<details><summary>${escapeMarkdown(summary)}</summary>\n\n${content}\n\n</details>`,
    entries,
  }
}

/** Blocks under a heading; the page that the report stands on has headings of its own above. */
export function section(title: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ text: `### ${title}` }, ...blocks]
}

/** Items under a heading. */
export function list(title: string, items: readonly string[]): Block[] {
  return section(
    title,
    items.map((item, i) => ({ text: `- ${item}`, tight: i > 0, entries: 1 })),
  )
}
