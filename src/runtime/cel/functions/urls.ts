import type { CelFunction } from '../../model/index.js'
import { charge } from '../evaluation/meter.js'
import { type Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { Typed } from '../values/type-name.js'
import { celMap } from '../values/values.js'
import { parseReference, parseRequestUri, UrlMistake, type UrlParts, urlText } from './url-parts.js'

/** An absolute URI or an absolute path, in the parts that Go's net/url tells apart. */
export class Url extends Typed {
  readonly $typeName = 'kubernetes.URL'
  readonly $text: string
  readonly $parts: UrlParts

  constructor(text: string, parts: UrlParts) {
    super()
    this.$text = text
    this.$parts = parts
  }

  override $equals(other: Typed): boolean {
    return other instanceof Url && urlText(other.$parts) === urlText(this.$parts)
  }

  override toString(): string {
    return `url(${quote(this.$text)})`
  }
}

/** Reads what Go's url.ParseRequestURI takes: an absolute URL, a URN, an absolute path, `*`. */
export function parseUrl(text: string): Url | Failure {
  const over = charge(text.length >> 3)
  if (over) return over
  const request = parseRequestUri(text)
  const parts = request instanceof UrlMistake ? request : parseReference(text)
  if (parts instanceof UrlMistake)
    return failure('invalid-argument', `not a URL: ${quote(text.slice(0, 80))}`)
  return new Url(text, parts)
}

function isUrl(text: string): boolean | Failure {
  return charge(text.length >> 3) ?? !(parseRequestUri(text) instanceof UrlMistake)
}

const hasBadEscape = (text: string): boolean => /%(?![0-9a-fA-F]{2})/.test(text)

/** The bytes that a percent-encoded text stands for. */
export function percentDecoded(text: string): Uint8Array {
  const parts = text.split(/%([0-9a-fA-F]{2})/)
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.from([Number.parseInt(part, 16)]))),
  )
}

/** The most parameters of a query that Go reads. */
const mostParameters = 10_000

/** The parameters of a query, each with all its values; malformed ones are left out. */
export function queryValues({ $parts: { query } }: Url): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  if (query.split('&', mostParameters + 1).length > mostParameters) return values
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';') || hasBadEscape(pair)) continue
    const equals = pair.indexOf('=')
    const name = unescaped(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : unescaped(pair.slice(equals + 1))
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return values
}

const unescaped = (text: string): string =>
  Buffer.from(percentDecoded(text.replaceAll('+', ' '))).toString('utf8')

const hostname = ({ $parts: { host } }: Url): string => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/s, '$1')

/** URLs. */
export const urls: readonly CelFunction[] = [
  {
    name: 'url',
    overloads: { 'url(string): kubernetes.URL': parseUrl },
    doc: 'Reads an absolute URL, or an absolute path.',
    since: 'base',
    examples: [
      ['url("https://example.com:8443/a?b=c").getPort()', '"8443"'],
      ['url("example.com")', 'error: not a URL: "example.com"'],
    ],
    constant: true,
  },
  {
    name: 'isURL',
    overloads: { 'isURL(string): bool': isUrl },
    doc: 'Whether the string is an absolute URL or path.',
    since: 'base',
    examples: [['isURL("https://example.com")', 'true']],
  },
  {
    name: 'getScheme',
    overloads: { 'kubernetes.URL.getScheme(): string': (url: Url) => url.$parts.scheme },
    doc: 'The scheme in lower case; empty when there is none.',
    since: 'base',
    examples: [['url("HTTPS://example.com").getScheme()', '"https"']],
  },
  {
    name: 'getHost',
    overloads: { 'kubernetes.URL.getHost(): string': (url: Url) => url.$parts.host },
    doc: 'Host and port.',
    since: 'base',
    examples: [['url("https://example.com:80/").getHost()', '"example.com:80"']],
  },
  {
    name: 'getHostname',
    overloads: { 'kubernetes.URL.getHostname(): string': hostname },
    doc: 'The host without port and brackets.',
    since: 'base',
    examples: [['url("https://[::1]:80/").getHostname()', '"::1"']],
  },
  {
    name: 'getPort',
    overloads: {
      'kubernetes.URL.getPort(): string': (url: Url) => /:(\d*)$/.exec(url.$parts.host)?.[1] ?? '',
    },
    doc: 'The port as text; empty when there is none.',
    since: 'base',
    examples: [['url("https://example.com/").getPort()', '""']],
  },
  {
    name: 'getEscapedPath',
    overloads: { 'kubernetes.URL.getEscapedPath(): string': (url: Url) => url.$parts.path },
    doc: 'The path, percent-encoded.',
    since: 'base',
    examples: [['url("https://example.com/a b").getEscapedPath()', '"/a%20b"']],
  },
  {
    name: 'getQuery',
    overloads: {
      'kubernetes.URL.getQuery(): map<string, list<string>>': (url: Url) => celMap(queryValues(url)),
    },
    doc: 'The parameters of the query, each with all its values.',
    since: 'base',
    examples: [['url("https://example.com/?a=1&a=2").getQuery().a', '["1", "2"]']],
  },
]
