import { type Failure, failure } from '../values/failure.js'
import { Duration, doubleOf, isMap, none, Optional, sizeOfMap, Timestamp, Uint } from '../values/values.js'
import type { BuiltIn } from './built-in.js'

/** Whether a value is the zero of its type: empty, 0, false, null. */
export function isZero(value: unknown): boolean {
  if (value === null || value === false || value === '' || value === 0) return true
  if (doubleOf(value) === 0) return true
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0
  if (value instanceof Uint) return value.$uint === 0n
  if (value instanceof Duration) return value.$nanos === 0n
  if (value instanceof Timestamp) return value.$epochNanos === 0n
  if (value instanceof Optional) return value.$some === undefined
  return isMap(value) && sizeOfMap(value) === 0
}

const present = (list: readonly unknown[]): readonly unknown[] =>
  list.flatMap((element) =>
    element instanceof Optional && element.$some !== undefined ? [element.$some] : [],
  )

/** Where an implementation would stand that no call runs, see {@link BuiltIn.present}. */
const inPlace = (): Failure => failure('no-such-overload', 'the argument is missing')

/** Values that may be absent. `or`, `orValue`, `optMap` and `optFlatMap` evaluate their argument only when needed. */
export const optionals: readonly BuiltIn[] = [
  {
    name: 'optional.of',
    overloads: { 'optional.of(T): optional<T>': (value: unknown) => new Optional(value) },
    doc: 'An optional that has the value.',
    since: '1.28',
    examples: [['optional.of(1).hasValue()', 'true']],
  },
  {
    name: 'optional.ofNonZeroValue',
    overloads: {
      'optional.ofNonZeroValue(T): optional<T>': (value: unknown) =>
        isZero(value) ? none : new Optional(value),
    },
    doc: 'An optional that has the value, unless it is empty, 0, false or null.',
    since: '1.28',
    examples: [['optional.ofNonZeroValue("").hasValue()', 'false']],
  },
  {
    name: 'optional.none',
    overloads: { 'optional.none(): optional<T>': () => none },
    doc: 'The absent value.',
    since: '1.28',
    examples: [['optional.none().hasValue()', 'false']],
  },
  {
    name: 'hasValue',
    overloads: { 'optional<T>.hasValue(): bool': (optional: Optional) => optional.$some !== undefined },
    doc: 'Whether the value is there.',
    since: '1.28',
    examples: [['{"a": 1}.?b.hasValue()', 'false']],
  },
  {
    name: 'value',
    overloads: {
      'optional<T>.value(): T': (optional: Optional) =>
        optional.$some === undefined
          ? failure('invalid-argument', 'optional.none() has no value')
          : optional.$some,
    },
    doc: 'The value; an error when it is absent.',
    since: '1.28',
    examples: [['{"a": 1}.?a.value()', '1']],
  },
  {
    name: 'or',
    overloads: {
      'optional<T>.or(optional<T>): optional<T>': inPlace,
    },
    doc: 'This optional when it has a value, otherwise the other one.',
    since: '1.28',
    examples: [['optional.none().or(optional.of(2)).value()', '2']],
    present: (optional) => optional,
  },
  {
    name: 'orValue',
    overloads: {
      'optional<T>.orValue(T): T': inPlace,
    },
    doc: 'The value, or the given one when it is absent. `optMap(x, …)` and `optFlatMap(x, …)` compute with a value that is there.',
    since: '1.28',
    examples: [
      ['{"a": 1}.?b.orValue(0)', '0'],
      ['{"a": 1}.?a.optMap(x, x + 1).orValue(0)', '2'],
    ],
    present: (optional) => `${optional}.$some`,
  },
  {
    name: 'optional.unwrap',
    overloads: { 'optional.unwrap(list<optional<T>>): list<T>': present },
    doc: 'The values that are there.',
    since: '1.28',
    examples: [['optional.unwrap([optional.of(1), optional.none()])', '[1]']],
  },
  {
    name: 'unwrapOpt',
    overloads: { 'list<optional<T>>.unwrapOpt(): list<T>': present },
    doc: 'The values that are there.',
    since: '1.28',
    examples: [['[optional.of(1), optional.none()].unwrapOpt()', '[1]']],
  },
]
