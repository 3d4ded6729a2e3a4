import { oneLine, visible } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'

/**
 * What packs write as Markdown: paragraphs, lists with dashes, fenced code, code spans. Anything else of Markdown is shown as
 * it is written, so that nothing becomes a link or an image.
 */
export function prose(text: string): Markup[] {
  // every other part is the inside of a fence
  return text.split(/^```.*\n([\s\S]*?)^```[^\S\n]*$/m).flatMap((part, i) => {
    if (i % 2 === 1) return [html`<pre><code>${visible(part.replace(/\n$/, ''))}</code></pre>`]
    return part.split(/\n\s*\n|\n(?=- )/).flatMap((block) => blockOf(block))
  })
}

function blockOf(block: string): Markup[] {
  const line = oneLine(block)
  if (line === '') return []
  const item = /^- (.*)/.exec(line)?.[1]
  return item === undefined ? [html`<p>${spans(line)}</p>`] : [html`<p class="item">${spans(item)}</p>`]
}

/** Text with its code spans. */
export function spans(line: string): Markup[] {
  return line.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}
