type Notation = 'decimal' | 'binary' | 'exponent'

const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const most = 2n ** 63n - 1n
const nano = -9

/** An amount as digits with a power of ten behind them, and the text as long as Kubernetes keeps it. */
interface Amount {
  readonly digits: bigint
  readonly exponent: number
  readonly notation: Notation
  /** What is canonical enough stays as it was written: `1.234`, `04`. */
  readonly kept?: string
}

/**
 * How the API server writes a quantity that it has read: `0.5` is `500m`, `1024Mi` is `1Gi`. Undefined for what is none.
 * @param milli amounts of a resource list are rounded up to thousandths
 */
export function quantityText(written: string, milli = false): string | undefined {
  const amount = read(written.trim())
  if (!amount) return undefined
  const { digits, exponent, kept } = amount
  if (!milli || exponent >= -3 || digits === 0n) return kept ?? textOf(amount)
  return textOf({ ...amount, ...rounded(digits, exponent, -3) })
}

const form = /^([-+]?)(\d*)(\.\d*)?([eEinumkKMGTP]*[-+]?\d*)$/

function read(text: string): Amount | undefined {
  const match = text.length > 0 && text.length <= 128 ? form.exec(text) : null
  if (!match) return undefined
  const [, sign, whole = '', point = '', suffix = ''] = match
  const unit = unitOf(suffix)
  if (!unit) return undefined
  const { power, notation } = unit
  const significant = whole.replace(/^0+/, '')
  const num = significant === '' ? '0' : significant
  const denom = point.slice(1)
  const negate = (value: bigint) => (sign === '-' ? -value : value)
  const factor = notation === 'binary' ? 2n ** BigInt(power) : 1n
  const scale = (notation === 'binary' ? 0 : power) - denom.length
  const value = BigInt(num + denom)
  if (isShort(num, denom, unit, scale) && value * factor <= most) {
    const isKept =
      value !== 0n &&
      (notation === 'binary' ? (value & 7n) !== 0n : scale % 3 === 0 && !/^0|000$/.test(num + denom))
    return { digits: negate(value * factor), exponent: scale, notation, ...(isKept && { kept: text }) }
  }
  if (whole + denom === '') return undefined
  const { digits, exponent } = rounded(value * factor, scale, nano)
  const capped = notation === 'binary' && amountAtLeast(digits, exponent, most)
  const isSmall = notation === 'binary' && digits > 0n && !amountAtLeast(digits, exponent, 1n)
  return {
    digits: negate(capped ? most : digits),
    exponent: capped ? 0 : exponent,
    notation: isSmall ? 'decimal' : notation,
  }
}

function unitOf(suffix: string): { readonly power: number; readonly notation: Notation } | undefined {
  const decimal = decimalSuffixes.indexOf(suffix)
  if (decimal >= 0) return { power: decimal * 3 + nano, notation: 'decimal' }
  const binary = binarySuffixes.indexOf(suffix)
  if (binary >= 0) return { power: binary * 10, notation: 'binary' }
  const power = Number(/^[eE]([-+]?\d{1,3})$/.exec(suffix)?.[1])
  return Number.isNaN(power) ? undefined : { power, notation: 'exponent' }
}

/** What fits into 64 bits is read another way there, and only that keeps its text. */
function isShort(
  num: string,
  denom: string,
  { power, notation }: { power: number; notation: Notation },
  scale: number,
): boolean {
  if (notation !== 'binary') return 18 - num.length - denom.length >= 0 && scale >= nano
  return denom === '' && 14 - num.length - Math.trunc((power * 3) / 10) >= 0
}

/** Away from zero, as everything that Kubernetes rounds. */
function rounded(digits: bigint, exponent: number, to: number): { digits: bigint; exponent: number } {
  if (exponent >= to) return { digits, exponent }
  const divisor = 10n ** BigInt(to - exponent)
  const absolute = digits < 0n ? -digits : digits
  const up = (absolute + divisor - 1n) / divisor
  return { digits: digits < 0n ? -up : up, exponent: to }
}

function amountAtLeast(digits: bigint, exponent: number, least: bigint): boolean {
  return exponent >= 0
    ? digits * 10n ** BigInt(exponent) >= least
    : digits >= least * 10n ** BigInt(-exponent)
}

function textOf({ digits, exponent, notation }: Amount): string {
  if (digits === 0n) return '0'
  const whole = notation === 'binary' ? wholeOf(digits, exponent) : undefined
  if (whole !== undefined && (whole >= 1024n || whole <= -1024n)) {
    const [left, times] = withoutFactors(whole, 1024n)
    return `${left}${binarySuffixes[times] ?? ''}`
  }
  const [left, times] = withoutFactors(digits, 10n)
  const power = exponent + times
  const spare = ((power % 3) + 3) % 3
  const number = left * 10n ** BigInt(spare)
  return `${number}${suffixOf(power - spare, notation)}`
}

function wholeOf(digits: bigint, exponent: number): bigint | undefined {
  if (exponent >= 0) return digits * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return digits % divisor === 0n ? digits / divisor : undefined
}

function suffixOf(power: number, notation: Notation): string {
  if (notation === 'exponent') return power === 0 ? '' : `e${power}`
  return decimalSuffixes[(power - nano) / 3] ?? ''
}

function withoutFactors(value: bigint, factor: bigint): [rest: bigint, times: number] {
  let [rest, times] = [value, 0]
  while (rest % factor === 0n) {
    rest /= factor
    times++
  }
  return [rest, times]
}
