import type { SourceRange } from '../api.js'
import { Failure } from './failure.js'
import { Duration, int, Timestamp, Uint } from './values.js'

const maxInt = 2n ** 63n - 1n
const minInt = -(2n ** 63n)
const maxUint = 2n ** 64n - 1n

/** An int of 64 bits, or the overflow. */
export function int64(value: bigint, range?: SourceRange): number | bigint | Failure {
  if (value >= minInt && value <= maxInt) return int(value)
  return new Failure('overflow', `integer overflow: ${value} does not fit into 64 bits`, range)
}

/** A uint of 64 bits, or the overflow. */
export function uint64(value: bigint, range?: SourceRange): Uint | Failure {
  if (value >= 0n && value <= maxUint) return new Uint(value)
  return new Failure('overflow', `unsigned integer overflow: ${value} does not fit into 64 bits`, range)
}

/** Timestamps of the years 1 to 9999, as CEL has them; durations of ±315,576,000,000 seconds. */
export function timestampOf(nanos: bigint, range?: SourceRange, offset = 0): Timestamp | Failure {
  if (nanos >= -62135596800_000_000_000n && nanos <= 253402300799_999_999_999n)
    return new Timestamp(nanos, offset)
  return new Failure('overflow', 'timestamp overflow: the year is not between 1 and 9999', range)
}
export function durationOf(nanos: bigint, range?: SourceRange): Duration | Failure {
  if (nanos >= minInt && nanos <= maxInt) return new Duration(nanos)
  return new Failure('overflow', 'duration overflow: longer than 292 years', range)
}
