import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexFunctions, type Overload } from '../check/function-index.js'
import type { Type } from '../check/type.js'
import { testOf } from '../generate/dispatch.js'
import { compile, isCelError } from '../index.js'
import { quote } from '../values/quote.js'
import { Duration, double, int, Optional, Timestamp, TypeValue, Uint } from '../values/values.js'
import { formatValues } from './formats/named-formats.js'
import { library } from './index.js'
import { type Cidr, type Ip, parseCidr, parseIp } from './network/ip.js'
import { parseQuantity } from './quantity.js'
import { parseVersion } from './semver.js'
import { parseUrl } from './urls.js'

const text = fc.oneof(
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
const value: fc.Arbitrary<unknown> = fc.oneof(scalar, optional, map, fc.array(scalar, { maxLength: 5 }))

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

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
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

function valuesOf(type: Type): fc.Arbitrary<unknown> {
  if (type.name === 'list') return fc.array(valuesOf(type.args[0] as Type), { maxLength: 5 })
  return values[type.name] ?? value
}

const { functions, methods } = indexFunctions(library.functions)
const overloads = [...functions.values(), ...methods.values()].flat()

function call({ of, receiver, params }: Overload): string {
  const args = params.map((_, i) => `a${i}`).join(', ')
  return `${receiver ? 'self.' : ''}${of.name}(${args})`
}

describe('whatever its arguments are, a function gives a value of its type or an error', () => {
  test.each(overloads.map((overload) => [overload.signature, overload] as const))('%s', (_, overload) => {
    const { receiver, params, returns } = overload
    const names = [...(receiver ? ['self'] : []), ...params.map((_, i) => `a${i}`)]
    const compiled = compile(call(overload), {
      declarations: Object.fromEntries(names.map((name) => [name, 'dyn'])),
    })
    if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
    const { program } = compiled
    const isReturned = testOf(returns, library.types)
    const types = [...(receiver ? [receiver] : []), ...params]
    fc.assert(
      fc.property(fc.tuple(...types.map(valuesOf)), (args) => {
        const scope = Object.fromEntries(names.map((name, i) => [name, args[i]]))
        const result = program.evaluate(scope)
        if (isCelError(result)) expect(result.message).not.toMatch(/undefined|\[object/)
        else expect([result, result !== undefined && (isReturned?.(result) ?? true)]).toEqual([result, true])
      }),
      { numRuns: 200 },
    )
  })
})

const ofStrings = overloads.filter(({ receiver, params }) =>
  [...(receiver ? [receiver] : []), ...params].every(({ name }) => name === 'string'),
)

describe('whatever its literals are, a function is compiled or refused with a problem', () => {
  test.each(ofStrings.map((overload) => [overload.signature, overload] as const))('%s', (_, overload) => {
    const { of, receiver, params } = overload
    const literals = [...(receiver ? [text] : []), ...params.map(() => text)]
    fc.assert(
      fc.property(fc.tuple(...literals), (texts) => {
        const [self, args] = receiver ? [`${quote(texts[0] ?? '')}.`, texts.slice(1)] : ['', texts]
        const source = `${self}${of.name}(${args.map(quote).join(', ')})`
        const compiled = compile(source, { declarations: {} })
        if ('problems' in compiled)
          expect(compiled.problems.map(({ end }) => end <= source.length)).toEqual([true])
        else expect(compiled.program.evaluate({})).not.toBe(undefined)
      }),
    )
  })
})
