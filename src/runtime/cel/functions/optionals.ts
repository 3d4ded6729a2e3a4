import { failure } from '../failure.js'
import type { CelFunction } from '../table.js'
import { CelMap, Double, Duration, isMap, none, Optional, sizeOfMap, Timestamp, Uint } from '../values.js'

/** Whether a value is the zero of its type: false, 0, "", an empty list or map, the epoch. */
function isZero(value: unknown): boolean {
  if (value === null || value === false || value === 0 || value === '') return true
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0
  if (value instanceof Double) return value.$double === 0
  if (value instanceof Uint) return value.$uint === 0n
  if (value instanceof Duration) return value.$nanos === 0n
  if (value instanceof Timestamp) return value.$epochNanos === 0n
  if (value instanceof Optional) return value.$some === undefined
  return (value instanceof CelMap || isMap(value)) && sizeOfMap(value) === 0
}

/** Values that may be absent. */
export const optionals: readonly CelFunction[] = [
  {
    name: 'optional.of',
    overloads: { 'optional.of(A): optional_type<A>': (value: unknown) => new Optional(value) },
    doc: 'An optional that holds the value.',
    since: '1.28',
    examples: [['optional.of(1).hasValue()', 'true']],
  },
  {
    name: 'optional.none',
    overloads: { 'optional.none(): optional_type<dyn>': () => none },
    doc: 'The optional that holds nothing.',
    since: '1.28',
    examples: [['optional.none().orValue("none")', '"none"']],
  },
  {
    name: 'optional.ofNonZeroValue',
    overloads: {
      'optional.ofNonZeroValue(A): optional_type<A>': (value: unknown) =>
        isZero(value) ? none : new Optional(value),
    },
    doc: 'An optional that holds the value unless it is the zero of its type: false, 0, an empty string, list or map.',
    since: '1.28',
    examples: [['optional.ofNonZeroValue("").hasValue()', 'false']],
  },
  {
    name: 'hasValue',
    overloads: { 'optional_type<A>.hasValue(): bool': (of: Optional) => of.$some !== undefined },
    doc: 'Whether the optional holds a value.',
    since: '1.28',
    examples: [['{"a": 1}.?a.hasValue()', 'true']],
  },
  {
    name: 'value',
    overloads: {
      'optional_type<A>.value(): A': (of: Optional) =>
        of.$some === undefined
          ? failure('invalid-argument', 'value() of an optional that holds none')
          : of.$some,
    },
    doc: 'The value that the optional holds; an error when it holds none.',
    since: '1.28',
    examples: [['{"a": 1}.?a.value()', '1']],
  },
  {
    name: 'or',
    overloads: {
      'optional_type<A>.or(optional_type<A>): optional_type<A>': (of: Optional, other: Optional) =>
        of.$some === undefined ? other : of,
    },
    doc: 'This optional when it holds a value, the other one otherwise.',
    since: '1.28',
    examples: [['{"a": 1}.?b.or(optional.of(2)).value()', '2']],
  },
  {
    name: 'orValue',
    overloads: {
      'optional_type<A>.orValue(A): A': (of: Optional, other: unknown) =>
        of.$some === undefined ? other : of.$some,
    },
    doc: 'The value that the optional holds, or the given one when it holds none.',
    since: '1.28',
    examples: [['{"a": 1}.?b.orValue(0)', '0']],
  },
]
