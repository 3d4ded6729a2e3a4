import type { CelFunction } from '../../model/index.js'
import { type Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import type { Duration, Timestamp } from '../values/values.js'

const million = 1_000_000n

/** A date whose UTC fields are those of the timestamp in a time zone: an IANA name, or an offset like `-02:30`. */
function inZone(time: Timestamp, zone = 'UTC'): Date | Failure {
  const milliseconds = Number(floorDiv(time.$epochNanos, million))
  const offset = /^([-+]?)([01]\d|2[0-3]):([0-5]\d)$/.exec(zone)
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3])
    return new Date(milliseconds + (offset[1] === '-' ? -minutes : minutes) * 60_000)
  }
  if (zone === 'UTC' || zone === '') return new Date(milliseconds)
  const format = formatOf(zone)
  if (!format) return failure('invalid-argument', `unknown time zone ${quote(zone.slice(0, 60))}`)
  const parts = Object.fromEntries(
    format.formatToParts(milliseconds).map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ((milliseconds % 1000) + 1000) % 1000)
  return date
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>()

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone)
  let format: Intl.DateTimeFormat | undefined
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  if (formats.size >= 256) formats.clear()
  formats.set(zone, format)
  return format
}

function floorDiv(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b
}

function dayOfYear(date: Date): number {
  const start = new Date(0)
  start.setUTCFullYear(date.getUTCFullYear(), 0, 1)
  return Math.floor((date.getTime() - start.getTime()) / 86_400_000)
}

const field = (name: string, read: (date: Date) => number): CelFunction['overloads'] => {
  const run = (time: Timestamp, zone?: string): number | Failure => {
    const date = inZone(time, zone)
    return date instanceof Date ? read(date) : date
  }
  return {
    [`google.protobuf.Timestamp.${name}(): int`]: run,
    [`google.protobuf.Timestamp.${name}(string): int`]: run,
  }
}

const total = (name: string, unit: bigint): CelFunction['overloads'] => ({
  [`google.protobuf.Duration.${name}(): int`]: (duration: Duration) => Number(duration.$nanos / unit),
})

const when = 'timestamp("2026-01-31T08:05:09.250Z")'

/** Parts of timestamps and durations. */
export const times: readonly CelFunction[] = [
  {
    name: 'getFullYear',
    overloads: field('getFullYear', (date) => date.getUTCFullYear()),
    doc: 'The year, in UTC or in the given time zone.',
    since: 'base',
    examples: [
      [`${when}.getFullYear()`, '2026'],
      ['timestamp("2025-12-31T23:30:00Z").getFullYear("Europe/Berlin")', '2026'],
    ],
  },
  {
    name: 'getMonth',
    overloads: field('getMonth', (date) => date.getUTCMonth()),
    doc: 'The month; January is 0.',
    since: 'base',
    examples: [[`${when}.getMonth()`, '0']],
  },
  {
    name: 'getDayOfYear',
    overloads: field('getDayOfYear', dayOfYear),
    doc: 'The day of the year; the first is 0.',
    since: 'base',
    examples: [[`${when}.getDayOfYear()`, '30']],
  },
  {
    name: 'getDayOfMonth',
    overloads: field('getDayOfMonth', (date) => date.getUTCDate() - 1),
    doc: 'The day of the month; the first is 0.',
    since: 'base',
    examples: [[`${when}.getDayOfMonth()`, '30']],
  },
  {
    name: 'getDate',
    overloads: field('getDate', (date) => date.getUTCDate()),
    doc: 'The day of the month; the first is 1.',
    since: 'base',
    examples: [[`${when}.getDate()`, '31']],
  },
  {
    name: 'getDayOfWeek',
    overloads: field('getDayOfWeek', (date) => date.getUTCDay()),
    doc: 'The day of the week; Sunday is 0.',
    since: 'base',
    examples: [[`${when}.getDayOfWeek()`, '6']],
  },
  {
    name: 'getHours',
    overloads: {
      ...field('getHours', (date) => date.getUTCHours()),
      ...total('getHours', 3_600_000_000_000n),
    },
    doc: 'The hour of the day; of a duration all its whole hours.',
    since: 'base',
    examples: [
      [`${when}.getHours("+05:30")`, '13'],
      ['duration("90m").getHours()', '1'],
    ],
  },
  {
    name: 'getMinutes',
    overloads: {
      ...field('getMinutes', (date) => date.getUTCMinutes()),
      ...total('getMinutes', 60_000_000_000n),
    },
    doc: 'The minute of the hour; of a duration all its whole minutes.',
    since: 'base',
    examples: [['duration("90m").getMinutes()', '90']],
  },
  {
    name: 'getSeconds',
    overloads: {
      ...field('getSeconds', (date) => date.getUTCSeconds()),
      ...total('getSeconds', 1_000_000_000n),
    },
    doc: 'The second of the minute; of a duration all its whole seconds.',
    since: 'base',
    examples: [['duration("1m").getSeconds()', '60']],
  },
  {
    name: 'getMilliseconds',
    overloads: {
      ...field('getMilliseconds', (date) => date.getUTCMilliseconds()),
      'google.protobuf.Duration.getMilliseconds(): int': (duration: Duration) =>
        Number((duration.$nanos / million) % 1000n),
    },
    inKubernetes: total('getMilliseconds', million),
    doc: 'The milliseconds of the second; of a duration in Kubernetes all its whole milliseconds.',
    since: 'base',
    examples: [[`${when}.getMilliseconds()`, '250']],
  },
]
