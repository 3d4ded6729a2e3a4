import { goQuoted } from '../strings/go-quote.js'

/** What is wrong with a text that is no IP address, in the words of Go's netip. */
export function addressMistake(text: string): string {
  const [what, at = ''] = mistakeIn(text)
  return `ParseAddr(${goQuoted(text)}): ${what}${at === '' ? '' : ` (at ${goQuoted(at)})`}`
}

/** The mistake, and the rest of the text where it shows. */
type Mistake = readonly [what: string, at?: string]

function mistakeIn(text: string): Mistake {
  switch (/[.:%]/.exec(text)?.[0]) {
    case '.':
      return ipv4Mistake(text) ?? unknown
    case ':':
      return ipv6Mistake(text) ?? unknown
    case '%':
      return ['missing IPv6 address']
    default:
      return unknown
  }
}

const unknown: Mistake = ['unable to parse IP']

function ipv4Mistake(text: string): Mistake | undefined {
  let fields = 1
  let digits = ''
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (/\d/.test(character)) {
      if (digits === '0') return ['IPv4 field has octet with leading zero']
      digits += character
      if (Number(digits) > 255) return ['IPv4 field has value >255']
    } else if (character === '.') {
      if (digits === '' || i === text.length - 1)
        return ['IPv4 field must have at least one digit', text.slice(i)]
      if (fields === 4) return ['IPv4 address too long']
      fields++
      digits = ''
    } else return ['unexpected character', text.slice(i)]
  }
  return fields < 4 ? ['IPv4 address too short'] : undefined
}

function ipv6Mistake(text: string): Mistake | undefined {
  const percent = text.indexOf('%')
  if (percent >= 0 && percent === text.length - 1) return ['zone must be a non-empty string']
  const address = percent < 0 ? text : text.slice(0, percent)
  let rest = address.replace(/^::/, '')
  let isShortened = rest !== address
  let bytes = 0
  while (bytes < 16 && (rest !== '' || bytes > 0 || !isShortened)) {
    const digits = /^[0-9a-f]*/i.exec(rest)?.[0].length ?? 0
    if (digits > 4) return ['each group must have 4 or less digits', rest]
    if (digits === 0) return ['each colon-separated field must have at least one digit', rest]
    if (rest.charAt(digits) === '.') {
      if (!isShortened && bytes !== 12)
        return ['embedded IPv4 address must replace the final 2 fields of the address', rest]
      if (bytes > 12) return ['too many hex fields to fit an embedded IPv4 at the end of the address', rest]
      const inside = ipv4Mistake(rest)
      if (inside) return inside
      bytes += 4
      rest = ''
      break
    }
    bytes += 2
    rest = rest.slice(digits)
    if (rest === '') break
    if (!rest.startsWith(':')) return ['unexpected character, want colon', rest]
    if (rest === ':') return ['colon must be followed by more characters', rest]
    rest = rest.slice(1)
    if (!rest.startsWith(':')) continue
    if (isShortened) return ['multiple :: in address', rest]
    isShortened = true
    rest = rest.slice(1)
    if (rest === '') break
  }
  if (rest !== '') return ['trailing garbage after address', rest]
  if (bytes < 16) return isShortened ? undefined : ['address string too short']
  return isShortened ? ['the :: must expand to at least one field of zeros'] : undefined
}
