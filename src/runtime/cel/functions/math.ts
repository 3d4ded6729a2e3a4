import type { CelFunction, PreparedCall } from '../../model/index.js'
import { compare } from '../evaluation/comparison.js'
import { numeric } from '../evaluation/equality.js'
import { int64 } from '../values/bounded.js'
import { Failure, failure } from '../values/failure.js'
import { aTypeName } from '../values/type-name.js'
import { double, doubleOf, int, Uint } from '../values/values.js'

type Int = number | bigint

function extreme(sign: 1 | -1) {
  return (...args: readonly unknown[]): unknown => {
    const all = args.length === 1 && Array.isArray(args[0]) ? args[0] : args
    let best: unknown
    for (const value of all) {
      if (numeric(value) === undefined)
        return failure('no-such-overload', `${aTypeName(value)} is not a number`)
      const order = best === undefined ? sign : compare(value, best)
      if (order instanceof Failure) return order
      if (order * sign > 0) best = value
    }
    return best ?? failure('invalid-argument', 'an empty list has no greatest or least element')
  }
}

/** A literal that is no number is a mistake in the policy. */
const numbersOnly = (args: readonly unknown[]): PreparedCall | undefined => {
  const wrong = args.flat().find((arg) => arg !== undefined && numeric(arg) === undefined)
  return wrong === undefined ? undefined : { mistake: `${aTypeName(wrong)} is not a number` }
}

const overDouble = (name: string, run: (value: number) => number): CelFunction['overloads'] => ({
  [`math.${name}(double): double`]: (value: unknown) => double(run(doubleOf(value) as number)),
})

/** Half away from zero. */
function round(value: number): number {
  const whole = Math.trunc(value)
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole
}

function bits(name: string, run: (a: bigint, b: bigint) => bigint): CelFunction['overloads'] {
  return {
    [`math.${name}(int, int): int`]: (a: Int, b: Int) => int(BigInt.asIntN(64, run(BigInt(a), BigInt(b)))),
    [`math.${name}(uint, uint): uint`]: (a: Uint, b: Uint) =>
      new Uint(BigInt.asUintN(64, run(a.$uint, b.$uint))),
  }
}

function shift(name: string, run: (a: bigint, by: bigint) => bigint): CelFunction['overloads'] {
  const safely = (a: bigint, by: Int): bigint | Failure => {
    if (by < 0) return failure('invalid-argument', `${name}() by a negative number: ${by}`)
    return by > 63 ? 0n : run(a, BigInt(by))
  }
  return {
    [`math.${name}(int, int): int`]: (a: Int, by: Int) => {
      // Shifting right is logical: the sign bit is a bit like all others.
      const shifted = safely(BigInt.asUintN(64, BigInt(a)), by)
      return shifted instanceof Failure ? shifted : int(BigInt.asIntN(64, shifted))
    },
    [`math.${name}(uint, int): uint`]: (a: Uint, by: Int) => {
      const shifted = safely(a.$uint, by)
      return shifted instanceof Failure ? shifted : new Uint(BigInt.asUintN(64, shifted))
    },
  }
}

const example = (expression: string, value: string): CelFunction['examples'] => [[expression, value]]

/** cel-go's math extension library. */
export const math: readonly CelFunction[] = [
  {
    name: 'math.greatest',
    overloads: { 'math.greatest(dyn...): dyn': extreme(1) },
    doc: 'The greatest of the numbers, or of a list of numbers.',
    since: 'policytest',
    prepare: numbersOnly,
    examples: [
      ['math.greatest(1, 7.5, 3)', '7.5'],
      ['math.greatest("7", 3)', 'error: a string is not a number'],
    ],
  },
  {
    name: 'math.least',
    overloads: { 'math.least(dyn...): dyn': extreme(-1) },
    doc: 'The least of the numbers, or of a list of numbers.',
    since: 'policytest',
    prepare: numbersOnly,
    examples: example('math.least([4, 2])', '2'),
  },
  {
    name: 'math.ceil',
    overloads: overDouble('ceil', Math.ceil),
    doc: 'The next whole number up.',
    since: 'policytest',
    examples: example('math.ceil(1.2)', '2.0'),
  },
  {
    name: 'math.floor',
    overloads: overDouble('floor', Math.floor),
    doc: 'The next whole number down.',
    since: 'policytest',
    examples: example('math.floor(1.8)', '1.0'),
  },
  {
    name: 'math.round',
    overloads: overDouble('round', round),
    doc: 'The nearest whole number; halves go away from zero.',
    since: 'policytest',
    examples: example('math.round(-1.5)', '-2.0'),
  },
  {
    name: 'math.trunc',
    overloads: overDouble('trunc', Math.trunc),
    doc: 'Without the decimals.',
    since: 'policytest',
    examples: example('math.trunc(-1.8)', '-1.0'),
  },
  {
    name: 'math.sqrt',
    overloads: {
      'math.sqrt(double): double': (value: unknown) => double(Math.sqrt(doubleOf(value) as number)),
      'math.sqrt(int): double': (value: Int) => double(Math.sqrt(Number(value))),
      'math.sqrt(uint): double': (value: Uint) => double(Math.sqrt(Number(value.$uint))),
    },
    doc: 'The square root; NaN of a negative number.',
    since: 'policytest',
    examples: example('math.sqrt(81)', '9.0'),
  },
  {
    name: 'math.abs',
    overloads: {
      'math.abs(double): double': (value: unknown) => double(Math.abs(doubleOf(value) as number)),
      'math.abs(int): int': (value: Int) => (value < 0 ? int64(-BigInt(value)) : value),
      'math.abs(uint): uint': (value: Uint) => value,
    },
    doc: 'The distance from zero.',
    since: 'policytest',
    examples: example('math.abs(-5)', '5'),
  },
  {
    name: 'math.sign',
    overloads: {
      'math.sign(double): double': (value: unknown) => double(Math.sign(doubleOf(value) as number)),
      'math.sign(int): int': (value: Int) => (value > 0 ? 1 : value < 0 ? -1 : 0),
      'math.sign(uint): uint': (value: Uint) => new Uint(value.$uint > 0n ? 1n : 0n),
    },
    doc: '-1, 0 or 1.',
    since: 'policytest',
    examples: example('math.sign(-3)', '-1'),
  },
  {
    name: 'math.isNaN',
    overloads: { 'math.isNaN(double): bool': (value: unknown) => Number.isNaN(doubleOf(value)) },
    doc: 'Whether the double is not a number.',
    since: 'policytest',
    examples: example('math.isNaN(0.0 / 0.0)', 'true'),
  },
  {
    name: 'math.isInf',
    overloads: {
      'math.isInf(double): bool': (value: unknown) => Math.abs(doubleOf(value) as number) === Infinity,
    },
    doc: 'Whether the double is infinite.',
    since: 'policytest',
    examples: example('math.isInf(1.0 / 0.0)', 'true'),
  },
  {
    name: 'math.isFinite',
    overloads: { 'math.isFinite(double): bool': (value: unknown) => Number.isFinite(doubleOf(value)) },
    doc: 'Whether the double is neither infinite nor NaN.',
    since: 'policytest',
    examples: example('math.isFinite(1.5)', 'true'),
  },
  {
    name: 'math.bitAnd',
    overloads: bits('bitAnd', (a, b) => a & b),
    doc: 'Bits that both numbers have.',
    since: 'policytest',
    examples: example('math.bitAnd(3, 5)', '1'),
  },
  {
    name: 'math.bitOr',
    overloads: bits('bitOr', (a, b) => a | b),
    doc: 'Bits that either number has.',
    since: 'policytest',
    examples: example('math.bitOr(1, 2)', '3'),
  },
  {
    name: 'math.bitXor',
    overloads: bits('bitXor', (a, b) => a ^ b),
    doc: 'Bits that just one of the numbers has.',
    since: 'policytest',
    examples: example('math.bitXor(3, 5)', '6'),
  },
  {
    name: 'math.bitNot',
    overloads: {
      'math.bitNot(int): int': (value: Int) => int(~BigInt(value)),
      'math.bitNot(uint): uint': (value: Uint) => new Uint(BigInt.asUintN(64, ~value.$uint)),
    },
    doc: 'Every bit turned over.',
    since: 'policytest',
    examples: example('math.bitNot(1)', '-2'),
  },
  {
    name: 'math.bitShiftLeft',
    overloads: shift('bitShiftLeft', (a, by) => a << by),
    doc: 'The bits moved up; those beyond 64 are lost.',
    since: 'policytest',
    examples: example('math.bitShiftLeft(1, 4)', '16'),
  },
  {
    name: 'math.bitShiftRight',
    overloads: shift('bitShiftRight', (a, by) => a >> by),
    doc: 'The bits moved down, zeros following.',
    since: 'policytest',
    examples: example('math.bitShiftRight(1024, 2)', '256'),
  },
]
