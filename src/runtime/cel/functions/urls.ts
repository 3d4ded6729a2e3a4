import { type Failure, failure } from '../failure.js'
import { charge } from '../meter.js'
import { quote } from '../quote.js'
import type { CelFunction } from '../table.js'
import { Typed } from '../typename.js'
import { celMap } from '../values.js'

/** An absolute URI or an absolute path, in the parts that Go's url.ParseRequestURI tells apart. */
export class Url extends Typed {
  readonly $typeName = 'kubernetes.URL'
  readonly $text: string
  readonly $scheme: string
  readonly $host: string
  readonly $path: string
  readonly $query: string

  constructor(text: string, parts: { scheme: string; host: string; path: string; query: string }) {
    super()
    this.$text = text
    this.$scheme = parts.scheme
    this.$host = parts.host
    this.$path = parts.path
    this.$query = parts.query
  }

  override equals(other: Typed): boolean {
    return other instanceof Url && other.$text === this.$text
  }

  override toString(): string {
    return `url(${quote(this.$text)})`
  }
}

function parseUrl(text: string): Url | Failure {
  const wrong = (): Failure => failure('invalid-argument', `not a URL: ${quote(text.slice(0, 80))}`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URLs have none
  if (text.length > 8_192 || /[\u0000-\u001f\u007f]/.test(text)) return wrong()
  const over = charge(text.length >> 4)
  if (over) return over
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?]*))?([^?]*)(?:\?(.*))?$/.exec(text)
  if (!match) return wrong()
  const [, scheme, authority, path = '', query = ''] = match
  if (scheme === undefined && (authority !== undefined || !path.startsWith('/'))) return wrong()
  const host = (authority ?? '').replace(/^.*@/, '')
  if (!/^(?:\[[0-9a-fA-F:.%]+\]|[^[\]:\s<>"{}|\\^`]*)(?::\d*)?$/.test(host)) return wrong()
  if (authority === undefined && !path.startsWith('/')) return wrong()
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return wrong()
  return new Url(text, { scheme: (scheme ?? '').toLowerCase(), host, path: escapePath(path), query })
}

/** Percent-encodes what a path may not contain, and leaves what is encoded already. */
function escapePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]+/gu, (text) =>
    encodeURIComponent(text.toWellFormed()),
  )
}

function queryOf(url: Url): unknown {
  const values = new Map<string, string[]>()
  for (const pair of url.$query.split('&').slice(0, 10_000)) {
    if (pair === '' || pair.includes(';')) continue
    const [key = '', ...rest] = pair.split('=')
    const [name, value] = [unescaped(key), unescaped(rest.join('='))]
    if (name === undefined || value === undefined) continue
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return celMap(values)
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return undefined
  }
}

const hostname = (url: Url): string => url.$host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')

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
    overloads: { 'isURL(string): bool': (text: string) => parseUrl(text) instanceof Url },
    doc: 'Whether the string is an absolute URL or path.',
    since: 'base',
    examples: [['isURL("https://example.com")', 'true']],
  },
  {
    name: 'getScheme',
    overloads: { 'kubernetes.URL.getScheme(): string': (url: Url) => url.$scheme },
    doc: 'The scheme in lower case; empty when there is none.',
    since: 'base',
    examples: [['url("HTTPS://example.com").getScheme()', '"https"']],
  },
  {
    name: 'getHost',
    overloads: { 'kubernetes.URL.getHost(): string': (url: Url) => url.$host },
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
    overloads: { 'kubernetes.URL.getPort(): string': (url: Url) => /:(\d*)$/.exec(url.$host)?.[1] ?? '' },
    doc: 'The port as text; empty when there is none.',
    since: 'base',
    examples: [['url("https://example.com/").getPort()', '""']],
  },
  {
    name: 'getEscapedPath',
    overloads: { 'kubernetes.URL.getEscapedPath(): string': (url: Url) => url.$path },
    doc: 'The path, percent-encoded.',
    since: 'base',
    examples: [['url("https://example.com/a b").getEscapedPath()', '"/a%20b"']],
  },
  {
    name: 'getQuery',
    overloads: { 'kubernetes.URL.getQuery(): map<string, list<string>>': queryOf },
    doc: 'The parameters of the query, each with all its values.',
    since: 'base',
    examples: [['url("https://example.com/?a=1&a=2").getQuery().a', '["1", "2"]']],
  },
]
