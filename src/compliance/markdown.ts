import { posix } from 'node:path'
import { codeSpan, escapeMarkdown } from '../wording/markdown.js'

/** Plain text of several paragraphs, in which `backticks` set names apart. */
export function prose(text: string): string {
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map(inline)
    .join('\n\n')
}

/** One paragraph of it. */
export function inline(text: string): string {
  return text
    .trim()
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? codeSpan(part.slice(1, -1)) : spaced(part)))
    .join('')
}

/** Text beside a code span keeps the space between them. */
function spaced(text: string): string {
  const [before, after] = [text.trimStart() === text ? '' : ' ', text.trimEnd() === text ? '' : ' ']
  return text.trim() === '' ? before : `${before}${escapeMarkdown(text)}${after}`
}

/** A table of cells that are Markdown already; nothing without rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string | undefined {
  if (rows.length === 0) return undefined
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A section with its heading; nothing without a body. */
export function section(title: string, body: string | undefined): string[] {
  return body === undefined ? [] : [`## ${title}`, body]
}

/** A link whose text is Markdown already; without a safe target only the text. */
export function link(text: string, target: string | undefined): string {
  return target === undefined ? text : `[${text}](${target.replace(/[()<>\s\\|]/g, percentEncoded)})`
}

/** The way from a page to a file, both relative to one folder; nothing for a file outside of it, or in a package. */
export function fileTarget(page: string, file: string): string | undefined {
  const isOutside = [page, file].some(
    (path) => posix.isAbsolute(path) || /^(\.\.(\/|$)|[A-Za-z]:|policytest:|npm:)/.test(path),
  )
  if (isOutside) return undefined
  return posix
    .relative(posix.dirname(page), file)
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
}

/** Other than encodeURIComponent it encodes parentheses too, which end the target of a link. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
