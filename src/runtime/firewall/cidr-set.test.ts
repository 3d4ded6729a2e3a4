import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AddressSet } from '../model/index.js'
import {
  addressRange,
  allIpv4,
  anyAddress,
  common,
  contains,
  isEmpty,
  noAddress,
  overlap,
  parseCidr,
  toCidrs,
  unite,
  without,
} from './cidr-set.js'

const cidr = (text: string): AddressSet => parseCidr(text) as AddressSet
const cidrs = (...texts: string[]) => unite(noAddress, ...texts.map(cidr))

describe('parsing', () => {
  test('a block, an address, and a block with bits beyond its prefix', () => {
    expect(toCidrs(cidr('10.0.0.0/8'))).toEqual(['10.0.0.0/8'])
    expect(toCidrs(cidr('192.168.40.5'))).toEqual(['192.168.40.5/32'])
    expect(toCidrs(cidr('169.55.39.115/28'))).toEqual(['169.55.39.112/28'])
    expect(toCidrs(cidr('2001:DB8::1/32'))).toEqual(['2001:db8::/32'])
    expect(toCidrs(cidr('::1'))).toEqual(['::1/128'])
    expect(cidr('0.0.0.0/0')).toEqual(allIpv4)
  })

  test.each([
    '',
    'any',
    '10.0.0.0/33',
    '10.0.0',
    '010.0.0.1',
    '0x0a.0.0.1',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/ 8',
    '256.0.0.1',
    '::/129',
    'fe80::1%eth0',
    ':::',
    '1::2::3',
    '10.0.0.0/255.0.0.0',
    `${'1:'.repeat(500)}:`,
  ])('%j is no address', (text) => {
    expect(parseCidr(text)).toBeUndefined()
  })

  test('an IPv4 address written as IPv6 is an IPv6 address', () => {
    expect(toCidrs(cidr('::ffff:10.0.0.1'))).toEqual(['::ffff:a00:1/128'])
  })

  test('a range of addresses', () => {
    expect(toCidrs(addressRange('10.0.0.1', '10.0.0.6') as AddressSet)).toEqual([
      '10.0.0.1/32',
      '10.0.0.2/31',
      '10.0.0.4/31',
      '10.0.0.6/32',
    ])
    expect(toCidrs(addressRange('fd00::', 'fd00::ffff') as AddressSet)).toEqual(['fd00::/112'])
    expect(addressRange('10.0.0.6', '10.0.0.1')).toBeUndefined()
    expect(addressRange('10.0.0.6', '::1')).toBeUndefined()
  })
})

describe('sets', () => {
  test('two halves are everything', () => {
    expect(cidrs('128.0.0.0/1', '0.0.0.0/1')).toEqual(allIpv4)
    expect(toCidrs(cidrs('::/1', '8000::/1'))).toEqual(['::/0'])
  })

  test('an exception is cut out', () => {
    const outside = without(cidr('0.0.0.0/0'), cidr('70.0.0.0/16'))
    expect(overlap(outside, cidr('70.0.98.11'))).toBe(false)
    expect(contains(outside, cidr('70.1.0.0/16'))).toBe(true)
    expect(unite(outside, cidr('70.0.0.0/16'))).toEqual(allIpv4)
  })

  test('the families stay apart', () => {
    expect(contains(allIpv4, cidr('::1'))).toBe(false)
    expect(contains(allIpv4, anyAddress)).toBe(false)
    expect(isEmpty(common(cidr('::/0'), cidr('0.0.0.0/0')))).toBe(true)
  })
})

const v4Arbitrary = fc
  .tuple(fc.nat(0xffffffff), fc.nat(32))
  .map(([n, bits]) => `${[n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.')}/${bits}`)
const v6Arbitrary = fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, bits]) => `${address}/${bits}`)
const setArbitrary = fc
  .array(fc.oneof(v4Arbitrary, v6Arbitrary), { maxLength: 5 })
  .map((texts) => cidrs(...texts))

describe('properties', () => {
  test('a set is the union of the blocks that it prints', () => {
    fc.assert(
      fc.property(setArbitrary, setArbitrary, (a, b) => {
        for (const set of [a, without(a, b), common(a, b)]) expect(cidrs(...toCidrs(set))).toEqual(set)
      }),
    )
  })

  test('what is taken away and what stays make up the whole', () => {
    fc.assert(
      fc.property(setArbitrary, setArbitrary, (a, b) => {
        expect(unite(without(a, b), common(a, b))).toEqual(a)
        expect(overlap(without(a, b), b)).toBe(false)
        expect(contains(unite(a, b), a)).toBe(true)
        expect(contains(a, b)).toBe(isEmpty(without(b, a)))
      }),
    )
  })

  test('no two blocks of a set can be joined', () => {
    fc.assert(
      fc.property(setArbitrary, (set) => {
        const blocks = toCidrs(set)
        for (const [i, block] of blocks.entries()) {
          const next = blocks[i + 1]
          const [address, bits] = block.split('/') as [string, string]
          if (!next?.endsWith(`/${bits}`) || bits === '0') continue
          expect(contains(unite(cidr(block), cidr(next)), cidr(`${address}/${Number(bits) - 1}`))).toBe(false)
        }
      }),
    )
  })

  test('parsing never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%]{0,50}$/)), (text) => {
        const set = parseCidr(text)
        expect(set === undefined || !isEmpty(set)).toBe(true)
      }),
    )
  })
})
