/**
 * CEL values as JavaScript values. Plain JSON is CEL already and is never copied:
 *
 * | CEL | JavaScript |
 * | --- | --- |
 * | null, bool, string | null, boolean, string |
 * | int | a safe integer number, otherwise bigint |
 * | double | any other number; {@link Double} when it happens to be a safe integer |
 * | list, map | array; plain object (own keys) or {@link CelMap} |
 * | the rest | the classes below |
 *
 * Every member of these classes, and of those that library functions bring, begins with `$`. Compiled code reads
 * `object.name` as a JavaScript property before it asks what `object` is; no such read is ever made for a name with a
 * `$`, so that what is not a document's own stays out of sight.
 */

/** A double whose value is a safe integer, which as a plain number would be an int. */
export class Double {
  readonly $double: number
  constructor(value: number) {
    this.$double = value
  }
}

/** An unsigned 64-bit integer. */
export class Uint {
  readonly $uint: bigint
  constructor(value: bigint) {
    this.$uint = value
  }
}

/** A point in time, in nanoseconds since the epoch. */
export class Timestamp {
  readonly $epochNanos: bigint
  /** Minutes east of UTC, as it was written; only its text shows them. */
  readonly $offset: number
  constructor(nanos: bigint, offset = 0) {
    this.$epochNanos = nanos
    this.$offset = offset
  }
}

/** A span of time in nanoseconds. */
export class Duration {
  readonly $nanos: bigint
  constructor(nanos: bigint) {
    this.$nanos = nanos
  }
}

/** A type as a value: `int`, `list`, `google.protobuf.Timestamp`. */
export class TypeValue {
  readonly $type: string
  constructor(name: string) {
    this.$type = name
  }
}

/** A value that may be absent. */
export class Optional {
  readonly $some: unknown
  constructor(value: unknown) {
    this.$some = value
  }
}

/** The absent optional. */
export const none = new Optional(undefined)

/** A key as maps compare it: numerically equal keys are one key, whatever their types. */
export type MapKey = string | boolean | number | bigint

/** A map made by an expression: unlike a document's object it may have int, uint and bool keys. */
export class CelMap {
  readonly $entries: ReadonlyMap<unknown, readonly [key: unknown, value: unknown]>
  constructor(entries: ReadonlyMap<unknown, readonly [unknown, unknown]>) {
    this.$entries = entries
  }

  /** The value under a key; undefined when there is none. */
  $find(key: unknown): unknown {
    const k = mapKey(key)
    return k === undefined ? undefined : this.$entries.get(k)?.[1]
  }
}

/** An int from any integer: a number when it is safe, a bigint when it is not. */
export function int(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** A double from any number. */
export function double(value: number): number | Double {
  return Number.isSafeInteger(value) ? new Double(value) : value
}

/** Whether the value is a CEL int. */
export function isInt(value: unknown): value is number | bigint {
  return Number.isSafeInteger(value) || typeof value === 'bigint'
}

/** The number in a CEL double; undefined for anything else. */
export function doubleOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : value
  return value instanceof Double ? value.$double : undefined
}

/** A key as {@link CelMap} stores it; undefined when the value cannot be the key of anything. */
export function mapKey(value: unknown): MapKey | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value
    case 'number':
      return Number.isSafeInteger(value)
        ? value + 0
        : Number.isInteger(value)
          ? int(BigInt(value))
          : undefined
  }
  if (value instanceof Uint) return int(value.$uint)
  if (value instanceof Double) return value.$double + 0
  return undefined
}

/** Whether the value is a map that is not a {@link CelMap}: an object of a document. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Whether the value is a CEL map. */
export function isMap(value: unknown): value is CelMap | Readonly<Record<string, unknown>> {
  return value instanceof CelMap || isPlainObject(value)
}

/** The entries of a CEL map as key-value pairs, in order. */
export function entriesOf(
  map: CelMap | Readonly<Record<string, unknown>>,
): readonly (readonly [unknown, unknown])[] {
  return map instanceof CelMap ? [...map.$entries.values()] : Object.entries(map)
}

/** How many entries a CEL map has. */
export function sizeOfMap(map: CelMap | Readonly<Record<string, unknown>>): number {
  return map instanceof CelMap ? map.$entries.size : Object.keys(map).length
}

/** The value of a key in a CEL map, own keys only; undefined when there is none. */
export function lookup(map: CelMap | Readonly<Record<string, unknown>>, key: unknown): unknown {
  if (map instanceof CelMap) return map.$find(key)
  return typeof key === 'string' && Object.hasOwn(map, key) ? map[key] : undefined
}

/** A map from string keys. */
export function celMap(entries: Iterable<readonly [string, unknown]>): CelMap {
  return new CelMap(new Map([...entries].map(([key, value]) => [key, [key, value] as const])))
}
