import type { Digest } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { nameOf } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'

/** By what a file is known to be the one that was read; nothing in reports that do not say. */
export function digestOf({ sha256, bytes }: Partial<Digest>): Markup | undefined {
  if (sha256 === undefined) return undefined
  const size = bytes === undefined ? '' : `, ${count(bytes, 'byte')}`
  return html`<p class="digest">SHA-256 <code>${nameOf(sha256)}</code>${size}</p>`
}
