import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCidr, isIp } from '../cel/index.js'
import { parseCidr } from '../firewall/cidr-set.js'
import { formatAddress, ipv4Span, ipv6Span, isMapped, parseAddress, parseBlock } from './address.js'

const v4 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const v6 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  fc.bigInt({ min: 0xffff_0000_0000n, max: 0xffff_ffff_ffffn }),
  fc.bigInt({ min: 0n, max: 0xffff_ffffn }),
)

test('an address is read back from its canonical text', () => {
  fc.assert(fc.property(fc.oneof(v4, v6), (address) => parseAddress(formatAddress(address)) === address))
})

test('a block holds its address, is as large as its prefix says, and starts at a multiple of its size', () => {
  fc.assert(
    fc.property(v4, fc.integer({ min: 0, max: 32 }), v6, fc.integer({ min: 0, max: 128 }), (a, m, b, n) => {
      const four = ipv4Span(a, m)
      expect([four.from <= a && a < four.to, four.to - four.from, four.from % 2 ** (32 - m)]).toEqual([
        true,
        2 ** (32 - m),
        0,
      ])
      const six = ipv6Span(b, n)
      const size = 1n << BigInt(128 - n)
      expect([six.from <= b && b < six.to, six.to - six.from, six.from % size]).toEqual([true, size, 0n])
      expect(parseBlock(`${formatAddress(a)}/${m}`)).toEqual({ address: a, bits: m })
      expect(parseBlock(`${formatAddress(b)}/${n}`)).toEqual({ address: b, bits: n })
    }),
  )
})

describe('expressions and firewalls read the same texts', () => {
  const written = fc.oneof(
    fc.oneof(v4, v6).map(formatAddress),
    v4.map((address) => `::ffff:${formatAddress(address)}`),
    v4.map((address) => `::${formatAddress(address)}`),
    fc.stringMatching(/^[0-9a-f:.%x]{0,24}$/),
    fc
      .array(fc.constantFrom('0', '00', '1', '10', '255', '256', 'ffff', ':', '::', '.', '%', ' '), {
        maxLength: 17,
      })
      .map((parts) => parts.join('')),
  )
  const prefix = fc.oneof(
    fc.integer({ min: 0, max: 130 }).map(String),
    fc.constantFrom('', '00', '08', '-1', '8/8', '255.0.0.0', '1e1'),
  )

  test('addresses; but for IPv4 inside IPv6, which Kubernetes refuses', () => {
    fc.assert(
      fc.property(written, (text) => {
        const address = parseAddress(text)
        expect(isIp(text)).toBe(address !== undefined && !isMapped(address))
        expect(parseCidr(text) !== undefined).toBe(address !== undefined)
      }),
      { numRuns: 1000 },
    )
  })

  test('blocks, the same', () => {
    fc.assert(
      fc.property(written, prefix, (text, bits) => {
        const block = parseBlock(`${text}/${bits}`)
        expect(isCidr(`${text}/${bits}`)).toBe(block !== undefined && !isMapped(block.address))
        expect(parseCidr(`${text}/${bits}`) !== undefined).toBe(block !== undefined)
      }),
      { numRuns: 1000 },
    )
  })
})
