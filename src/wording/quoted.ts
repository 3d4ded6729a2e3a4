/** A value as messages quote it: in quotes, on one line, cut to a sensible length. Whatever the value is, never throws. */
export function quoted(value: unknown): string {
  const line = asText(value).replace(/\r?\n|\r/g, '\\n')
  return `'${line.length > 60 ? `${line.slice(0, 57)}...` : line}'`
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return (
      JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? typeof value
    )
  } catch (error) {
    // A text that is too long, a ring, a getter that throws: nothing of it is worth a run.
    if (error instanceof RangeError || error instanceof TypeError) return typeof value
    throw error
  }
}
