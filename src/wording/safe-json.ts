/**
 * JSON with 2 spaces and a final line break. Control characters and direction overrides are written as `\u` escapes:
 * the same value to a parser, and harmless to a terminal that shows the text.
 */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  // A CI runner would take it for a command.
  return `${text.replaceAll('##[', '#\\u0023[')}\n`
}
