/** What the escapes of one character in a text in double quotes stand for. */
const escapes: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
}

/** A text in quotes: what it says, and where it ends, its closing quote included. */
export interface QuotedText {
  readonly text: string
  readonly end: number
}

/**
 * Reads a text in quotes that may go on over several lines. Undefined where it does not end, and for whatever not every reader
 * of YAML takes alike.
 * @param start where its opening quote is
 * @param end where the document ends
 * @param column each line of it has to be indented further than this
 */
export function quotedText(
  source: string,
  start: number,
  end: number,
  column: number,
): QuotedText | undefined {
  const isSingle = source[start] === "'"
  const close = isSingle ? singleClose(source, start) : doubleClose(source, start)
  if (close < 0 || close >= end) return undefined
  const written = source.slice(start + 1, close)
  const lines = written.includes('\n') ? foldLines(written, column, isSingle) : written
  const text = lines === undefined ? undefined : isSingle ? lines.replaceAll("''", "'") : unescaped(lines)
  return text === undefined ? undefined : { text, end: close + 1 }
}

function singleClose(source: string, start: number): number {
  let at = source.indexOf("'", start + 1)
  while (at >= 0 && source[at + 1] === "'") at = source.indexOf("'", at + 2)
  return at
}

function doubleClose(source: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const quote = source.indexOf('"', at)
    if (quote < 0) return -1
    let slashes = quote
    while (source[slashes - 1] === '\\') slashes--
    if ((quote - slashes) % 2 === 0) return quote
    at = quote
  }
}

/** The lines as one: a line break is a space, an empty line a line break; behind a backslash a break counts for nothing. */
function foldLines(written: string, column: number, isSingle: boolean): string | undefined {
  const [first = '', ...rest] = written.split('\n')
  let folded = first
  let empty = 0
  for (const [index, line] of rest.entries()) {
    const content = line.replace(/^ +/, '')
    const isLast = index === rest.length - 1
    if (content === '' && !isLast) {
      empty++
      continue
    }
    const indent = line.length - content.length
    if (indent <= column || content.startsWith('\t')) return undefined
    const isEscaped = !isSingle && (/\\*$/.exec(folded)?.[0].length ?? 0) % 2 === 1
    if (isEscaped && empty > 0) return undefined
    if (isEscaped) folded = folded.slice(0, -1) + content
    else {
      const kept = folded.replace(/ +$/, '')
      // What is left of an escaped blank is not read alike.
      if (kept.endsWith('\t') || (!isSingle && kept.endsWith('\\') && kept !== folded)) return undefined
      folded = kept + (empty === 0 ? ' ' : '\n'.repeat(empty)) + content
    }
    empty = 0
  }
  return folded
}

function unescaped(written: string): string | undefined {
  if (!written.includes('\\')) return written
  let isKnown = true
  const text = written.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (_, byte?: string, short?: string, long?: string, letter?: string) => {
      const digits = byte ?? short ?? long
      const code = digits === undefined ? undefined : Number.parseInt(digits, 16)
      const character =
        code === undefined
          ? escapes[letter ?? '']
          : code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
            ? undefined
            : String.fromCodePoint(code)
      isKnown &&= character !== undefined
      return character ?? ''
    },
  )
  return isKnown ? text : undefined
}
