import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, formatValue, isCelError } from '../../runtime/cel/index.js'
import { certificateFunctions } from './certificates.js'

function answer(expression: string, text: string): string {
  const compiled = compile(expression, {
    declarations: { text: 'string' },
    extensions: [{ functions: certificateFunctions, types: [] }],
  })
  if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
  const value = compiled.program.evaluate({ text })
  return isCelError(value) ? `${value.code}: ${value.message}` : formatValue(value)
}

test('the examples of the reference are true', () => {
  for (const [expression, value] of certificateFunctions.flatMap(({ examples }) => examples)) {
    const got = answer(expression, '')
    expect([expression, value.startsWith('error: ') ? got.replace(/^[\w-]+/, 'error') : got]).toEqual([
      expression,
      value,
    ])
  }
})

const { caCert } = JSON.parse(readFileSync('testdata/exports/ibm-cloud/ca-shop.json', 'utf8')) as {
  caCert: string
}
const pem = Buffer.from(caCert, 'base64').toString()
const key = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n'

test.each([
  ['base64 of PEM', caCert, '1'],
  ['PEM', pem, '1'],
  ['PEM with lines of Windows', pem.replaceAll('\n', '\r\n'), '1'],
  ['an old and a new one', pem + pem, '2'],
  ['a key beside it', key + pem, '1'],
  ['DER', pem.replace(/-----[^-]*-----/g, ''), '1'],
])('%s is read', (_, text, count) => {
  expect(answer('certificates(text).size()', text)).toBe(count)
  expect(answer('certificates(text)[0].subject', text)).toBe('"CN=shop, O=example"')
  expect(answer('certificates(text)[0].isCA', text)).toBe('true')
  expect(answer('certificates(text)[0].notBefore < certificates(text)[0].notAfter', text)).toBe('true')
  expect(answer('certificates(text)[0].fingerprint', text)).toMatch(/^"[0-9a-f]{64}"$/)
})

test.each([
  ['nothing', ''],
  ['a key alone', key],
  ['a block that is no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ['a cut certificate', pem.slice(0, 200)],
  ['a good one and a bad one', `${pem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`],
  ['base64 of nothing', 'AAAAAAAAAAAAAAAAAAAAAAAA'],
  ['a very large one', `-----BEGIN CERTIFICATE-----\n${'A'.repeat(200_000)}\n-----END CERTIFICATE-----\n`],
])('%s is an error', (_, text) => {
  expect(answer('certificates(text)', text)).toMatch(/^invalid-argument: no (?:X\.509 )?certificate/)
})

test('a private key is quoted in no message', () => {
  expect(answer('certificates(text)', key)).not.toContain('MC4C')
})

test('many of them cost budget instead of time', () => {
  expect(answer('certificates(text).size()', pem.repeat(100))).toBe('100')
  const start = performance.now()
  expect(answer('certificates(text).size()', pem.repeat(2_000))).toMatch(/^budget: /)
  expect(answer('certificates(text)', '-----BEGIN CERTIFICATE-----'.repeat(30_000))).toMatch(
    /^invalid-argument|^budget/,
  )
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('damaged certificates are read or refused, and never crash', () => {
  const der = Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (damage) => {
        const bytes = Buffer.from(der)
        for (const [at, byte] of damage) bytes[at] = byte
        expect(answer('certificates(text)[0].notAfter', bytes.toString('base64'))).toMatch(
          /^timestamp\(|^invalid-argument: no X\.509/,
        )
      },
    ),
    { numRuns: 300 },
  )
})
