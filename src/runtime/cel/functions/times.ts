import type { CelFunction } from '../../model/index.js'
import type { Failure } from '../values/failure.js'
import type { Duration, Timestamp } from '../values/values.js'
import { type InZone, inUtc, inZone, inZoneOfKubernetes } from './time-zones.js'

const million = 1_000_000n

function dayOfYear(date: Date): number {
  const start = new Date(0)
  start.setUTCFullYear(date.getUTCFullYear(), 0, 1)
  return Math.floor((date.getTime() - start.getTime()) / 86_400_000)
}

type Overloads = CelFunction['overloads']

/** What reads a part of a timestamp, in UTC and in a time zone, and one of a duration. */
function field(
  name: string,
  read: (date: Date) => number,
  ofDuration: Overloads = {},
  ofDurationInKubernetes: Overloads = {},
): { overloads: Overloads; inKubernetes: Overloads } {
  const ofZone = (place: InZone): Overloads => ({
    [`google.protobuf.Timestamp.${name}(string): int`]: (time: Timestamp, zone: string): number | Failure => {
      const date = place(time, zone)
      return date instanceof Date ? read(date) : date
    },
  })
  const ofUtc = { [`google.protobuf.Timestamp.${name}(): int`]: (time: Timestamp) => read(inUtc(time)) }
  return {
    overloads: { ...ofUtc, ...ofZone(inZone), ...ofDuration },
    inKubernetes: { ...ofZone(inZoneOfKubernetes), ...ofDurationInKubernetes },
  }
}

const total = (name: string, unit: bigint): Overloads => ({
  [`google.protobuf.Duration.${name}(): int`]: (duration: Duration) => Number(duration.$nanos / unit),
})

const when = 'timestamp("2026-01-31T08:05:09.250Z")'

/** Parts of timestamps and durations. */
export const times: readonly CelFunction[] = [
  {
    name: 'getFullYear',
    ...field('getFullYear', (date) => date.getUTCFullYear()),
    doc: 'The year, in UTC or in the given time zone.',
    since: 'base',
    examples: [
      [`${when}.getFullYear()`, '2026'],
      ['timestamp("2025-12-31T23:30:00Z").getFullYear("Europe/Berlin")', '2026'],
    ],
  },
  {
    name: 'getMonth',
    ...field('getMonth', (date) => date.getUTCMonth()),
    doc: 'The month; January is 0.',
    since: 'base',
    examples: [[`${when}.getMonth()`, '0']],
  },
  {
    name: 'getDayOfYear',
    ...field('getDayOfYear', dayOfYear),
    doc: 'The day of the year; the first is 0.',
    since: 'base',
    examples: [[`${when}.getDayOfYear()`, '30']],
  },
  {
    name: 'getDayOfMonth',
    ...field('getDayOfMonth', (date) => date.getUTCDate() - 1),
    doc: 'The day of the month; the first is 0.',
    since: 'base',
    examples: [[`${when}.getDayOfMonth()`, '30']],
  },
  {
    name: 'getDate',
    ...field('getDate', (date) => date.getUTCDate()),
    doc: 'The day of the month; the first is 1.',
    since: 'base',
    examples: [[`${when}.getDate()`, '31']],
  },
  {
    name: 'getDayOfWeek',
    ...field('getDayOfWeek', (date) => date.getUTCDay()),
    doc: 'The day of the week; Sunday is 0.',
    since: 'base',
    examples: [[`${when}.getDayOfWeek()`, '6']],
  },
  {
    name: 'getHours',
    ...field('getHours', (date) => date.getUTCHours(), total('getHours', 3_600_000_000_000n)),
    doc: 'The hour of the day; of a duration all its whole hours.',
    since: 'base',
    examples: [
      [`${when}.getHours("+05:30")`, '13'],
      ['duration("90m").getHours()', '1'],
    ],
  },
  {
    name: 'getMinutes',
    ...field('getMinutes', (date) => date.getUTCMinutes(), total('getMinutes', 60_000_000_000n)),
    doc: 'The minute of the hour; of a duration all its whole minutes.',
    since: 'base',
    examples: [['duration("90m").getMinutes()', '90']],
  },
  {
    name: 'getSeconds',
    ...field('getSeconds', (date) => date.getUTCSeconds(), total('getSeconds', 1_000_000_000n)),
    doc: 'The second of the minute; of a duration all its whole seconds.',
    since: 'base',
    examples: [['duration("1m").getSeconds()', '60']],
  },
  {
    name: 'getMilliseconds',
    ...field(
      'getMilliseconds',
      (date) => date.getUTCMilliseconds(),
      {
        'google.protobuf.Duration.getMilliseconds(): int': (duration: Duration) =>
          Number((duration.$nanos / million) % 1000n),
      },
      total('getMilliseconds', million),
    ),
    doc: 'The milliseconds of the second; of a duration in Kubernetes all its whole milliseconds.',
    since: 'base',
    examples: [[`${when}.getMilliseconds()`, '250']],
  },
]
