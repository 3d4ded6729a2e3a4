import fc from 'fast-check'
import type { Type } from '../check/type.js'
import { Duration, double, int, Optional, Timestamp, TypeValue, Uint } from '../values/values.js'
import { formatValues } from './formats/named-formats.js'
import { type Cidr, type Ip, parseCidr, parseIp } from './network/ip.js'
import { parseQuantity } from './quantity.js'
import { parseVersion } from './semver.js'
import { parseUrl } from './urls.js'

/** Texts that mean something to one of the functions, and any other. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('a', 'é', '😀', '\ud800', '%', '0', ' ', '/', '.', ':', '-', '(', '[', '\\'),
  }),
  fc.constantFrom(
    '',
    '%s',
    '%.3e',
    '1.5',
    'true',
    '10.0.0.0/8',
    '::1',
    'UTC',
    '+05:30',
    '500m',
    '1.2.3',
    '__proto__',
  ),
)
const whole = fc.oneof(
  fc.constantFrom(0, -1, 1, 63, 64, 1e9, 2 ** 53 - 1, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(int),
  fc.integer({ min: -3, max: 12 }),
)
const fraction = fc.double().map(double)
const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => new Uint(value))
const bytes = fc.uint8Array({ maxLength: 12 })
const time = fc.bigInt({ min: -62_135_596_800_000_000_000n, max: 253_402_300_799_999_999_999n })
const timestamp = time.map((nanos) => new Timestamp(nanos))
const duration = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((nanos) => new Duration(nanos))
const scalar = fc.oneof(
  text,
  whole,
  fraction,
  unsigned,
  bytes,
  timestamp,
  duration,
  fc.boolean(),
  fc.constant(null),
)
const optional = fc.oneof(
  fc.constant(new Optional(undefined)),
  scalar.map((value) => new Optional(value)),
)
const map = fc.dictionary(text, scalar, { maxKeys: 4 })
/** A value of any type that data has. */
export const value: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  optional,
  map,
  fc.array(scalar, { maxLength: 5 }),
)

const address = fc.constantFrom('0.0.0.0', '255.255.255.255', '10.1.2.3', '::', '::1', 'ff02::1', 'fe80::1')
const block = fc.constantFrom(
  '0.0.0.0/0',
  '10.1.2.3/8',
  '255.255.255.255/32',
  '::/0',
  '2001:db8::1/64',
  '::/128',
)
const inventory = { list: () => [], get: () => undefined, where: () => [] }

/** Values by the name of their type. */
export const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  int: whole,
  uint: unsigned,
  double: fraction,
  bytes,
  bool: fc.boolean(),
  'google.protobuf.Timestamp': timestamp,
  'google.protobuf.Duration': duration,
  optional_type: optional,
  map,
  type: fc.constant(new TypeValue('int')),
  'net.IP': address.map((of) => parseIp(of) as Ip),
  'net.CIDR': block.map((of) => parseCidr(of) as Cidr),
  'kubernetes.URL': fc.constantFrom('https://u@h:1/p?a=%20;b&c#d', '/é(', '*', 'a:b').map(parseUrl),
  'kubernetes.Quantity': fc.constantFrom('0', '-1n', '1Ei', '9e60').map(parseQuantity),
  'kubernetes.Semver': fc.constantFrom('0.0.0', '1.2.3-a.1+b').map((of) => parseVersion(of)),
  'kubernetes.NamedFormat': fc.constantFrom(...formatValues.values()),
  Inventory: fc.constant(inventory),
}

/** Values of a type; of one that is left open, any. */
export function valuesOf(type: Type): fc.Arbitrary<unknown> {
  if (type.name === 'list') return fc.array(valuesOf(type.args[0] as Type), { maxLength: 5 })
  return values[type.name] ?? value
}
