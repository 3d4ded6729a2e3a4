import { markup as html, type Markup } from '../markup.js'

/** A part of the page beside the guidelines, with its number; nothing when it would be empty. */
export function part(id: string, title: string, number: number, content: Markup): Markup[] {
  if (number === 0) return []
  return [
    html`
<section class="part" id="${id}">
<h2>${title} <span class="number">${number}</span></h2>
${content}
</section>`,
  ]
}
