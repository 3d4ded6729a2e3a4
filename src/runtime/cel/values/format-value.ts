import { quote } from './quote.js'
import { formatNanos, formatTimestamp } from './time-text.js'
import { Typed } from './type-name.js'
import { Double, Duration, entriesOf, isMap, Optional, Timestamp, TypeValue, Uint } from './values.js'

/** How much of a value a message shows. */
export interface FormatOptions {
  /** Most characters of the whole; the rest becomes `…`. */
  readonly length?: number
}

/**
 * A value as a CEL literal, cut to a sensible length.
 * @group Expressions
 * @example
 * ```ts
 * import { formatValue } from 'policytest'
 *
 * console.log(formatValue({ ports: [80, 443] })) // {"ports": [80, 443]}
 * ```
 */
export function formatValue(value: unknown, { length = 200 }: FormatOptions = {}): string {
  const text = write(value, { left: length })
  return text.length > length ? `${[...text.slice(0, length - 1)].slice(0, -1).join('')}…` : text
}

function write(value: unknown, room: { left: number }): string {
  if (room.left <= 0) return '…'
  if (typeof value === 'string') {
    const shown = value.length > room.left ? `${value.slice(0, room.left)}…` : value
    room.left -= shown.length + 2
    return quote(shown)
  }
  if (Array.isArray(value))
    return writeAll(
      '[',
      value.map((element) => () => write(element, room)),
      ']',
      room,
    )
  if (isMap(value)) {
    const entries = entriesOf(value).map(
      ([key, of]) =>
        () =>
          `${write(key, room)}: ${write(of, room)}`,
    )
    return writeAll('{', entries, '}', room)
  }
  const text = writeScalar(value, room)
  room.left -= text.length
  return text
}

function writeAll(
  open: string,
  parts: readonly (() => string)[],
  close: string,
  room: { left: number },
): string {
  room.left -= 2
  const written: string[] = []
  for (const part of parts) {
    if (room.left <= 0) {
      written.push('…')
      break
    }
    written.push(part())
    room.left -= 2
  }
  return `${open}${written.join(', ')}${close}`
}

function writeScalar(value: unknown, room: { left: number }): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : formatDouble(value)
  if (value instanceof Double) return formatDouble(value.$double)
  if (value instanceof Uint) return `${value.$uint}u`
  if (value instanceof Uint8Array) return `b${quote(bytesText(value))}`
  if (value instanceof Timestamp) return `timestamp("${formatTimestamp(value)}")`
  if (value instanceof Duration) return `duration("${formatNanos(value)}")`
  if (value instanceof TypeValue) return value.$type
  if (value instanceof Optional)
    return value.$some === undefined ? 'optional.none()' : `optional.of(${write(value.$some, room)})`
  if (value instanceof Typed) return value.toString()
  return value === undefined ? 'nothing' : `<${typeof value}>`
}

function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'double("NaN")'
  if (!Number.isFinite(value)) return `double("${value > 0 ? '' : '-'}Infinity")`
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

function bytesText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
