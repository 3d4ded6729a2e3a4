import { markup as html, type Markup } from '../../markup.js'

/** A part of the page beside the guidelines. */
export interface Part {
  readonly id: string
  readonly title: string
  readonly number: number
  readonly section: Markup
}

/** A part, with its number; nothing when it would be empty. Its id begins with a capital, other than that of a guideline. */
export function part(id: string, title: string, number: number, content: () => Markup): Part[] {
  if (number === 0) return []
  const section = html`
<section class="part" id="${id}">
<h2>${title} <span class="number">${number}</span></h2>
${content()}
</section>`
  return [{ id, title, number, section }]
}
