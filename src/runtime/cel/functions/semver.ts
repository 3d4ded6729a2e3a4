import type { CelFunction } from '../../model/index.js'
import { compareStrings } from '../evaluation/comparison.js'
import { charge } from '../evaluation/meter.js'
import { type Failure, failure, isMade } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { Typed } from '../values/type-name.js'
import { int } from '../values/values.js'

/** A semantic version. Build metadata does not count when two are compared. */
export class Version extends Typed {
  readonly $typeName = 'kubernetes.Semver'
  readonly $text: string
  /** Major, minor and patch, of 64 bits without a sign. */
  readonly $numbers: readonly [bigint, bigint, bigint]
  readonly $prerelease: readonly (bigint | string)[]

  constructor(text: string, numbers: Version['$numbers'], prerelease: Version['$prerelease']) {
    super()
    this.$text = text
    this.$numbers = numbers
    this.$prerelease = prerelease
  }

  override get $key(): undefined {
    return undefined
  }

  override $equals(other: Typed): boolean {
    return other instanceof Version && compareTo(this, other) === 0
  }

  override toString(): string {
    return `semver(${quote(this.$text)})`
  }
}

const strict =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/

/** Without a leading v and leading zeros, and with the parts that are missing; undefined when those cannot be told. */
function normalized(text: string): string | undefined {
  const parts = text.replace(/^v/, '').split('.')
  if (parts.length < 3 && /[-+]/.test(parts.at(-1) as string)) return undefined
  const [major = '', minor = '0', ...patch] = parts
  const all = [major, minor, patch.length > 0 ? patch.join('.') : '0']
  return all
    .map((part) => (part.length > 1 ? part.replace(/^0+/, '').replace(/^(?!\d)/, '0') : part))
    .join('.')
}

/** A number of 64 bits without a sign; undefined when it is a larger one. */
function unsigned(digits: string): bigint | undefined {
  const value = digits.length > 20 ? undefined : BigInt(digits)
  return value !== undefined && BigInt.asUintN(64, value) === value ? value : undefined
}

function prereleasePart(text: string): bigint | string | undefined {
  if (!/^\d+$/.test(text)) return text
  return /^0\d/.test(text) ? undefined : unsigned(text)
}

/** Reads a semantic version, or with `normalize` what can be made one. */
export function parseVersion(text: string, normalize = false): Version | Failure {
  const wrong = (): Failure =>
    failure('invalid-argument', `not a semantic version: ${quote(text.slice(0, 80))}; write 1.2.3`)
  const over = charge(text.length >> 4)
  if (over) return over
  const written = normalize ? normalized(text) : text
  const match = written === undefined ? null : strict.exec(written)
  if (!match) return wrong()
  const numbers = match.slice(1, 4).map((digits) => unsigned(digits as string))
  const prerelease = match[4]?.split('.').map(prereleasePart) ?? []
  if ([...numbers, ...prerelease].includes(undefined)) return wrong()
  return new Version(
    written as string,
    numbers as unknown as Version['$numbers'],
    prerelease as Version['$prerelease'],
  )
}

function compareTo(a: Version, b: Version): number {
  for (const [i, x] of a.$numbers.entries()) {
    const y = b.$numbers[i] as bigint
    if (x !== y) return x < y ? -1 : 1
  }
  const [x, y] = [a.$prerelease, b.$prerelease]
  // A version without a prerelease comes after those with one.
  if (x.length === 0 || y.length === 0) return Math.sign(Number(x.length === 0) - Number(y.length === 0))
  for (let i = 0; i < x.length && i < y.length; i++) {
    const order = comparePrerelease(x[i] as bigint | string, y[i] as bigint | string)
    if (order !== 0) return order
  }
  return Math.sign(x.length - y.length)
}

/** Numbers come before texts. */
function comparePrerelease(a: bigint | string, b: bigint | string): number {
  if (typeof a === 'string' && typeof b === 'string') return Math.sign(compareStrings(a, b))
  if (typeof a === 'string' || typeof b === 'string') return typeof a === 'string' ? 1 : -1
  return Number(a > b) - Number(a < b)
}

/** One of the three numbers as an int, into whose 64 bits the largest ones do not go: Kubernetes makes them negative. */
const numberAt = (i: 0 | 1 | 2) => (of: Version) => int(BigInt.asIntN(64, of.$numbers[i]))

/** Semantic versions. */
export const versions: readonly CelFunction[] = [
  {
    name: 'semver',
    overloads: {
      'semver(string): kubernetes.Semver': (text: string) => parseVersion(text),
      'semver(string, bool): kubernetes.Semver': parseVersion,
    },
    doc: 'Reads a semantic version; with `true` also `v1.2` and `1.02.3`.',
    since: '1.33',
    examples: [
      ['semver("1.2.3").minor()', '2'],
      ['semver("v1.31", true).major()', '1'],
      ['semver("1.2")', 'error: not a semantic version: "1.2"; write 1.2.3'],
    ],
    constant: true,
  },
  {
    name: 'isSemver',
    overloads: {
      'isSemver(string): bool': (text: string) => isMade(parseVersion(text)),
      'isSemver(string, bool): bool': (text: string, normalize: boolean) =>
        isMade(parseVersion(text, normalize)),
    },
    doc: 'Whether the string is a semantic version.',
    since: '1.33',
    examples: [['isSemver("1.2.3-rc.1")', 'true']],
  },
  {
    name: 'isGreaterThan',
    overloads: {
      'kubernetes.Semver.isGreaterThan(kubernetes.Semver): bool': (a: Version, b: Version) =>
        compareTo(a, b) > 0,
    },
    doc: 'Whether it is later than the other version.',
    since: '1.33',
    examples: [['semver("1.10.0").isGreaterThan(semver("1.9.0"))', 'true']],
  },
  {
    name: 'isLessThan',
    overloads: {
      'kubernetes.Semver.isLessThan(kubernetes.Semver): bool': (a: Version, b: Version) =>
        compareTo(a, b) < 0,
    },
    doc: 'Whether it is earlier than the other version.',
    since: '1.33',
    examples: [['semver("1.0.0-rc.1").isLessThan(semver("1.0.0"))', 'true']],
  },
  {
    name: 'compareTo',
    overloads: { 'kubernetes.Semver.compareTo(kubernetes.Semver): int': compareTo },
    doc: '-1, 0 or 1 when it is earlier than, the same as or later than the other version.',
    since: '1.33',
    examples: [['semver("1.2.3").compareTo(semver("1.2.3+build"))', '0']],
  },
  {
    name: 'major',
    overloads: { 'kubernetes.Semver.major(): int': numberAt(0) },
    doc: 'The first number.',
    since: '1.33',
    examples: [['semver("1.2.3").major()', '1']],
  },
  {
    name: 'minor',
    overloads: { 'kubernetes.Semver.minor(): int': numberAt(1) },
    doc: 'The second number.',
    since: '1.33',
    examples: [['semver("1.2.3").minor()', '2']],
  },
  {
    name: 'patch',
    overloads: { 'kubernetes.Semver.patch(): int': numberAt(2) },
    doc: 'The third number.',
    since: '1.33',
    examples: [['semver("1.2.3").patch()', '3']],
  },
]
