import { markup as html, type Markup } from '../markup.js'

/** A table with a caption for those who cannot see where it stands; it scrolls where the page is too narrow for it. */
export function table(caption: string, heads: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="wide"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}
</tbody>
</table></div>`
}
