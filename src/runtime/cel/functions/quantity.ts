import type { CelFunction } from '../../model/index.js'
import { Failure, failure, isMade } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { Typed } from '../values/type-name.js'
import { double, int } from '../values/values.js'
import {
  type Amount,
  amountOf,
  amountText,
  approximate,
  compareAmounts,
  differenceOf,
  integerOf,
  parseAmount,
  signOf,
  sumOf,
} from './quantity-amount.js'

/** An amount as Kubernetes writes it: `500m`, `1.5Gi`. */
export class Quantity extends Typed {
  readonly $typeName = 'kubernetes.Quantity'
  readonly $amount: Amount
  /** Came out of `add` or `sub`. */
  readonly $computed: boolean

  constructor(amount: Amount, computed = false) {
    super()
    this.$amount = amount
    this.$computed = computed
  }

  override $equals(other: Typed): boolean {
    return other instanceof Quantity && compareAmounts(this.$amount, other.$amount) === 0
  }

  /** What was computed is of another type to an API server when it stands on the right. */
  override $comparesWith(other: Typed): boolean {
    return other instanceof Quantity && !other.$computed
  }

  override toString(): string {
    return `quantity(${quote(amountText(this.$amount))})`
  }
}

/** Reads a quantity. */
export function parseQuantity(text: string): Quantity | Failure {
  const amount = parseAmount(text)
  return amount instanceof Failure ? amount : new Quantity(amount)
}

type Int = number | bigint
const compareTo = (a: Quantity, b: Quantity): number => compareAmounts(a.$amount, b.$amount)
const sign = (of: Quantity): number => signOf(of.$amount)

const computed =
  <B>(run: (a: Amount, b: Amount) => Amount | Failure, amount: (of: B) => Amount) =>
  (a: Quantity, b: B): Quantity | Failure => {
    const result = run(a.$amount, amount(b))
    return result instanceof Failure ? result : new Quantity(result, true)
  }
const ofQuantity = ({ $amount }: Quantity): Amount => $amount

function asInteger(of: Quantity): Int | Failure {
  const value = integerOf(of.$amount)
  return value === undefined
    ? failure('invalid-argument', `${of} is not written as an integer of 64 bits`)
    : int(value)
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
    overloads: { 'isQuantity(string): bool': (of: string) => isMade(parseQuantity(of)) },
    doc: 'Whether the string is a quantity.',
    since: '1.28',
    examples: [['isQuantity("1.3Gi")', 'true']],
  },
  {
    name: 'sign',
    overloads: {
      'sign(kubernetes.Quantity): int': sign,
      'kubernetes.Quantity.sign(): int': sign,
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
    overloads: {
      'kubernetes.Quantity.isInteger(): bool': (of: Quantity) => integerOf(of.$amount) !== undefined,
    },
    doc: 'Whether it is written as a whole number of at most 64 bits. `1.0`, `1500m` and large amounts with a binary suffix (`1Ei`) are not, in Kubernetes neither.',
    since: '1.28',
    examples: [['quantity("500m").isInteger()', 'false']],
  },
  {
    name: 'asInteger',
    overloads: { 'kubernetes.Quantity.asInteger(): int': asInteger },
    doc: 'The amount as an int; an error when `isInteger()` is false.',
    since: '1.28',
    examples: [['quantity("50M").asInteger()', '50000000']],
  },
  {
    name: 'asApproximateFloat',
    overloads: {
      'kubernetes.Quantity.asApproximateFloat(): double': (of: Quantity) => double(approximate(of.$amount)),
    },
    doc: 'The amount as a double, which may be rounded.',
    since: '1.28',
    examples: [['quantity("500m").asApproximateFloat()', '0.5']],
  },
  {
    name: 'add',
    overloads: {
      'kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity': computed(sumOf, ofQuantity),
      'kubernetes.Quantity.add(int): kubernetes.Quantity': computed(sumOf, amountOf),
    },
    doc: 'The sum with a quantity or an int.',
    since: '1.28',
    examples: [['quantity("50k").add(20) == quantity("50020")', 'true']],
  },
  {
    name: 'sub',
    overloads: {
      'kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity': computed(differenceOf, ofQuantity),
      'kubernetes.Quantity.sub(int): kubernetes.Quantity': computed(differenceOf, amountOf),
    },
    doc: 'The difference to a quantity or an int.',
    since: '1.28',
    examples: [['quantity("50k").sub(20) == quantity("49980")', 'true']],
  },
]
