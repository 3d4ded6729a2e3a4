import { constants, isUtf8 } from 'node:buffer'
import { InputError, inputError } from '../input-error.js'
import { linesOf } from './lines.js'
import { diagnosticAt } from './problem.js'
import { tooLarge } from './read-bytes.js'

/**
 * The text of a file: UTF-8, or UTF-16 with a byte order mark as PowerShell's `>` writes it; the mark is taken off.
 * Throws InputError for anything else: compressed or binary data, invalid UTF-8, more than Node can hold in one text.
 */
export function decode(file: string, content: string | Buffer): string {
  const text = typeof content === 'string' ? content : decodeBytes(file, content)
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const nul = start.indexOf('\0')
  if (nul < 0) return start
  const order = utf16Order(start)
  if (order !== undefined) {
    const hint = `save it as UTF-8: iconv -f UTF-16${order} -t UTF-8 <file> > <other file>`
    throw encodingError(file, start, nul, 'UTF-16 without a byte order mark', hint)
  }
  throw encodingError(file, start, nul, 'a NUL character: this is not a text file', 'save it as UTF-8')
}

function decodeBytes(file: string, bytes: Buffer): string {
  if (bytes.length > constants.MAX_STRING_LENGTH) throw tooLarge(file, bytes.length)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const command = /\.t?gz$/i.test(file) ? 'gunzip -k <file>' : 'gunzip -c < <file> > <other file>'
    throw inputError('document-encoding', `${file}: a gzip archive`, { hint: `unpack it first: ${command}` })
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return whole(bytes.toString('utf16le'))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return whole(
      Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
    )
  }
  const text = bytes.toString('utf8')
  if (isUtf8(bytes) || text.includes('\0')) return text
  throw encodingError(file, text, firstInvalid(text, bytes), 'not valid UTF-8', 'save the file as UTF-8')
}

/** Which half of its letters is zero in what was read as UTF-8: all exports begin with letters and signs of ASCII. */
function utf16Order(text: string): 'LE' | 'BE' | undefined {
  if (/^(?:[\t\n\r -~]\0){4}/.test(text)) return 'LE'
  return /^(?:\0[\t\n\r -~]){4}/.test(text) ? 'BE' : undefined
}

/** Half a character of UTF-16 is no character. */
function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** The offset of the first replacement character that stands for broken bytes, not for itself. */
function firstInvalid(text: string, bytes: Buffer): number {
  let from = 0
  let byte = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    byte += Buffer.byteLength(text.slice(from, at))
    from = at
    if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd) return at
  }
  return text.length
}

function encodingError(file: string, text: string, at: number, message: string, hint: string): InputError {
  const problem = { code: 'document-encoding', message, start: at, end: at + 1, hint }
  return new InputError([diagnosticAt(linesOf(file, text), problem)])
}
