/** Doubles as decimal text, exactly and with halves going to the even digit, as Go prints them. */

/** Without an exponent and with just the digits that tell the double from its neighbours: `0.00001`, `1000`. */
export function plainDecimal(number: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(text(number)) ?? []
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** With an exponent when the number is below 0.0001 or from a million on: `123.456`, `1e+06`. */
export function shortestDecimal(number: number): string {
  const [digits = '', power = '0'] = Math.abs(number).toExponential().split('e')
  const exponent = Number(power)
  if (number === 0 || (exponent >= -4 && exponent < 6)) return plainDecimal(number)
  return `${signOf(number)}${digits}e${exponentText(exponent)}`
}

/** With so many decimals: `2.50`. */
export function fixedDecimal(number: number, decimals: number): string {
  const digits = String(scaled(number, decimals)).padStart(decimals + 1, '0')
  return signOf(number) + pointed(digits, digits.length - decimals)
}

/** In scientific notation with so many decimals: `2.5000e+01`. */
export function scientificDecimal(number: number, decimals: number): string {
  let exponent = number === 0 ? 0 : Number(number.toExponential().split('e')[1])
  let digits = String(scaled(number, decimals - exponent)).padEnd(number === 0 ? decimals + 1 : 0, '0')
  // The shortest digits, which gave the exponent, may have been rounded over a power of ten, and so may these.
  if (digits.length !== decimals + 1) {
    exponent += digits.length - decimals - 1
    digits = String(scaled(number, decimals - exponent))
  }
  return `${signOf(number)}${pointed(digits, 1)}e${exponentText(exponent)}`
}

const text = (number: number): string => (Object.is(number, -0) ? '-0' : String(number))
const signOf = (number: number): string => (text(number).startsWith('-') ? '-' : '')
const exponentText = (exponent: number): string =>
  `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
const pointed = (digits: string, point: number): string =>
  point < digits.length ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits

/** The magnitude times a power of ten as an integer, rounded half to even from the exact binary value. */
function scaled(number: number, power: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, number)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & (2n ** 52n - 1n)
  const mantissa = biased === 0 ? fraction : fraction | (2n ** 52n)
  const binary = Math.max(biased, 1) - 1075
  const numerator = mantissa * tenTo(power) * twoTo(binary)
  const denominator = tenTo(-power) * twoTo(-binary)
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  return up ? quotient + 1n : quotient
}

const tenTo = (power: number): bigint => 10n ** BigInt(Math.max(power, 0))
const twoTo = (power: number): bigint => 2n ** BigInt(Math.max(power, 0))
