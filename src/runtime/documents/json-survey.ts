/** What parsed JSON tells of itself, so that only the rare text needs a thorough second reading. */
export interface JsonSurvey {
  /** Keys of all levels together: fewer than were written when one was given twice. */
  readonly keys: number
  /** Whether a number lies beyond ±(2^53-1), so that digits may have been lost. */
  readonly hasLargeNumbers: boolean
  readonly isTooDeep: boolean
}

/** Walks parsed JSON once, no deeper than `maxDepth`. */
export function surveyJson(data: unknown, maxDepth: number): JsonSurvey {
  let keys = 0
  let hasLargeNumbers = false
  let isTooDeep = false
  function visit(value: unknown, depth: number): void {
    if (typeof value === 'number') {
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) hasLargeNumbers = true
    } else if (typeof value === 'object' && value !== null) {
      if (depth > maxDepth) {
        isTooDeep = true
      } else if (Array.isArray(value)) {
        for (const item of value) visit(item, depth + 1)
      } else {
        const record = value as Record<string, unknown>
        for (const key in record) {
          keys++
          visit(record[key], depth + 1)
        }
      }
    }
  }
  visit(data, 1)
  return { keys, hasLargeNumbers, isTooDeep }
}

const colon = 0x3a
const backslash = 0x5c

/** How many keys a valid JSON text writes down: its texts that a colon follows. Jumps from quote to quote. */
export function countWrittenKeys(text: string): number {
  let keys = 0
  for (let open = text.indexOf('"'); open >= 0; ) {
    const close = closingQuote(text, open)
    let next = close + 1
    while (isBlank(text.charCodeAt(next))) next++
    if (text.charCodeAt(next) === colon) keys++
    open = text.indexOf('"', next)
  }
  return keys
}

/** The offset of the quote that closes the text opened at `open`; the length of the whole when there is none. */
export function closingQuote(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0
    while (text.charCodeAt(close - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return close
  }
  return text.length
}

/** Whether a character code is JSON white space. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** The offset of the next character that is no white space. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at++
  return at
}
