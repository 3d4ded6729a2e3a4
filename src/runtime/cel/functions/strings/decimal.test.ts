import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedDecimal, plainDecimal, scientificDecimal, shortestDecimal } from './decimal.js'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

test.each([
  [1e21, '1000000000000000000000'],
  [1e-7, '0.0000001'],
  [-1.5e-7, '-0.00000015'],
  [123.456, '123.456'],
  [-0, '-0'],
])('%d without an exponent is %s', (number, text) => {
  expect(plainDecimal(number)).toBe(text)
})

test('text without an exponent reads as the same number', () => {
  fc.assert(fc.property(finite, (number) => Object.is(Number(plainDecimal(number)), number)))
})

test.each([
  [123.456, '123.456'],
  [999999, '999999'],
  [1e6, '1e+06'],
  [-1234567.5, '-1.2345675e+06'],
  [6.02214e23, '6.02214e+23'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-0, '-0'],
])('%d with an exponent when it is large or small is %s', (number, text) => {
  expect(shortestDecimal(number)).toBe(text)
})

test.each([
  [0.5, 0, '0'],
  [1.5, 0, '2'],
  [2.5, 0, '2'],
  [2.125, 2, '2.12'],
  [-0.001, 2, '-0.00'],
  [1e22, 1, '10000000000000000000000.0'],
  [0.1, 20, '0.10000000000000000555'],
])('%d with %i decimals is %s', (number, decimals, text) => {
  expect(fixedDecimal(number, decimals)).toBe(text)
})

test.each([
  [0, 6, '0.000000e+00'],
  [2.5, 0, '2e+00'],
  [9.5, 0, '1e+01'],
  [1052.032911275, 6, '1.052033e+03'],
  [-1e-100, 2, '-1.00e-100'],
  [1e23, 20, '9.99999999999999916114e+22'],
  [5e-324, 3, '4.941e-324'],
])('%d with %i decimals in scientific notation is %s', (number, decimals, text) => {
  expect(scientificDecimal(number, decimals)).toBe(text)
})

test('scientific notation with 17 digits reads as the same number', () => {
  fc.assert(fc.property(finite, (number) => Object.is(Number(scientificDecimal(number, 17)), number)))
})
