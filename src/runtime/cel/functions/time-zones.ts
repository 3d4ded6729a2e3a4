import { type Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import type { Timestamp } from '../values/values.js'
import { parseInt64 } from './conversions.js'
import { zoneNames } from './zone-names.js'

const million = 1_000_000n

/** A date whose UTC fields are those of a moment in a time zone. */
export type InZone = (time: Timestamp, zone: string) => Date | Failure

const unknown = (zone: string): Failure =>
  failure('invalid-argument', `unknown time zone ${quote(zone.slice(0, 60))}`)

/** In an IANA time zone, or at an offset like `-02:30`. */
export const inZone: InZone = (time, zone) => {
  const offset = /^([-+]?)([01]\d|2[0-3]):([0-5]\d)$/.exec(zone)
  if (!offset) return zone === '' ? inUtc(time) : inNamedZone(time, zone)
  const minutes = Number(offset[2]) * 60 + Number(offset[3])
  return inUtc(time, (offset[1] === '-' ? -minutes : minutes) * 60_000)
}

/** As API servers of Kubernetes have it: names are files, offsets any two numbers around a colon. */
export const inZoneOfKubernetes: InZone = (time, zone) => {
  if (zone.includes(':')) {
    const offset = goOffset(zone)
    return offset === undefined ? unknown(zone) : inUtc(time, offset)
  }
  // Servers run in containers without a time zone of their own.
  if (zone === '' || zone === 'Local') return inUtc(time)
  const name = pathOf(zone)
  return zoneNames().has(name) ? inNamedZone(time, name) : unknown(zone)
}

/** A moment, that many milliseconds later. */
export function inUtc(time: Timestamp, later = 0): Date {
  return new Date(millisecondsOf(time) + later)
}

const millisecondsOf = ({ $epochNanos }: Timestamp): number =>
  Number(($epochNanos - ((($epochNanos % million) + million) % million)) / million)

/** Milliseconds east of UTC, computed as Go does: in nanoseconds of 64 bits. */
function goOffset(zone: string): number | undefined {
  const colon = zone.indexOf(':')
  const [hours, minutes] = [parseInt64(zone.slice(0, colon)), parseInt64(zone.slice(colon + 1))]
  if (typeof hours === 'object' || typeof minutes === 'object') return undefined
  const total = BigInt(hours) * 60n + BigInt(minutes) * (zone.startsWith('-') ? -1n : 1n)
  const nanos = BigInt.asIntN(64, total * 60_000_000_000n)
  return Math.trunc(Number(nanos / 1_000_000_000n) + Number(nanos % 1_000_000_000n) / 1e9) * 1_000
}

/** Without steps that lead nowhere: `./UTC`, `Europe//Berlin`. */
function pathOf(name: string): string {
  const steps = name.slice(0, 200).split('/')
  return name.startsWith('/')
    ? name
    : steps.filter((step, i) => i === steps.length - 1 || (step !== '' && step !== '.')).join('/')
}

function inNamedZone(time: Timestamp, zone: string): Date | Failure {
  // JavaScript does not know the zone of those who have chosen none, which is UTC.
  if (zone === 'UTC' || zone === 'Factory') return inUtc(time)
  const format = formatOf(zone)
  if (!format) return unknown(zone)
  const milliseconds = millisecondsOf(time)
  const parts = Object.fromEntries(
    format.formatToParts(milliseconds).map(({ type, value }) => [type, value] as const),
  )
  const { era, year, month, day, hour, minute, second } = parts
  const date = new Date(0)
  date.setUTCFullYear(era === 'BC' ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day))
  const fraction = ((milliseconds % 1000) + 1000) % 1000
  date.setUTCHours(Number(hour), Number(minute), Number(second), fraction)
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
      era: 'short',
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
