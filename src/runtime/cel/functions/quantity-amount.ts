import { charge } from '../evaluation/meter.js'
import { Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { withoutTrailing } from '../values/trailing.js'

/**
 * `unscaled · 10^exponent`. Kubernetes keeps an amount as 64 bits where it can, as a number of any size where it cannot,
 * and only the former are integers to it: what it knows of an amount depends on how it was written.
 */
export interface Amount {
  readonly unscaled: bigint
  readonly exponent: number
  /** Kept in 64 bits. */
  readonly small: boolean
}

const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }
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

/** The finest unit: 10^-9. */
const nano = -9
/** Digits that surely fit into 64 bits. */
const mostDigits = 18
const largest = 2n ** 63n - 1n

const fits = (value: bigint): boolean => BigInt.asIntN(64, value) === value

/** Reads an amount: `500m`, `1.5`, `2Gi`, `1e3`. */
export function parseAmount(text: string): Amount | Failure {
  const wrong = (): Failure =>
    failure('invalid-argument', `not a quantity: ${quote(text.slice(0, 80))}; write 500m, 1.5 or 2Gi`)
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(.*)$/s.exec(text)
  if (!match || text === '') return wrong()
  const over = charge(text.length >> 6)
  if (over) return over
  const [, sign, integer = '', fraction = '', suffix = ''] = match
  const unit = unitOf(suffix)
  if (unit === undefined) return wrong()
  const whole = integer.replace(/^0+/, '') || '0'
  const signed = (value: bigint): bigint => (sign === '-' ? -value : value)
  const { base, exponent } = unit
  const scale = (base === 10 ? exponent : 0) - fraction.length
  if (isShort(whole, fraction, unit) && scale >= nano) {
    const value = BigInt(whole + fraction) * (base === 2 ? 2n ** BigInt(exponent) : 1n)
    if (fits(value)) return { unscaled: signed(value), exponent: scale, small: true }
  }
  if (integer === '' && fraction === '') return wrong()
  const long = charge(2 * (integer.length + fraction.length))
  if (long) return long
  const digits = BigInt(integer + fraction) * (base === 2 ? 2n ** BigInt(exponent) : 1n)
  if (digits === 0n) return { unscaled: 0n, exponent: scale, small: false }
  const rounded = roundedUp(digits, scale)
  if (rounded instanceof Failure) return rounded
  const capped = base === 2 && rounded > largest * 10n ** 9n
  return capped
    ? { unscaled: signed(largest), exponent: 0, small: false }
    : { unscaled: signed(rounded), exponent: nano, small: false }
}

interface Unit {
  readonly base: 2 | 10
  readonly exponent: number
}

function unitOf(suffix: string): Unit | undefined {
  if (Object.hasOwn(decimal, suffix)) return { base: 10, exponent: decimal[suffix] as number }
  if (Object.hasOwn(binary, suffix)) return { base: 2, exponent: binary[suffix] as number }
  const power = /^[eE]([-+]?\d{1,19})$/.exec(suffix)?.[1]
  return power === undefined
    ? undefined
    : { base: 10, exponent: Number(BigInt.asIntN(32, BigInt(power.replace('+', '')))) }
}

/** Whether Kubernetes tries to keep it in 64 bits, by the number of its digits. */
function isShort(whole: string, fraction: string, { base, exponent }: Unit): boolean {
  if (base === 10) return whole.length + fraction.length <= mostDigits
  return fraction === '' && whole.length + Math.trunc((exponent * 3) / 10) + 1 <= 15
}

/** The most zeros that an amount is written with here; Kubernetes would write billions. */
const mostZeros = 10_000

const tooLarge = (): Failure => failure('budget', 'the quantity is too large to be computed with')

function tenTo(power: number, most = mostZeros): bigint | Failure {
  if (power > most) return tooLarge()
  return charge(power >> 6) ?? 10n ** BigInt(power)
}

/** In billionths, whatever is finer rounded up. */
function roundedUp(digits: bigint, scale: number): bigint | Failure {
  if (scale >= nano) {
    const factor = tenTo(scale - nano)
    return factor instanceof Failure ? factor : digits * factor
  }
  // What is smaller than all digits together rounds up to one.
  const { length } = digits.toString()
  if (nano - scale > length) return 1n
  const divisor = tenTo(nano - scale, length)
  return divisor instanceof Failure ? divisor : (digits + divisor - 1n) / divisor
}

/** An int as an amount. */
export const amountOf = (value: number | bigint): Amount => ({
  unscaled: BigInt(value),
  exponent: 0,
  small: true,
})

/** The int of 64 bits that Kubernetes knows the amount to be. */
export function integerOf({ unscaled, exponent, small }: Amount): bigint | undefined {
  if (!small || exponent < 0) return undefined
  if (unscaled === 0n) return 0n
  const value = exponent > mostDigits ? undefined : unscaled * 10n ** BigInt(exponent)
  return value !== undefined && fits(value) ? value : undefined
}

/** The sum. */
export function sumOf(a: Amount, b: Amount): Amount | Failure {
  if (a.small && b.small) {
    if (b.unscaled === 0n) return a
    if (a.unscaled === 0n) return b
  }
  const exponent = Math.min(a.exponent, b.exponent)
  const [x, y] = [scaled(a, exponent), scaled(b, exponent)]
  if (x instanceof Failure) return x
  if (y instanceof Failure) return y
  return { unscaled: x + y, exponent, small: a.small && b.small && fits(x) && fits(y) && fits(x + y) }
}

/** The difference. The smallest int has no opposite in 64 bits and is its own in Kubernetes. */
export function differenceOf(a: Amount, b: Amount): Amount | Failure {
  const exact = { ...b, unscaled: -b.unscaled }
  if (!a.small || !b.small || fits(exact.unscaled)) return sumOf(a, exact)
  const sum = sumOf(a, b)
  return sum instanceof Failure || sum.small ? sum : sumOf(a, exact)
}

function scaled({ unscaled, exponent }: Amount, to: number): bigint | Failure {
  const factor = tenTo(exponent - to)
  return factor instanceof Failure ? factor : unscaled * factor
}

/** -1, 0 or 1. */
export function compareAmounts(a: Amount, b: Amount): number {
  const sign = signOf(a) - signOf(b)
  if (sign !== 0 || a.unscaled === 0n) return Math.sign(sign)
  // The exponents may be far apart: the places of the first digits tell most amounts apart.
  const places = placesOf(a) - placesOf(b)
  if (places !== 0) return Math.sign(places) * signOf(a)
  const exponent = Math.min(a.exponent, b.exponent)
  const x = a.unscaled * 10n ** BigInt(a.exponent - exponent)
  const y = b.unscaled * 10n ** BigInt(b.exponent - exponent)
  return Number(x > y) - Number(x < y)
}

/** -1, 0 or 1. */
export const signOf = ({ unscaled }: Amount): number => Number(unscaled > 0n) - Number(unscaled < 0n)

const placesOf = ({ unscaled, exponent }: Amount): number =>
  String(unscaled < 0n ? -unscaled : unscaled).length + exponent

/** As a double, by one multiplication: the last bit may be another one than that of the nearest double. */
export function approximate({ unscaled, exponent }: Amount): number {
  return exponent === 0 ? Number(unscaled) : Number(unscaled) * powerOfTen(exponent)
}

/** As Go's tables have it, which are products themselves from 10^32 on. */
function powerOfTen(exponent: number): number {
  if (exponent > 308) return Infinity
  if (exponent < -323) return 0
  const places = Math.abs(exponent)
  const [most, rest] = [places - (places % 32), places % 32]
  return exponent >= 0
    ? Number(`1e${most}`) * Number(`1e${rest}`)
    : Number(`1e-${most}`) / Number(`1e${rest}`)
}

/** In decimal digits: `1.5`, or `1e100` when there would be many zeros. */
export function amountText({ unscaled, exponent }: Amount): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = String(unscaled < 0n ? -unscaled : unscaled)
  if (exponent > 40) return `${sign}${digits}e${exponent}`
  if (exponent >= 0) return sign + digits + (unscaled === 0n ? '' : '0'.repeat(exponent))
  const padded = digits.padStart(1 - exponent, '0')
  const fraction = withoutTrailing(padded.slice(exponent), '0')
  return `${sign}${padded.slice(0, exponent)}${fraction === '' ? '' : `.${fraction}`}`
}
