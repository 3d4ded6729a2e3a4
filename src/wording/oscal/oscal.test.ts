import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { controlProperties, inControlOrder, nistControls } from './control.js'
import { oscalString, prose, token } from './text.js'
import { lastMomentOf, momentOf } from './time.js'
import { uuidOf } from './uuid.js'

const names = fc.string({ unit: 'binary', maxLength: 300 })

test('any text becomes a string, a markup-line and a token that the schema takes', () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(oscalString(name)).toMatch(/^\S(.*\S)?$/u)
      expect(prose(name)).toMatch(/^[^\n]+$/)
      expect(token(name)).toMatch(/^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u)
    }),
  )
})

test.each([
  ['ibm-pag/vpn-443', 'ibm-pag_vpn-443'],
  ['named', 'named'],
])('%s is the token %s', (name, expected) => {
  expect(token(name)).toBe(expected)
})

test('two names are never one token', () => {
  const alike = ['a/b', 'a_b', 'a/b_', 'a//b', '/a/b', 'a b', 'a:b', '1a', '_1a', '', '_', 'é', 'e/é']
  expect(new Set(alike.map(token)).size).toBe(alike.length)
})

test('a UUID is one of version 5, and each kind has its own', () => {
  expect(uuidOf('tool')).toBe('dc7ea850-a451-5f94-9f3b-916de7cb6db9')
  expect(uuidOf('tool')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(uuidOf('rule', 'a', 'b')).not.toBe(uuidOf('rule', 'ab'))
  expect(uuidOf('rule', 'a')).not.toBe(uuidOf('check', 'a'))
})

describe('controls', () => {
  const controls = {
    'nist-800-53': ['SC-7(5)', 'SC-7', 'sc-7', 'AC-17 (1)', 'no id'],
    'pci-dss-4': ['1.3.1'],
  }

  test('have the ids of the catalogue that NIST publishes, each once', () => {
    expect(nistControls(controls)).toEqual(['sc-7.5', 'sc-7', 'ac-17.1'])
    expect(nistControls({ 'cis-kubernetes': ['5.2.5'] })).toEqual([])
  })

  test('are properties, those of other catalogues as they are written', () => {
    expect(controlProperties(controls).map(({ value, class: catalog }) => `${catalog} ${value}`)).toEqual([
      'nist-800-53 sc-7.5',
      'nist-800-53 sc-7',
      'nist-800-53 ac-17.1',
      'nist-800-53 no id',
      'pci-dss-4 1.3.1',
    ])
  })

  test('stand in the order of numbers', () => {
    const ids = ['sc-28', 'sc-7.12', 'sc-7.5', 'sc-7', 'ac-17']
    expect(ids.toSorted(inControlOrder)).toEqual(['ac-17', 'sc-7', 'sc-7.5', 'sc-7.12', 'sc-28'])
  })
})

test.each([
  ['2026-10-01', '2026-10-01T00:00:00.000Z', '2026-10-01T23:59:59.000Z'],
  ['2026-11-26T22:10:00+01:00', '2026-11-26T21:10:00.000Z', '2026-11-26T21:10:00.000Z'],
  ['someday', undefined, undefined],
  ['+012026-01-01T00:00:00Z', undefined, undefined],
])('%s begins at %s and ends at %s', (text, first, last) => {
  expect([momentOf(text), lastMomentOf(text)]).toEqual([first, last])
})
