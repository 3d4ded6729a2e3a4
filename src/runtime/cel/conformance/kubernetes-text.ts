import { Typed, typeName } from '../values/type-name.js'
import {
  Double,
  Duration,
  entriesOf,
  isMap,
  lookup,
  Optional,
  Timestamp,
  TypeValue,
  Uint,
} from '../values/values.js'

/** A value as the recorded answers of Kubernetes write it: two values are the same when their texts are. */
export function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.toWellFormed())
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : doubleText(value)
    case 'boolean':
    case 'bigint':
      return String(value)
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`
  if (value instanceof Double) return doubleText(value.$double)
  if (value instanceof Uint) return `${value.$uint}u`
  if (value instanceof Uint8Array) return `b:${Buffer.from(value).toString('hex')}`
  if (value instanceof Timestamp) return timestampText(value.$epochNanos)
  if (value instanceof Duration) return `dur:${value.$nanos}`
  if (value instanceof TypeValue) return `type:${value.$type}`
  if (value instanceof Optional) return value.$some === undefined ? 'opt()' : `opt(${valueText(value.$some)})`
  if (value instanceof Typed || !isMap(value)) return `op:${typeName(value)}`
  // Each value is looked up, and nothing finds NaN.
  const entries = entriesOf(value).map(([key]) => {
    const of = lookup(value, key)
    return `${valueText(key)}=${of === undefined ? 'err:no such key: NaN' : valueText(of)}`
  })
  return `{${entries.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(',')}}`
}

function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'd:NaN'
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return `d:${bytes.toString('hex')}`
}

function timestampText(nanos: bigint): string {
  const second = 1_000_000_000n
  const fraction = ((nanos % second) + second) % second
  return `ts:${(nanos - fraction) / second}.${String(fraction).padStart(9, '0')}`
}

/** A type in our notation, `map<string, optional<int>>`, as the recorded answers write it. */
export function typeText(type: string): string {
  return type
    .replaceAll('<', '(')
    .replaceAll('>', ')')
    .replace(/\boptional\b/g, 'optional_type')
    .replace(/(?<!type\()\btype\b(?!\()/g, 'type(dyn)')
}
