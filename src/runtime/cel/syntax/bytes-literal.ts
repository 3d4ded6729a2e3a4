import { append } from '../../append.js'

const simple: Readonly<Record<string, number>> = {
  '\\': 92,
  '?': 63,
  '"': 34,
  "'": 39,
  '`': 96,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
}

/** The bytes of a bytes literal's content: UTF-8, escapes are single bytes. A message when an escape is wrong. */
export function decodeBytes(content: string): Uint8Array | string {
  const bytes: number[] = []
  const encoder = new TextEncoder()
  let at = 0
  while (at < content.length) {
    if (content[at] !== '\\') {
      const character = String.fromCodePoint(content.codePointAt(at) as number)
      append(bytes, encoder.encode(character))
      at += character.length
      continue
    }
    const match = /^\\(?:[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2})|([^xXuU0-9]))/.exec(content.slice(at, at + 5))
    const [text = '', hex, octal, letter = ''] = match ?? []
    const code = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : simple[letter]
    if (code === undefined) return `invalid escape sequence in a bytes literal: ${content.slice(at, at + 2)}`
    bytes.push(code)
    at += text.length
  }
  return Uint8Array.from(bytes)
}
