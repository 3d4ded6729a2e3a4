import { charge } from '../meter.js'
import { quote } from '../quote.js'
import type { CelFunction } from '../table.js'
import { Typed } from '../typename.js'
import { none, Optional } from '../values.js'

/** A named format of strings, such as a DNS label. */
export class Format extends Typed {
  readonly $typeName = 'kubernetes.NamedFormat'
  readonly $name: string
  readonly $check: (text: string) => readonly string[]

  constructor(name: string, check: (text: string) => readonly string[]) {
    super()
    this.$name = name
    this.$check = check
  }

  override equals(other: Typed): boolean {
    return other instanceof Format && other.$name === this.$name
  }

  override toString(): string {
    return `format.${this.$name}()`
  }
}

/** Each pattern is deterministic: no two ways to match one text, so matching takes linear time. */
function format(name: string, longest: number, pattern: RegExp, what: string): Format {
  return new Format(name, (text) => [
    ...(text.length > longest ? [`must be no more than ${longest} characters`] : []),
    ...(text.length <= longest && !pattern.test(text) ? [`must be ${what}`] : []),
  ])
}

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
const labelText = 'lower case letters, digits and -, starting and ending with a letter or digit'
const name = '[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?'

/** With names that a generator completes: a dash may be last. */
const prefix = (text: string): string => text.replace(/-$/, 'a')

function prefixed(of: Format, formatName: string): Format {
  return new Format(formatName, (text) => of.$check(prefix(text)))
}

const dns1123Label = format('dns1123Label', 63, new RegExp(`^${label}$`), `a DNS label: ${labelText}`)
const dns1123Subdomain = format(
  'dns1123Subdomain',
  253,
  new RegExp(`^${label}(?:\\.${label})*$`),
  `DNS labels joined by dots: ${labelText}`,
)
const dns1035Label = format(
  'dns1035Label',
  63,
  /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  `a DNS label that starts with a letter: ${labelText}`,
)

const qualifiedName = new Format('qualifiedName', (text) => {
  const parts = text.split('/')
  const [domain, local] =
    parts.length > 1 ? [parts[0] as string, parts.slice(1).join('/')] : [undefined, text]
  const problems =
    domain === undefined ? [] : dns1123Subdomain.$check(domain).map((problem) => `prefix part ${problem}`)
  const ok = local.length <= 63 && new RegExp(`^${name}$`).test(local)
  return ok
    ? problems
    : [
        ...problems,
        'name part must be 63 characters or less of letters, digits, -, _ and ., starting and ending with a letter or digit',
      ]
})

function isRealDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d))?$/.exec(
    text,
  )
  if (!match) return false
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part))) as [
    number,
    number,
    number,
    number?,
    number?,
    number?,
  ]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return (
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  )
}

const formats: Readonly<Record<string, Format>> = Object.fromEntries(
  [
    dns1123Label,
    dns1123Subdomain,
    dns1035Label,
    qualifiedName,
    prefixed(dns1123Label, 'dns1123LabelPrefix'),
    prefixed(dns1123Subdomain, 'dns1123SubdomainPrefix'),
    prefixed(dns1035Label, 'dns1035LabelPrefix'),
    format(
      'labelValue',
      63,
      new RegExp(`^(?:${name})?$`),
      'letters, digits, -, _ and ., starting and ending with a letter or digit',
    ),
    format('uri', 8_192, /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+$|^\/[^\s]*$/, 'a URI'),
    format('uuid', 36, /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i, 'a UUID'),
    format(
      'byte',
      1_048_576,
      /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
      'base64 text',
    ),
    new Format('date', (text) =>
      text.length === 10 && isRealDate(text) ? [] : ['must be a date: 2026-01-31'],
    ),
    new Format('datetime', (text) =>
      text.length > 10 && isRealDate(text) ? [] : ['must be a date and time: 2026-01-31T08:00:00Z'],
    ),
  ].map((of) => [of.$name, of]),
)

const constructors: readonly CelFunction[] = Object.values(formats).map((of) => ({
  name: `format.${of.$name}`,
  overloads: { [`format.${of.$name}(): kubernetes.NamedFormat`]: () => of },
  doc: `The format \`${of.$name}\` of the Kubernetes API.`,
  since: '1.31',
  examples: [],
  constant: true,
}))

/** Named string formats. */
export const namedFormats: readonly CelFunction[] = [
  {
    name: 'format.named',
    overloads: {
      'format.named(string): optional<kubernetes.NamedFormat>': (of: string) =>
        Object.hasOwn(formats, of) ? new Optional(formats[of]) : none,
    },
    doc: `The format of that name, if there is one: ${Object.keys(formats).join(', ')}.`,
    since: '1.31',
    examples: [['format.named("dns1123Label").hasValue()', 'true']],
  },
  {
    name: 'validate',
    overloads: {
      'kubernetes.NamedFormat.validate(string): optional<list<string>>': (of: Format, text: string) => {
        const over = charge(text.length >> 4)
        if (over) return over
        const problems = of.$check(text)
        return problems.length === 0 ? none : new Optional(problems)
      },
    },
    doc: 'What is wrong with the string; absent when it has the format.',
    since: '1.31',
    examples: [
      ['format.dns1123Label().validate("web-1").hasValue()', 'false'],
      ['format.date().validate("2026-02-30").value()', `[${quote('must be a date: 2026-01-31')}]`],
    ],
  },
  ...constructors,
]
