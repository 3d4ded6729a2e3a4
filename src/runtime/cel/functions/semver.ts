import { compare, SemVer } from 'semver'
import type { CelFunction } from '../../model/index.js'
import { type Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { Typed } from '../values/type-name.js'

/** A semantic version. Build metadata does not count when two are compared. */
export class Version extends Typed {
  readonly $typeName = 'kubernetes.Semver'
  readonly $version: SemVer

  constructor(version: SemVer) {
    super()
    this.$version = version
  }

  override $equals(other: Typed): boolean {
    return other instanceof Version && compareTo(this, other) === 0
  }

  override toString(): string {
    return `semver(${quote(this.$version.raw)})`
  }
}

const strict = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?$/

/** Without a leading v and leading zeros, and with the parts that are missing; undefined when those cannot be told. */
function normalized(text: string): string | undefined {
  const parts = text.replace(/^v/, '').split('.')
  if (parts.length < 3 && /[-+]/.test(parts.at(-1) as string)) return undefined
  const [major = '', minor = '0', ...patch] = parts
  const all = [major, minor, patch.length > 0 ? patch.join('.') : '0']
  return all.map((part) => part.replace(/^0+(?=\d)/, '')).join('.')
}

/** Reads a semantic version, or with `normalize` what can be made one. */
export function parseVersion(text: string, normalize = false): Version | Failure {
  const wrong = (): Failure =>
    failure('invalid-argument', `not a semantic version: ${quote(text.slice(0, 80))}; write 1.2.3`)
  if (text.length > 256) return wrong()
  const written = normalize ? normalized(text) : text
  if (written === undefined || !strict.test(written)) return wrong()
  try {
    return new Version(new SemVer(written))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return wrong()
  }
}

const compareTo = (a: Version, b: Version): number => compare(a.$version, b.$version)

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
      'isSemver(string): bool': (text: string) => parseVersion(text) instanceof Version,
      'isSemver(string, bool): bool': (text: string, normalize: boolean) =>
        parseVersion(text, normalize) instanceof Version,
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
    overloads: { 'kubernetes.Semver.major(): int': (of: Version) => of.$version.major },
    doc: 'The first number.',
    since: '1.33',
    examples: [['semver("1.2.3").major()', '1']],
  },
  {
    name: 'minor',
    overloads: { 'kubernetes.Semver.minor(): int': (of: Version) => of.$version.minor },
    doc: 'The second number.',
    since: '1.33',
    examples: [['semver("1.2.3").minor()', '2']],
  },
  {
    name: 'patch',
    overloads: { 'kubernetes.Semver.patch(): int': (of: Version) => of.$version.patch },
    doc: 'The third number.',
    since: '1.33',
    examples: [['semver("1.2.3").patch()', '3']],
  },
]
