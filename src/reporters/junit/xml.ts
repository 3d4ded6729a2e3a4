import { visible } from '../../wording/printable.js'

/** Text that is XML already. */
export interface Xml {
  readonly xml: string
}

type Value = string | number | Xml | readonly Xml[]

/** Builds XML; every value that is not XML itself is escaped. The only place of the reporters that escapes XML. */
export function xml(strings: TemplateStringsArray, ...values: readonly Value[]): Xml {
  return { xml: strings.map((text, i) => text + written(values[i])).join('') }
}

function written(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeXml(String(value))
  return 'xml' in value ? value.xml : value.map((part) => part.xml).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets) stays visible as `\uXXXX`. */
function escapeXml(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (c) => entities[c] ?? c)
}
