import type { SimpleTest } from '@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js'
import {
  CelMap,
  Duration,
  double,
  int,
  type MapKey,
  mapKey,
  Timestamp,
  TypeValue,
  Uint,
} from '../values/values.js'

type Result = Extract<SimpleTest['resultMatcher'], { case: 'value' }>['value']
type SpecType = NonNullable<
  Extract<SimpleTest['resultMatcher'], { case: 'typedResult' }>['value']['deducedType']
>

/** A value of the conformance suite as ours. Throws for messages, which the suite's skip list has to name. */
export function fromSpec({ kind }: Result): unknown {
  switch (kind.case) {
    case 'int64Value':
      return int(kind.value)
    case 'uint64Value':
      return new Uint(kind.value)
    case 'doubleValue':
      return double(kind.value)
    case 'nullValue':
      return null
    case 'stringValue':
    case 'boolValue':
    case 'bytesValue':
      return kind.value
    case 'typeValue':
      return new TypeValue(kind.value)
    case 'listValue':
      return kind.value.values.map(fromSpec)
    case 'mapValue': {
      const entries = new Map<MapKey, readonly [unknown, unknown]>()
      for (const { key, value } of kind.value.entries) {
        const [k, v] = [fromSpec(key as Result), fromSpec(value as Result)]
        entries.set(mapKey(k) as MapKey, [k, v])
      }
      return new CelMap(entries)
    }
    case 'objectValue': {
      const nanos = secondsAndNanos(kind.value.value)
      if (kind.value.typeUrl.endsWith('google.protobuf.Timestamp')) return new Timestamp(nanos)
      if (kind.value.typeUrl.endsWith('google.protobuf.Duration')) return new Duration(nanos)
      throw new Error(`a message: ${kind.value.typeUrl}`)
    }
    default:
      throw new Error(`no value of kind ${kind.case}`)
  }
}

/** Timestamps and durations on the wire: field 1 is the seconds, field 2 the nanoseconds, both varints. */
function secondsAndNanos(wire: Uint8Array): bigint {
  const fields = [0n, 0n, 0n]
  let at = 0
  while (at < wire.length) {
    const field = (wire[at++] as number) >> 3
    let value = 0n
    let shift = 0n
    let byte: number
    do {
      byte = wire[at++] as number
      value |= BigInt(byte & 0x7f) << shift
      shift += 7n
    } while (byte & 0x80)
    fields[field] = BigInt.asIntN(64, value)
  }
  return (fields[1] as bigint) * 1_000_000_000n + (fields[2] as bigint)
}

const primitives = ['dyn', 'bool', 'int', 'uint', 'double', 'string', 'bytes']
const wellKnown = ['dyn', 'dyn', 'timestamp', 'duration']

/** A type of the conformance suite in CEL notation. */
export function typeText({ typeKind }: SpecType): string {
  switch (typeKind.case) {
    case 'primitive':
      return primitives[typeKind.value] ?? 'dyn'
    case 'wellKnown':
      return wellKnown[typeKind.value] ?? 'dyn'
    case 'null':
      return 'null_type'
    case 'listType':
      return `list<${typeText(typeKind.value.elemType as SpecType)}>`
    case 'mapType':
      return `map<${typeText(typeKind.value.keyType as SpecType)}, ${typeText(typeKind.value.valueType as SpecType)}>`
    case 'type':
      return `type<${typeText(typeKind.value)}>`
    case 'abstractType':
      return `${typeKind.value.name}<${typeKind.value.parameterTypes.map(typeText).join(', ')}>`
    case 'messageType':
      return typeKind.value
    case 'typeParam':
      return typeKind.value
    default:
      return 'dyn'
  }
}
