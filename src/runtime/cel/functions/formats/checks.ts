import { parseRequestUri, UrlMistake } from '../url-parts.js'

/** What is wrong with a text. */
export type Check = (text: string) => readonly string[]

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomain = `${label}(\\.${label})*`
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const optional = `(${qualified})?`

/** None of the patterns can be tried in many ways: each takes linear time. */
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
const patterns = {
  label: whole(label),
  subdomain: whole(subdomain),
  label1035: whole(label1035),
  qualified: whole(qualified),
  labelValue: whole(optional),
}

/** The wording of Kubernetes, so that a message reads the same here and there. */
function mismatch(rule: string, pattern: string, ...examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ')
  return `${rule} (e.g. ${shown}regex used for validation is '${pattern}')`
}

const ends = 'and must start and end with an alphanumeric character'
const qualifiedRule = `must consist of alphanumeric characters, '-', '_' or '.', ${ends}`
const wrong = {
  label: mismatch(
    `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ends}`,
    label,
    'my-name',
    '123-abc',
  ),
  subdomain: mismatch(
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ends}`,
    subdomain,
    'example.com',
  ),
  label1035: mismatch(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    label1035,
    'my-name',
    'abc-123',
  ),
  qualified: mismatch(qualifiedRule, qualified, 'MyName', 'my.name', '123-abc'),
  labelValue: mismatch(
    `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ends}`,
    optional,
    'MyValue',
    'my_value',
    '12345',
  ),
}

const byteLength = (text: string): number => Buffer.byteLength(text)

/** Kubernetes measures bytes everywhere, and calls them characters in some places. */
type Measure = 'bytes' | 'characters'

function limited(
  text: string,
  longest: number,
  measure: Measure,
  pattern: RegExp,
  otherwise: string,
): string[] {
  return [
    ...(byteLength(text) > longest ? [`must be no more than ${longest} ${measure}`] : []),
    ...(pattern.test(text) ? [] : [otherwise]),
  ]
}

export const dns1123Label: Check = (text) =>
  limited(
    text,
    63,
    'characters',
    patterns.label,
    patterns.subdomain.test(text) ? 'must not contain dots' : wrong.label,
  )
const subdomainIn =
  (measure: Measure): Check =>
  (text) =>
    limited(text, 253, measure, patterns.subdomain, wrong.subdomain)
export const dns1123Subdomain = subdomainIn('characters')
const prefix1123 = subdomainIn('bytes')
export const dns1035Label: Check = (text) =>
  limited(text, 63, 'characters', patterns.label1035, wrong.label1035)

export const qualifiedName: Check = (text) => {
  const parts = text.split('/', 3)
  if (parts.length > 2) {
    return [
      `a valid label key ${wrong.qualified} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const name = parts.at(-1) as string
  const prefix = parts.length > 1 ? (parts[0] as string) : undefined
  return [
    ...(prefix === '' ? ['must be non-empty'] : prefix ? prefix1123(prefix) : []).map(
      (is) => `prefix part ${is}`,
    ),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...limited(name, 63, 'bytes', patterns.qualified, wrong.qualified).map((is) => `name part ${is}`),
  ]
}

/** Of names that a generator will complete: a dash may be last. Kubernetes cuts bytes: half a letter is none of a name. */
export const prefixOf =
  (check: Check): Check =>
  (text) => {
    if (text.length < 2 || !text.endsWith('-')) return check(text)
    const isHalved = text.charCodeAt(text.length - 2) > 127
    return check(`${text.slice(0, -2)}${isHalved ? '\ufffd' : ''}a`)
  }

const matching =
  (ok: (text: string) => boolean, otherwise: string): Check =>
  (text) =>
    ok(text) ? [] : [otherwise]

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** A day, a `t`, and a time; what stands behind a second `t` is not looked at. */
function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t', 2)
  const match = /^(\d\d):(\d\d):(\d\d)(?:[^\n]\d+)?(?:z|[-+]\d\d:\d\d)$/u.exec(time ?? '')
  if (!match || !isDate(date)) return false
  const [, hour = '', minute = '', second = ''] = match
  return hour <= '23' && minute <= '59' && second <= '59'
}

const uuidPattern = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/

export const labelValue: Check = (text) => limited(text, 63, 'bytes', patterns.labelValue, wrong.labelValue)
export const uri: Check = (text) => {
  const parts = parseRequestUri(text)
  return parts instanceof UrlMistake ? [parts.text] : []
}
export const uuid = matching((text) => uuidPattern.test(text), 'does not match the UUID format')
export const byte = matching((text) => base64.test(text), 'invalid base64')
export const date = matching(isDate, 'invalid date')
export const datetime = matching(isDateTime, 'invalid datetime')
