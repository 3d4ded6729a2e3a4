import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { InputError } from '../input-error.js'
import { parseLargeReport, parseReport } from './parse-report.js'

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

const folder = new URL('../../../testdata/reports/', import.meta.url)
const reports = readdirSync(folder).filter((name) => name.endsWith('.json'))

function bytesOf(text: string) {
  const all = Buffer.from(text)
  return { size: all.length, read: (target: Buffer, from: number) => all.copy(target, 0, from) }
}

test.each(reports)('%s, read some items at a time, is the same report', (name) => {
  const written = readFileSync(new URL(name, folder), 'utf8')
  for (const text of [written, JSON.stringify(JSON.parse(written))])
    for (const size of [64, 1000, 1 << 20]) {
      const large = parseLargeReport(name, bytesOf(text), size)
      // A report without two lists is not large.
      if (large) expect(JSON.stringify(large)).toBe(JSON.stringify(parseReport(name, text)))
      else expect(JSON.parse(text).findings).toEqual([])
    }
})

test('a mistake in a large report has its place', () => {
  const text = readFileSync(new URL('mixed.json', folder), 'utf8')
  const at = text.indexOf('"severity": "', text.indexOf('"findings": ['))
  const broken = `${text.slice(0, at)}"severity": 7, "was": "${text.slice(at + '"severity": "'.length)}`
  const mistake = (parse: () => unknown) => {
    try {
      return parse()
    } catch (error) {
      if (error instanceof InputError) return error.diagnostics.map(({ location }) => location)
      throw error
    }
  }
  const places = mistake(() => parseReport('mixed.json', broken))
  expect(mistake(() => parseLargeReport('mixed.json', bytesOf(broken), 1000))).toEqual(places)
  expect(places).toHaveLength(1)
})
