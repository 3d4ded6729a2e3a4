import { printable } from '../../../wording/printable.js'

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
}

/** A string as a CEL literal in double quotes; whatever could drive a terminal is escaped. */
export function quote(text: string): string {
  return `"${printable(text.replace(/[\n\r\t"\\]/g, (c) => escapes[c] ?? c))}"`
}
