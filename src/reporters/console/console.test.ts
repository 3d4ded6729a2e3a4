import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Report } from '../../runtime/model/index.js'
import { console } from './console.js'

const mixed: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/mixed.json', import.meta.url), 'utf8'),
)
const clean: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/clean.json', import.meta.url), 'utf8'),
)

test('colours add escape sequences and nothing else', () => {
  const plain = console(mixed, { color: false, quiet: false })
  const colored = console(mixed, { color: true, quiet: false })
  expect(plain).not.toContain('\u001b')
  expect(colored).toContain('\u001b[31m✗\u001b[0m \u001b[1mibm-pag/ssh-from-gateway\u001b[0m')
  expect(stripVTControlCharacters(colored)).toBe(plain)
})

test('quiet keeps the problems and the counts', () => {
  const loud = console(mixed, { color: false, quiet: false })
  const quiet = console(mixed, { color: false, quiet: true })
  const start = loud.indexOf('\n\nWaived\n')
  const totals = loud.indexOf('\n\nguidelines  ')
  const stopped = loud.indexOf('\n\nRead in part\n')
  expect([start, stopped, totals].every((place) => place > 0)).toBe(true)
  expect(quiet).toBe(loud.slice(0, start) + loud.slice(stopped))
})

test('quiet and clean is only the counts', () => {
  expect(console(clean, { color: false, quiet: true })).toBe(
    'guidelines  1 satisfied\nverdicts    1 pass on 1 resource\ncases       1 passed\n0 open findings\n',
  )
})

test('a finding that no guideline of the report claims stands under its policy', () => {
  const [finding] = mixed.findings
  if (!finding) throw new Error('the example has changed')
  const report = {
    ...clean,
    findings: [{ ...finding, policy: 'lost', guidelines: ['gone'], severity: 'high' as const }],
  }
  expect(console(report, { color: false, quiet: true }).split('\n').slice(0, 2)).toEqual([
    '✗ lost  high',
    '  ../nodes/w1.rules:3:1  the chain accepts by default',
  ])
})
