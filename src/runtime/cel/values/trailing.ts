/** The text without all of one character at its end. Takes linear time, which a regular expression for that does not. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === character) end--
  return text.slice(0, end)
}
