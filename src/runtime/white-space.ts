/** White space as Unicode has it, without the byte order mark and zero width spaces that JavaScript trims or not. */
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const leading = new RegExp(`^${space}+`)
const isSpace = new RegExp(space)

/** A text without white space at its ends, as an API server trims messages and expressions, and CEL texts. */
export function trimSpace(text: string): string {
  const start = leading.exec(text)?.[0].length ?? 0
  let end = text.length
  while (end > start && isSpace.test(text[end - 1] as string)) end--
  return text.slice(start, end)
}
