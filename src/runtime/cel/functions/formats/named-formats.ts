import type { CelFunction } from '../../../model/index.js'
import { charge } from '../../evaluation/meter.js'
import { none, Optional } from '../../values/values.js'
import { namedFormats as formats, type NamedFormat } from './checks.js'

/** What each format is of, with one string that has it and one that does not. */
const examples: Readonly<Record<string, readonly [what: string, good: string, bad: string]>> = {
  dns1123Label: ['one label of a DNS name, as most names of objects are', 'web-1', 'Web'],
  dns1123Subdomain: ['labels of a DNS name joined by dots', 'apps.example.com', 'apps..example.com'],
  dns1035Label: ['a label that starts with a letter, as names of services are', 'web-1', '1-web'],
  qualifiedName: ['keys of labels and annotations', 'example.com/team', 'example.com/a/b'],
  dns1123LabelPrefix: ['the beginning of a label, for `generateName`', 'web-', '-web'],
  dns1123SubdomainPrefix: ['the beginning of a subdomain, for `generateName`', 'web.example-', '.web'],
  dns1035LabelPrefix: ['the beginning of a label that starts with a letter', 'web-', '1-web-'],
  labelValue: ['values of labels', 'Tier_1', 'a b'],
  uri: ['absolute URLs and paths: what `isURL` takes', 'https://example.com/a', 'example.com'],
  uuid: ['UUIDs, with dashes or without', '123e4567-e89b-12d3-a456-426614174000', '123e4567'],
  byte: ['base64 text with its padding', 'aGVsbG8=', 'aGVsbG8'],
  date: ['days that exist', '2026-01-31', '2026-02-30'],
  datetime: ['RFC 3339 timestamps', '2026-01-31T08:00:00Z', '2026-01-31 08:00:00'],
}

const constructors: readonly CelFunction[] = [...formats].map(([name, of]) => {
  const [what, good, bad] = examples[name] ?? ['', '', '']
  return {
    name: `format.${name}`,
    overloads: { [`format.${name}(): kubernetes.NamedFormat`]: () => of },
    doc: `The format of ${what}.`,
    since: '1.31',
    examples: [
      [`format.${name}().validate("${good}").hasValue()`, 'false'],
      [`format.${name}().validate("${bad}").hasValue()`, 'true'],
    ],
    constant: true,
  }
})

/** Named string formats. */
export const namedFormats: readonly CelFunction[] = [
  {
    name: 'format.named',
    overloads: {
      'format.named(string): optional<kubernetes.NamedFormat>': (name: string) => {
        const format = formats.get(name)
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
