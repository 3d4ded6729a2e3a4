import { nameOf, oneLine } from './printable.js'

const zeroWidthSpace = '&#8203;'

/**
 * Untrusted prose as Markdown, on one line, usable in a table: reads the same, and is never a link, an image, a mention,
 * an issue reference, HTML, a block or the end of a table cell. The only place of the reporters that escapes Markdown.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    .replaceAll('$', '&#36;')
    .replaceAll('@', `@${zeroWidthSpace}`)
    .replace(/(?<!&)#(?=\d)/g, `#${zeroWidthSpace}`)
    .replace(/(GH)-(?=\d)/gi, `$1-${zeroWidthSpace}`)
    .replace(/:(?=\/\/)/g, `:${zeroWidthSpace}`)
    .replace(/(www|mailto|xmpp)(?=[.:])/gi, `$1${zeroWidthSpace}`)
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?= |$)/, '$1\\$2')
}

/** An untrusted name as a code span, in which nothing is linked. Not for tables: a pipe would end the cell. */
export function codeSpan(text: string): string {
  const name = nameOf(text)
  if (name.trim() === '') return '(empty)'
  const fence = '`'.repeat(longestRun(name) + 1)
  const pad = /^`|`$|^ .* $/.test(name) ? ' ' : ''
  return `${fence}${pad}${name}${pad}${fence}`
}

/** Untrusted lines as a code block. */
export function codeBlock(lines: readonly string[]): string[] {
  const safe = lines.map(nameOf)
  const fence = '`'.repeat(Math.max(3, longestRun(safe.join('\n')) + 1))
  return [`${fence}text`, ...safe, fence]
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}
