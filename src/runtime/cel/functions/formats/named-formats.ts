import type { CelFunction } from '../../../model/index.js'
import { charge } from '../../evaluation/meter.js'
import { Typed } from '../../values/type-name.js'
import { none, Optional } from '../../values/values.js'
import {
  byte,
  type Check,
  date,
  datetime,
  dns1035Label,
  dns1123Label,
  dns1123Subdomain,
  labelValue,
  prefixOf,
  qualifiedName,
  uri,
  uuid,
} from './checks.js'

/** A named format of strings, such as a DNS label. */
export class NamedFormat extends Typed {
  readonly $typeName = 'kubernetes.NamedFormat'
  readonly $name: string
  readonly $check: Check

  constructor(name: string, check: Check) {
    super()
    this.$name = name
    this.$check = check
  }

  override get $key(): undefined {
    return undefined
  }

  override $equals(other: Typed): boolean {
    return other instanceof NamedFormat && other.$name === this.$name
  }

  override toString(): string {
    return `format.${this.$name}()`
  }
}

interface Format {
  readonly check: Check
  /** What it is the format of. */
  readonly what: string
  /** A string that has it, and one that does not. */
  readonly good: string
  readonly bad: string
}

/** The named formats of the Kubernetes API. */
const formats: Readonly<Record<string, Format>> = {
  dns1123Label: {
    check: dns1123Label,
    what: 'one label of a DNS name, as most names of objects are',
    good: 'web-1',
    bad: 'Web',
  },
  dns1123Subdomain: {
    check: dns1123Subdomain,
    what: 'labels of a DNS name joined by dots',
    good: 'apps.example.com',
    bad: 'apps..example.com',
  },
  dns1035Label: {
    check: dns1035Label,
    what: 'a label that starts with a letter, as names of services are',
    good: 'web-1',
    bad: '1-web',
  },
  qualifiedName: {
    check: qualifiedName,
    what: 'keys of labels and annotations',
    good: 'example.com/team',
    bad: 'example.com/a/b',
  },
  dns1123LabelPrefix: {
    check: prefixOf(dns1123Label),
    what: 'the beginning of a label, for `generateName`',
    good: 'web-',
    bad: '-web',
  },
  dns1123SubdomainPrefix: {
    check: prefixOf(dns1123Subdomain),
    what: 'the beginning of a subdomain, for `generateName`',
    good: 'web.example-',
    bad: '.web',
  },
  dns1035LabelPrefix: {
    check: prefixOf(dns1035Label),
    what: 'the beginning of a label that starts with a letter',
    good: 'web-',
    bad: '1-web-',
  },
  labelValue: {
    check: labelValue,
    what: 'values of labels',
    good: 'Tier_1',
    bad: 'a b',
  },
  uri: {
    check: uri,
    what: 'absolute URLs and paths: what `isURL` takes',
    good: 'https://example.com/a',
    bad: 'example.com',
  },
  uuid: {
    check: uuid,
    what: 'UUIDs, with dashes or without',
    good: '123e4567-e89b-12d3-a456-426614174000',
    bad: '123e4567',
  },
  byte: {
    check: byte,
    what: 'base64 text with its padding',
    good: 'aGVsbG8=',
    bad: 'aGVsbG8',
  },
  date: {
    check: date,
    what: 'days that exist',
    good: '2026-01-31',
    bad: '2026-02-30',
  },
  datetime: {
    check: datetime,
    what: 'RFC 3339 timestamps',
    good: '2026-01-31T08:00:00Z',
    bad: '2026-01-31 08:00:00',
  },
}

/** Each of them as a value, by its name. */
export const formatValues: ReadonlyMap<string, NamedFormat> = new Map(
  Object.entries(formats).map(([name, { check }]) => [name, new NamedFormat(name, check)]),
)

const constructors: readonly CelFunction[] = Object.entries(formats).map(([name, { what, good, bad }]) => ({
  name: `format.${name}`,
  overloads: { [`format.${name}(): kubernetes.NamedFormat`]: () => formatValues.get(name) },
  doc: `The format of ${what}.`,
  since: '1.31',
  examples: [
    [`format.${name}().validate("${good}").hasValue()`, 'false'],
    [`format.${name}().validate("${bad}").hasValue()`, 'true'],
  ],
  constant: true,
}))

/** Named string formats. */
export const namedFormats: readonly CelFunction[] = [
  {
    name: 'format.named',
    overloads: {
      'format.named(string): optional<kubernetes.NamedFormat>': (name: string) => {
        const format = formatValues.get(name)
        return format ? new Optional(format) : none
      },
    },
    doc: 'The format of that name, if there is one.',
    since: '1.31',
    examples: [
      ['format.named("uuid").value() == format.uuid()', 'true'],
      ['format.named("phone").hasValue()', 'false'],
    ],
  },
  {
    name: 'validate',
    overloads: {
      'kubernetes.NamedFormat.validate(string): optional<list<string>>': (of: NamedFormat, text: string) => {
        const over = charge(text.length >> 4)
        if (over) return over
        const problems = of.$check(text)
        return problems.length === 0 ? none : new Optional(problems)
      },
    },
    doc: 'What is wrong with the string, in the words of Kubernetes; absent when it has the format.',
    since: '1.31',
    examples: [
      ['format.dns1123Label().validate("web-1").hasValue()', 'false'],
      ['format.date().validate("2026-02-30").value()', '["invalid date"]'],
    ],
  },
  ...constructors,
]
