import { parseAddress } from '../../addresses/address.js'
import { addressMistake } from './network/address-mistake.js'
import { goQuoted } from './strings/go-quote.js'

/** The parts that Go's net/url tells apart. */
export interface UrlParts {
  readonly scheme: string
  /** What stands behind the scheme when that is no path: `admin@example.com` of a mail address. */
  readonly opaque: string
  /** As it is written again; undefined without one. */
  readonly user: string | undefined
  /** Decoded, with its port. */
  readonly host: string
  readonly path: string
  readonly query: string
  /** A question mark with nothing behind it. */
  readonly bareQuery: boolean
  /** As it is written again. */
  readonly fragment: string
}

/** What is wrong with a URL, in the words of Go. */
export class UrlMistake {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Parts of a URL, which keep different characters as they are. */
type Place = 'path' | 'host' | 'zone' | 'user' | 'fragment' | 'query'

const unreserved = 'A-Za-z0-9\\-_.~'
const kept: Readonly<Record<Place, RegExp>> = {
  path: new RegExp(`[${unreserved}$&+,/:;=@]`),
  host: new RegExp(`[${unreserved}!$&'()*+,;=:\\[\\]<>"]`),
  zone: new RegExp(`[${unreserved}!$&'()*+,;=:\\[\\]<>"]`),
  user: new RegExp(`[${unreserved}$&+,;=]`),
  fragment: new RegExp(`[${unreserved}$&+,/:;=?@!()*]`),
  query: new RegExp(`[${unreserved}]`),
}
/** Texts that are left as they are written, though some of it would be escaped. */
const valid: Readonly<Partial<Record<Place, RegExp>>> = {
  path: new RegExp(`^[${unreserved}$&+,/:;=@!'()*\\[\\]%]*$`),
  fragment: new RegExp(`^[${unreserved}$&+,/:;=?@!'()*\\[\\]%]*$`),
}

/**
 * Reads a URL as Go's url.ParseRequestURI does: an absolute URL, a URN, an absolute path, `*`. A fragment is no part
 * of its own to that.
 */
export function parseRequestUri(text: string): UrlParts | UrlMistake {
  const parts = parse(text, true)
  return parts instanceof UrlMistake ? mistakeIn(text, parts) : parts
}

/** Reads a URL that {@link parseRequestUri} takes once more, with its fragment apart. */
export function parseReference(text: string): UrlParts | UrlMistake {
  const [before, fragment = ''] = cut(text, '#')
  const parts = parse(before, false)
  if (parts instanceof UrlMistake) return mistakeIn(before, parts)
  const decoded = decode(fragment, 'fragment')
  if (decoded instanceof UrlMistake) return mistakeIn(text, decoded)
  return { ...parts, fragment: rewritten(fragment, decoded, 'fragment') }
}

const mistakeIn = (text: string, { text: what }: UrlMistake): UrlMistake =>
  new UrlMistake(`parse ${goQuoted(text)}: ${what}`)

function cut(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

const empty: UrlParts = {
  scheme: '',
  opaque: '',
  user: undefined,
  host: '',
  path: '',
  query: '',
  bareQuery: false,
  fragment: '',
}

function parse(text: string, isRequest: boolean): UrlParts | UrlMistake {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URLs have none
  if (/[\u0000-\u001f\u007f]/.test(text)) return new UrlMistake('net/url: invalid control character in URL')
  if (text === '' && isRequest) return new UrlMistake('empty url')
  if (text === '*') return { ...empty, path: '*' }
  if (text.startsWith(':')) return new UrlMistake('missing protocol scheme')
  const [, written = '', behind = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(.*)$/s.exec(text) ?? []
  const scheme = written.toLowerCase()
  const bareQuery = behind.indexOf('?') === behind.length - 1 && behind !== ''
  const [rest, query = ''] = cut(behind, '?')
  const parts = { ...empty, scheme, query, bareQuery }
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...parts, opaque: rest }
    if (isRequest) return new UrlMistake('invalid URI for request')
    if (cut(rest, '/')[0].includes(':'))
      return new UrlMistake('first path segment in URL cannot contain colon')
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || (!isRequest && !rest.startsWith('///')))
  const slash = hasAuthority ? rest.indexOf('/', 2) : 0
  const authority = hasAuthority ? authorityOf(scheme, rest.slice(2, slash < 0 ? undefined : slash)) : {}
  if (authority instanceof UrlMistake) return authority
  const path = slash < 0 ? '' : rest.slice(slash)
  const decoded = decode(path, 'path')
  if (decoded instanceof UrlMistake) return decoded
  return { ...parts, ...authority, path: rewritten(path, decoded, 'path') }
}

/** `user:password@host:port`. */
function authorityOf(scheme: string, authority: string): Pick<UrlParts, 'user' | 'host'> | UrlMistake {
  const at = authority.lastIndexOf('@')
  const host = hostOf(scheme, authority.slice(at + 1))
  if (host instanceof UrlMistake) return host
  if (at < 0) return { user: undefined, host }
  const written = authority.slice(0, at)
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(written)) return new UrlMistake('net/url: invalid userinfo')
  const [name, password] = cut(written, ':')
  const names: string[] = []
  for (const part of password === undefined ? [name] : [name, password]) {
    const decoded = decode(part, 'user')
    if (decoded instanceof UrlMistake) return decoded
    names.push(encode(decoded, 'user'))
  }
  return { user: names.join(':'), host }
}

function hostOf(scheme: string, host: string): string | UrlMistake {
  const open = host.lastIndexOf('[')
  if (open > 0) return new UrlMistake('invalid IP-literal')
  if (open === 0) return literalOf(host)
  const isHttp = scheme === 'http' || scheme === 'https'
  const colon = isHttp ? host.indexOf(':') : host.lastIndexOf(':')
  const port = colon < 0 ? '' : host.slice(colon)
  return isPort(port) ? textOf(decode(host, 'host')) : wrongPort(port)
}

/** An IPv6 address in brackets, perhaps with a zone and a port. */
function literalOf(host: string): string | UrlMistake {
  const close = host.lastIndexOf(']')
  if (close < 0) return new UrlMistake("missing ']' in host")
  const port = host.slice(close + 1)
  if (!isPort(port)) return wrongPort(port)
  const name = host.slice(1, close)
  const zone = name.indexOf('%25')
  const address = textOf(decode(zone < 0 ? name : name.slice(0, zone), 'host'))
  if (address instanceof UrlMistake) return address
  const scope = zone < 0 ? '' : textOf(decode(name.slice(zone), 'zone'))
  if (scope instanceof UrlMistake) return scope
  const read = parseAddress(address)
  // A zone needs a name.
  if (typeof read === 'bigint' && scope !== '%') return `[${address}${scope}]${port}`
  if (scope === '' && read !== undefined) return new UrlMistake('invalid IP-literal')
  return new UrlMistake(`invalid host: ${addressMistake(address + scope)}`)
}

const isPort = (text: string): boolean => /^(?::\d*)?$/.test(text)
const wrongPort = (port: string): UrlMistake => new UrlMistake(`invalid port ${goQuoted(port)} after host`)
const textOf = (bytes: Buffer | UrlMistake): string | UrlMistake =>
  bytes instanceof UrlMistake ? bytes : bytes.toString('utf8')

/** The bytes that a percent-encoded text stands for. */
function decode(text: string, place: Place): Buffer | UrlMistake {
  const isHost = place === 'host' || place === 'zone'
  if (!isHost && !text.includes('%')) return Buffer.from(text)
  const bytes = Buffer.from(text)
  const decoded = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if (byte !== 0x25) {
      const character = String.fromCharCode(byte)
      if (isHost && byte < 0x80 && !kept[place].test(character))
        return new UrlMistake(`invalid character ${goQuoted(character)} in host name`)
      decoded[length++] = byte
      continue
    }
    const written = bytes.toString('utf8', i, Math.min(i + 3, bytes.length))
    if (!/^%[0-9a-fA-F]{2}$/.test(written)) return new UrlMistake(`invalid URL escape ${goQuoted(written)}`)
    const value = Number.parseInt(written.slice(1), 16)
    const isAllowed =
      place === 'host'
        ? value >= 0x80
        : place !== 'zone' || value === 0x20 || (value < 0x80 && kept.host.test(String.fromCharCode(value)))
    if (!isAllowed && written !== '%25') return new UrlMistake(`invalid URL escape ${goQuoted(written)}`)
    decoded[length++] = value
    i += 2
  }
  return decoded.subarray(0, length)
}

function encode(bytes: Buffer, place: Place): string {
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    const stays = byte < 0x80 && kept[place].test(character)
    text += stays ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}

/** As it was written when it can stay so, otherwise encoded anew. */
function rewritten(written: string, decoded: Buffer, place: 'path' | 'fragment'): string {
  return valid[place]?.test(written) ? written : encode(decoded, place)
}

/** A URL as Go writes it again. */
export function urlText({ scheme, opaque, user, host, path, query, bareQuery, fragment }: UrlParts): string {
  let text = scheme === '' ? '' : `${scheme}:`
  if (opaque !== '') text += opaque
  else {
    const hasAuthority = user !== undefined || host !== ''
    if (hasAuthority) text += `//${user === undefined ? '' : `${user}@`}${encode(Buffer.from(host), 'host')}`
    text += path
  }
  if (bareQuery || query !== '') text += `?${query}`
  return fragment === '' ? text : `${text}#${fragment}`
}
