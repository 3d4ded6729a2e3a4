import type { CelFunction } from '../table.js'
import { parseUrl, queryValues, Url } from '../url.js'
import { celMap } from '../values.js'

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
