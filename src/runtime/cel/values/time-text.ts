import { charge } from '../evaluation/meter.js'
import { durationOf, timestampOf } from './bounded.js'
import { type Failure, failure } from './failure.js'
import { withoutTrailing } from './trailing.js'
import { type Duration, Timestamp } from './values.js'

const second = 1_000_000_000n

const units: Readonly<Record<string, bigint>> = {
  h: 3_600n * second,
  m: 60n * second,
  s: second,
  ms: 1_000_000n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ns: 1n,
}

/** Reads `1h30m`, `-1.5s`, `250ms`: the durations of Go, whose fractions are computed as doubles. */
export function parseDuration(text: string): Duration | Failure {
  const wrong = (): Failure =>
    failure('invalid-argument', `not a duration: "${text.slice(0, 80)}"; write 1h30m, 1.5s or 250ms`)
  const [, sign, rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return durationOf(0n)
  const over = charge(text.length >> 4)
  if (over) return over
  let nanos = 0n
  let end = 0
  for (const part of rest.matchAll(/(\d*)(?:\.(\d*))?(h|ms|m|s|us|µs|μs|ns)/gy)) {
    const [whole, integer = '', fraction = '', unit = ''] = part
    const digits = integer.replace(/^0+/, '')
    if ((integer === '' && fraction === '') || digits.length > 20) return wrong()
    const size = units[unit] as bigint
    nanos += BigInt(digits || '0') * size + fractionOf(fraction, size)
    end += whole.length
  }
  if (end === 0 || end !== rest.length) return wrong()
  return durationOf(sign === '-' ? -nanos : nanos)
}

/** What a fraction of a unit is, by as many of its digits as fit into 63 bits. */
function fractionOf(digits: string, unit: bigint): bigint {
  let taken = digits.slice(0, 19)
  if (BigInt(taken || '0') > 2n ** 63n) taken = taken.slice(0, 18)
  return BigInt(Math.trunc(Number(taken) * (Number(unit) / 10 ** taken.length)))
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?(?:Z|([-+])(\d\d):(\d\d))$/

/** Reads an RFC 3339 timestamp: `2026-01-31T08:00:00Z`. It remembers its offset. */
export function parseTimestamp(text: string): Timestamp | Failure {
  const over = charge(text.length >> 6)
  if (over) return over
  const match = rfc3339.exec(text)
  const [year, month, day, hour, minute, seconds] = (match ?? []).slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const [, , , , , , , fraction = '', sign, hours = '0', minutes = '0'] = match ?? []
  if (!match || Number(hours) > 24 || Number(minutes) > 60)
    return failure('invalid-argument', `not a timestamp: "${text.slice(0, 80)}"; write 2026-01-31T08:00:00Z`)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, seconds)
  const real =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && seconds < 60
  if (!real)
    return failure(
      'invalid-argument',
      `not a timestamp: "${text.slice(0, 80)}": there is no such day or time`,
    )
  const offset = Number(`${sign ?? ''}1`) * (Number(hours) * 60 + Number(minutes))
  const nanos = BigInt(fraction.padEnd(9, '0'))
  return timestampOf(
    (BigInt(date.getTime()) - BigInt(offset) * 60_000n) * 1_000_000n + nanos,
    undefined,
    offset,
  )
}

/** RFC 3339 with its own offset and as many decimals as are needed. */
export function formatTimestamp(timestamp: Timestamp): string {
  const offset = timestamp.$offset
  const nanos = timestamp.$epochNanos + BigInt(offset) * 60n * second
  const fraction = ((nanos % second) + second) % second
  const date = new Date(Number((nanos - fraction) / 1_000_000n))
  const text = date.toISOString().replace(/\.\d+Z$/, '')
  const decimals = fraction === 0n ? '' : `.${withoutTrailing(String(fraction).padStart(9, '0'), '0')}`
  return `${text}${decimals}${offsetText(offset)}`
}

function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Seconds with decimals: `5400s`, `1.5s`. */
export function formatNanos(duration: Duration): string {
  const nanos = duration.$nanos
  const absolute = nanos < 0n ? -nanos : nanos
  const fraction = absolute % second
  const decimals = fraction === 0n ? '' : `.${withoutTrailing(String(fraction).padStart(9, '0'), '0')}`
  return `${nanos < 0n ? '-' : ''}${absolute / second}${decimals}s`
}

/** A point in time as a CEL value: what `now` is bound to. */
export function timestamp(date: Date): unknown {
  return new Timestamp(BigInt(date.getTime()) * 1_000_000n)
}
