import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseReport } from './parse-report.js'

test('a report reads back as it was written', () => {
  const text = readFileSync(new URL('../../../testdata/reports/evidence.json', import.meta.url), 'utf8')
  expect(parseReport('report.json', text)).toEqual(JSON.parse(text))
})

test.each([
  ['two reports', '{}\n{}', 'report.json is not one report [results]\n  '],
  ['none', '{"kind": "List"}', 'report.json:1:1: not a report of policytest: /apiVersion: Invalid input'],
  ['a cut off one', '{"apiVersion": "policytest.dev/v1", "ki', 'report.json:1:'],
])('%s is a mistake with its place', (_, text, message) => {
  expect(() => parseReport('report.json', text)).toThrow(message)
})
