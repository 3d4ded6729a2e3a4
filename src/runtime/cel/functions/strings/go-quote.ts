/** The characters that Go escapes by a letter or a backslash. */
export const goEscapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** A text in double quotes as Go's `%q` writes it: what is not printable is escaped. */
export function goQuoted(text: string): string {
  const body = text
    .toWellFormed()
    .replace(
      /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|["\\]/gu,
      (character) => goEscapes[character] ?? escaped(character),
    )
  return `"${body}"`
}

function escaped(character: string): string {
  const code = character.codePointAt(0) as number
  const digits = (length: number): string => code.toString(16).padStart(length, '0')
  if (code < 0x80) return `\\x${digits(2)}`
  return code < 0x10000 ? `\\u${digits(4)}` : `\\U${digits(8)}`
}
