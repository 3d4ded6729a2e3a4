import { durationOf, timestampOf } from './bounded.js'
import { type Failure, failure } from './failure.js'
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

/** Reads `1h30m`, `-1.5s`, `250ms`: the durations of Go. */
export function parseDuration(text: string): Duration | Failure {
  const wrong = (): Failure =>
    failure('invalid-argument', `not a duration: "${text.slice(0, 80)}"; write 1h30m, 1.5s or 250ms`)
  if (text.length > 64) return wrong()
  const match = /^([-+]?)(.+)$/.exec(text)
  if (!match) return wrong()
  const [, sign, rest] = match as unknown as [string, string, string]
  if (rest === '0') return durationOf(0n)
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+$/.test(rest)) return wrong()
  let nanos = 0n
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(
    /(\d*)\.?(\d*)(h|ms|m|s|us|µs|μs|ns)/g,
  )) {
    const size = units[unit] as bigint
    nanos += BigInt(whole || '0') * size
    if (fraction) nanos += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length)
  }
  return durationOf(sign === '-' ? -nanos : nanos)
}

const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|([-+])([01]\d|2[0-3]):([0-5]\d))$/

/** Reads an RFC 3339 timestamp: `2026-01-31T08:00:00Z`. */
export function parseTimestamp(text: string): Timestamp | Failure {
  const match = text.length <= 64 ? rfc3339.exec(text) : null
  if (!match)
    return failure('invalid-argument', `not a timestamp: "${text.slice(0, 80)}"; write 2026-01-31T08:00:00Z`)
  const [year, month, day, hour, minute, seconds] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, seconds)
  const real =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && seconds < 60
  if (!real) return failure('invalid-argument', `not a timestamp: "${text}": there is no such day or time`)
  const offset = match[9] ? Number(`${match[9]}1`) * (Number(match[10]) * 60 + Number(match[11])) : 0
  const nanos = BigInt((match[7] ?? '').padEnd(9, '0'))
  return timestampOf((BigInt(date.getTime()) - BigInt(offset) * 60_000n) * 1_000_000n + nanos)
}

/** RFC 3339 in UTC, with as many decimals as are needed. */
export function formatTimestamp(timestamp: Timestamp): string {
  const nanos = timestamp.$epochNanos
  const fraction = ((nanos % second) + second) % second
  const date = new Date(Number((nanos - fraction) / 1_000_000n))
  const text = date.toISOString().replace(/\.\d+Z$/, '')
  return `${text}${fraction === 0n ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`}Z`
}

/** Seconds with decimals: `5400s`, `1.5s`. */
export function formatNanos(duration: Duration): string {
  const nanos = duration.$nanos
  const absolute = nanos < 0n ? -nanos : nanos
  const fraction = absolute % second
  const decimals = fraction === 0n ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`
  return `${nanos < 0n ? '-' : ''}${absolute / second}${decimals}s`
}

/** A point in time as a CEL value: what `now` is bound to. */
export function timestamp(date: Date): unknown {
  return new Timestamp(BigInt(date.getTime()) * 1_000_000n)
}
