/** Text that cannot drive a terminal: control characters and direction overrides become visible escapes. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The same as one line, which a line break in a name cannot leave, and which no CI system takes for a command. */
export function printableLine(text: string): string {
  return withoutCommand(printable(text).replaceAll('\n', '\\u000a'))
}

/**
 * A line that no CI system takes for a command: it does not begin with `::` (GitHub), and has no `##[` or `##vso[` (Azure).
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function withoutCommand(line: string): string {
  return line.replace(/##(?=(?:vso)?\[)/g, '#\\u0023').replace(/^( *):(?=:)/, '$1\\u003a')
}
