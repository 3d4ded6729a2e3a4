import { doubleOf } from '../../cel/index.js'
import { quantityText } from './quantity-text.js'

/** A type of fields that hold one value. */
interface Scalar {
  /** What the decoder of the API server expects, in words. */
  readonly expected: string
  /** Of a field that is not given. */
  readonly zero: unknown
  /** What `omitempty` leaves out; undefined: nothing. */
  readonly empty?: unknown
  /** The value as the API server writes it, undefined where it would refuse the object. */
  readonly read: (written: unknown) => unknown
}

export const scalars = {
  string: { expected: 'text', zero: '', empty: '', read: textOf },
  bool: {
    expected: 'true or false',
    zero: false,
    empty: false,
    read: (written) => (typeof written === 'boolean' ? written : undefined),
  },
  int32: {
    expected: 'an integer of 32 bits',
    zero: 0,
    empty: 0,
    read: (written) => integerOf(written, 32),
  },
  int64: {
    expected: 'an integer of 64 bits',
    zero: 0,
    empty: 0,
    read: (written) => integerOf(written, 64),
  },
  quantity: {
    expected: 'a quantity like 500m or 2Gi',
    zero: '0',
    read: (written) => quantityText(plainText(written)),
  },
  // The API server keeps no finer amounts in lists of resources.
  milliQuantity: {
    expected: 'a quantity like 500m or 2Gi',
    zero: '0',
    read: (written) => quantityText(plainText(written), true),
  },
  intOrString: {
    expected: 'text or an integer of 32 bits',
    zero: 0,
    read: (written) => textOf(written) ?? integerOf(written, 32),
  },
  time: {
    expected: 'a time like 2026-01-31T08:00:00Z',
    zero: null,
    read: (written) => timeOf(written, false),
  },
  microTime: {
    expected: 'a time like 2026-01-31T08:00:00.000000Z',
    zero: null,
    read: (written) => timeOf(written, true),
  },
  bytes: { expected: 'text in base64', zero: null, empty: '', read: base64Of },
  raw: { expected: 'anything', zero: null, read: (written) => written },
} as const satisfies Record<string, Scalar>

export type ScalarName = keyof typeof scalars

/** What is known of a scalar type. */
export function scalar(name: ScalarName): Scalar {
  return scalars[name]
}

function textOf(written: unknown): string | undefined {
  return typeof written === 'string' ? written : undefined
}

/** kubectl sends whole numbers as integers, however they are written. */
function integerOf(written: unknown, bits: 32 | 64): number | bigint | undefined {
  const number = typeof written === 'number' ? written : doubleOf(written)
  if (typeof written !== 'bigint' && !Number.isInteger(number)) return undefined
  const value = typeof written === 'bigint' ? written : BigInt(number as number)
  if (BigInt.asIntN(bits, value) !== value) return undefined
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function plainText(written: unknown): string {
  if (typeof written === 'string') return written
  return typeof written === 'number' || typeof written === 'bigint' ? `${written}` : `${doubleOf(written)}`
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[-+](\d\d):(\d\d))$/

/** In UTC and in whole seconds, or with six decimals. */
function timeOf(written: unknown, micro: boolean): string | undefined {
  const match = typeof written === 'string' ? rfc3339.exec(written) : null
  if (!match) return undefined
  const [, year, month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone] = match
  const [zoneHour = 0, zoneMinute = 0] = match.slice(9)
  if (micro && fraction.length !== 6) return undefined
  const isPlain = zone === 'Z' && month >= '01' && month <= '12' && day >= '01' && day <= '28'
  if (isPlain && hour < '24' && minute < '60' && second < '60')
    return micro || fraction === ''
      ? (written as string).replace(',', '.')
      : `${(written as string).slice(0, 19)}Z`
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  if (!isDay || !isTime || Number(zoneHour) > 24 || Number(zoneMinute) > 60) return undefined
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (zone?.startsWith('-') ? -1 : 1)
  date.setUTCHours(Number(hour), Number(minute) - offset, Number(second))
  const text = date.toISOString().slice(0, 19)
  return micro ? `${text}.${fraction}Z` : `${text}Z`
}

/** A list of numbers is taken for bytes, too. */
function base64Of(written: unknown): string | undefined {
  if (Array.isArray(written)) {
    const bytes = written.map((each) => (each === null ? 0 : each))
    const areBytes = bytes.every((each) => Number.isInteger(each) && each >= 0 && each < 256)
    return areBytes ? Buffer.from(bytes).toString('base64') : undefined
  }
  if (typeof written !== 'string') return undefined
  const text = written.replace(/[\r\n]/g, '')
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  return Buffer.from(text, 'base64').toString('base64')
}
