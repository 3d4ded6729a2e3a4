/**
 * What can drive a terminal or turn the direction of the text around it: control characters other than the line break,
 * marks and overrides of direction, line and paragraph separators. The one definition for everything that is written.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
const hostile = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Text that cannot drive a terminal: hostile characters become visible escapes, line breaks stay. */
export function printable(text: string): string {
  return text.replace(hostile, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * The same as one line, which a line break in a name cannot leave, and which no CI system takes for a command. Lone
 * surrogates stay, other than in {@link nameOf}: a terminal shows them as unknown characters.
 */
export function printableLine(text: string): string {
  return withoutCommand(printable(text).replaceAll('\n', '\\u000a'))
}

/**
 * Text for a report, which neither drives a terminal nor what reads a log: beside hostile characters, lone surrogates,
 * which no file can hold, and the workflow commands of CI runners become visible escapes.
 */
export function visible(text: string): string {
  return withoutCommand(encodable(text))
}

/** What nearly all text is, and nothing has to be done about. */
const plain = /^[\n -~]*$/

function encodable(text: string): string {
  if (plain.test(text)) return text
  const shown = printable(text)
  if (shown.isWellFormed()) return shown
  return shown.replace(/\p{Surrogate}/gu, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
}

/** The same of one line that neither begins nor ends with white space. */
const plainLine = /^[!-~](?:[ -~]*[!-~])?$/

/** Untrusted prose on one line that no terminal, log or table takes for more than text. */
export function oneLine(text: string): string {
  if (plainLine.test(text)) return withoutCommand(text)
  const lines = text.split(/[\r\n]/).map((line) => line.trim())
  return visible(lines.filter((line) => line !== '').join(' '))
}

/** An untrusted name on one line; other than in prose, a line break in it stays visible. */
export function nameOf(text: string): string {
  if (plainLine.test(text)) return withoutCommand(text)
  return withoutCommand(encodable(text).replaceAll('\n', '\\u000a'))
}

/** What Azure's agent obeys wherever it stands in a line. */
const azureCommand = /##(?=(?:vso)?\[)/gi

/**
 * Text no line of which a CI system takes for a command: none begins with `::`, whatever white space stands before it
 * (GitHub trims all that Unicode knows), and none has `##[` or `##vso[` anywhere (Azure).
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function withoutCommand(text: string): string {
  if (!text.includes('::') && !text.includes('##')) return text
  return text.replace(azureCommand, '#\\u0023').replace(/(?<![^\S\n])([^\S\n]*):(?=:)/g, disarmed)
}

/** Colons that begin a line, the white space before them being all of it or holding another end of a line. */
function disarmed(colon: string, space: string, at: number, text: string): string {
  const begins = at === 0 || text[at - 1] === '\n' || /[\r\u2028\u2029]/.test(space)
  return begins ? `${space}\\u003a` : colon
}
