import { visible, withoutCommand } from '../wording/printable.js'

/** Text that is XML or HTML already. */
export interface Markup {
  readonly markup: string
}

type Value = string | number | undefined | Markup | readonly Markup[]

/**
 * Builds XML and HTML; every value that is not markup itself is escaped, for text and for attributes in quotes. Nothing is
 * written for undefined. The only place of the reporters that escapes markup.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = strings[0] ?? ''
  for (let i = 0; i < values.length; i++) markup += written(values[i]) + (strings[i + 1] ?? '')
  return { markup }
}

function written(value: Value): string {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** What nearly all text is, and nothing has to be escaped in. */
const plain = /^[\n !#-%(-;=?-~]*$/

/** What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and HTML should not, stays visible as `\uXXXX`. */
function escaped(text: string): string {
  if (plain.test(text)) return withoutCommand(text)
  return visible(text)
    .replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (c) => entities[c] ?? c)
}
