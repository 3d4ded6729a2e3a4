import type { CelFunction } from '../../model/index.js'
import { charge } from '../evaluation/meter.js'
import { type Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { Typed } from '../values/type-name.js'
import { celMap } from '../values/values.js'

interface Parts {
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string
}

/** An absolute URI or an absolute path, in the parts that Go's net/url tells apart. */
export class Url extends Typed {
  readonly $typeName = 'kubernetes.URL'
  readonly $text: string
  readonly $parts: Parts

  constructor(text: string, parts: Parts) {
    super()
    this.$text = text
    this.$parts = parts
  }

  override $equals(other: Typed): boolean {
    return other instanceof Url && other.$text === this.$text
  }

  override toString(): string {
    return `url(${quote(this.$text)})`
  }
}

/** Longest URL; browsers and servers stop at less. */
const longest = 8_192

/** Reads what Go's url.ParseRequestURI takes: an absolute URL, a URN, an absolute path, `*`. */
export function parseUrl(text: string): Url | Failure {
  const wrong = (): Failure => failure('invalid-argument', `not a URL: ${quote(text.slice(0, 80))}`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URLs have none
  if (text.length > longest || text === '' || /[\u0000-\u001f\u007f]/.test(text)) return wrong()
  const over = charge(text.length >> 4)
  if (over) return over
  if (text === '*') return new Url(text, { scheme: '', host: '', path: '*', query: '' })
  const [, scheme = '', rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(.*)$/s.exec(text) ?? []
  const [, beforeQuery = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? []
  const parts = { scheme: scheme.toLowerCase(), host: '', path: '', query }
  if (!rest.startsWith('/')) return scheme === '' ? wrong() : new Url(text, parts)
  const [, authority, path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(beforeQuery) ?? []
  const host = authority === undefined ? '' : hostOf(authority)
  // A fragment right behind the host is part of it for Go, which then refuses the character.
  const fragmentInHost = scheme !== '' && path === '' && rest.startsWith(`${beforeQuery}#`)
  if (host === undefined || fragmentInHost || hasBadEscape(path)) return wrong()
  return new Url(text, { ...parts, host, path: escapedPath(path) })
}

const userinfo = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/
const bracketed = /^\[[0-9a-fA-F:.]+(?:%25[^\]]+)?\](?::\d*)?$/
const named = /^[A-Za-z0-9\-_.~!$&'()*+,;=<>"\u0080-\uffff]*(?::\d*)?$/

/** `user@host:port` without the user; undefined when it is malformed. */
function hostOf(authority: string): string | undefined {
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (at >= 0 && (!userinfo.test(authority.slice(0, at)) || hasBadEscape(authority.slice(0, at))))
    return undefined
  return named.test(host) || bracketed.test(host) ? host : undefined
}

const hasBadEscape = (text: string): boolean => /%(?![0-9a-fA-F]{2})/.test(text)

const wellEscaped = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]*$/
const kept = /[A-Za-z0-9\-._~$&+,;=:@/]/

/** A path as it was written when nothing in it needs escaping; otherwise decoded and escaped anew, as Go does. */
function escapedPath(path: string): string {
  if (wellEscaped.test(path)) return path
  let escaped = ''
  for (const byte of percentDecoded(path)) {
    const character = String.fromCharCode(byte)
    const stays = byte < 128 && kept.test(character)
    escaped += stays ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return escaped
}

/** The bytes that a percent-encoded text stands for. */
export function percentDecoded(text: string): Uint8Array {
  const parts = text.split(/%([0-9a-fA-F]{2})/)
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.from([Number.parseInt(part, 16)]))),
  )
}

/** The parameters of a query, each with all its values; malformed ones are left out. */
export function queryValues({ $parts: { query } }: Url): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
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

const hostname = ({ $parts: { host } }: Url): string => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')

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
