/** A value as messages quote it: in quotes, on one line, cut to a sensible length. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const line = text.replace(/\r?\n|\r/g, '\\n')
  return `'${line.length > 60 ? `${line.slice(0, 57)}...` : line}'`
}
