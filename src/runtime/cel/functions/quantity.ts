import type { CelFunction } from '../../model/index.js'
import { int64 } from '../values/bounded.js'
import { Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { Typed } from '../values/type-name.js'
import { double, int } from '../values/values.js'

const nano = 1_000_000_000n

/** An amount as Kubernetes writes it (`500m`, `1.5Gi`), in billionths: finer ones are rounded up, as there. */
export class Quantity extends Typed {
  readonly $typeName = 'kubernetes.Quantity'
  readonly $nanos: bigint

  constructor(nanos: bigint) {
    super()
    this.$nanos = nanos
  }

  override $equals(other: Typed): boolean {
    return other instanceof Quantity && other.$nanos === this.$nanos
  }

  override toString(): string {
    return `quantity(${quote(text(this.$nanos))})`
  }
}

function text(nanos: bigint): string {
  const absolute = nanos < 0n ? -nanos : nanos
  const fraction = absolute % nano
  const decimals = fraction === 0n ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`
  return `${nanos < 0n ? '-' : ''}${absolute / nano}${decimals}`
}

const binary: Readonly<Record<string, bigint>> = Object.fromEntries(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, i) => [suffix, 1024n ** BigInt(i + 1)]),
)
const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}

/** Reads a quantity. */
export function parseQuantity(of: string): Quantity | Failure {
  const wrong = (): Failure =>
    failure('invalid-argument', `not a quantity: ${quote(of.slice(0, 80))}; write 500m, 1.5 or 2Gi`)
  if (of.length > 64) return wrong()
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([-+]?\d{1,3}))$/.exec(of)
  if (!match) return wrong()
  const [, sign, whole = '', fraction = '', power2, power10, exponent] = match
  if (whole === '' && fraction === '') return wrong()
  const scale = power2 ? 0 : exponent ? Number(exponent) : (decimal[power10 ?? ''] as number)
  if (Math.abs(scale) > 60) return wrong()
  const digits = BigInt(whole + fraction) * (power2 ? (binary[power2] as bigint) : 1n)
  const shift = 9 + scale - fraction.length
  const nanos = shift >= 0 ? digits * 10n ** BigInt(shift) : ceilDiv(digits, 10n ** BigInt(-shift))
  return new Quantity(sign === '-' ? -nanos : nanos)
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}

type Int = number | bigint
const compareTo = (a: Quantity, b: Quantity): number =>
  Number(a.$nanos > b.$nanos) - Number(a.$nanos < b.$nanos)
const signOf = (of: Quantity): number => compareTo(of, new Quantity(0n))
const ofInt = (value: Int): Quantity => new Quantity(BigInt(value) * nano)

/** Whether the amount is a whole number of 64 bits. */
function isInteger(of: Quantity): boolean {
  return of.$nanos % nano === 0n && !(int64(of.$nanos / nano) instanceof Failure)
}

/** Quantities of Kubernetes. */
export const quantities: readonly CelFunction[] = [
  {
    name: 'quantity',
    overloads: { 'quantity(string): kubernetes.Quantity': parseQuantity },
    doc: 'Reads an amount as Kubernetes writes it: `500m`, `1.5`, `2Gi`, `1e3`.',
    since: '1.28',
    examples: [
      ['quantity("1Gi") == quantity("1024Mi")', 'true'],
      ['quantity("1GB")', 'error: not a quantity: "1GB"; write 500m, 1.5 or 2Gi'],
    ],
    constant: true,
  },
  {
    name: 'isQuantity',
    overloads: { 'isQuantity(string): bool': (of: string) => parseQuantity(of) instanceof Quantity },
    doc: 'Whether the string is a quantity.',
    since: '1.28',
    examples: [['isQuantity("1.3Gi")', 'true']],
  },
  {
    name: 'sign',
    overloads: {
      'sign(kubernetes.Quantity): int': signOf,
      'kubernetes.Quantity.sign(): int': signOf,
    },
    doc: '1, 0 or -1.',
    since: {
      'sign(kubernetes.Quantity): int': '1.28',
      'kubernetes.Quantity.sign(): int': 'policytest',
    },
    examples: [['sign(quantity("-50k"))', '-1']],
  },
  {
    name: 'isGreaterThan',
    overloads: {
      'kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool': (a: Quantity, b: Quantity) =>
        compareTo(a, b) > 0,
    },
    doc: 'Whether it is more than the other quantity.',
    since: '1.28',
    examples: [['quantity("2Gi").isGreaterThan(quantity("1.5Gi"))', 'true']],
  },
  {
    name: 'isLessThan',
    overloads: {
      'kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool': (a: Quantity, b: Quantity) =>
        compareTo(a, b) < 0,
    },
    doc: 'Whether it is less than the other quantity.',
    since: '1.28',
    examples: [['quantity("250m").isLessThan(quantity("1"))', 'true']],
  },
  {
    name: 'compareTo',
    overloads: { 'kubernetes.Quantity.compareTo(kubernetes.Quantity): int': compareTo },
    doc: '-1, 0 or 1 when it is less than, equal to or more than the other quantity.',
    since: '1.28',
    examples: [['quantity("200M").compareTo(quantity("0.2G"))', '0']],
  },
  {
    name: 'isInteger',
    overloads: { 'kubernetes.Quantity.isInteger(): bool': isInteger },
    doc: 'Whether it is a whole number of at most 64 bits.',
    since: '1.28',
    examples: [['quantity("500m").isInteger()', 'false']],
  },
  {
    name: 'asInteger',
    overloads: {
      'kubernetes.Quantity.asInteger(): int': (of: Quantity) =>
        isInteger(of)
          ? int(of.$nanos / nano)
          : failure('invalid-argument', `${of} is not an integer of 64 bits`),
    },
    doc: 'The amount as an int; an error when it is not whole.',
    since: '1.28',
    examples: [['quantity("50M").asInteger()', '50000000']],
  },
  {
    name: 'asApproximateFloat',
    overloads: {
      'kubernetes.Quantity.asApproximateFloat(): double': (of: Quantity) => double(Number(of.$nanos) / 1e9),
    },
    doc: 'The amount as a double, which may be rounded.',
    since: '1.28',
    examples: [['quantity("500m").asApproximateFloat()', '0.5']],
  },
  {
    name: 'add',
    overloads: {
      'kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity': (a: Quantity, b: Quantity) =>
        new Quantity(a.$nanos + b.$nanos),
      'kubernetes.Quantity.add(int): kubernetes.Quantity': (a: Quantity, b: Int) =>
        new Quantity(a.$nanos + ofInt(b).$nanos),
    },
    doc: 'The sum with a quantity or an int.',
    since: '1.28',
    examples: [['quantity("50k").add(20) == quantity("50020")', 'true']],
  },
  {
    name: 'sub',
    overloads: {
      'kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity': (a: Quantity, b: Quantity) =>
        new Quantity(a.$nanos - b.$nanos),
      'kubernetes.Quantity.sub(int): kubernetes.Quantity': (a: Quantity, b: Int) =>
        new Quantity(a.$nanos - ofInt(b).$nanos),
    },
    doc: 'The difference to a quantity or an int.',
    since: '1.28',
    examples: [['quantity("50k").sub(20) == quantity("49980")', 'true']],
  },
]
