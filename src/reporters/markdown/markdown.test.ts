import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../runtime/model/index.js'
import { markdown, markdownLimit, markdownWithin } from './markdown.js'

const clean: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/clean.json', import.meta.url), 'utf8'),
)
const mixed: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/mixed.json', import.meta.url), 'utf8'),
)
const example = mixed.findings.find(({ severity }) => severity === 'critical') as Finding

function withFindings(findings: readonly Finding[]): Report {
  return { ...clean, guidelines: [], findings }
}

describe('too long for a step summary', () => {
  const guidelines = Array.from({ length: 300 }, (_, i) => i)
  const findings = guidelines.flatMap((i) =>
    Array.from({ length: 20 }, () => ({
      ...example,
      guidelines: [],
      policy: `policy-${i}`,
      severity: i === 299 ? ('critical' as const) : ('low' as const),
      message: 'ä'.repeat(200),
    })),
  )
  const report = withFindings(findings)

  test('the worst come first and the rest is counted', () => {
    const text = markdown(report)
    const shown = text.split('\n').filter((line) => line.startsWith('- ')).length
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(markdownLimit)
    expect(Buffer.byteLength(text)).toBeGreaterThan(markdownLimit - 5000)
    expect(text).toContain('## Findings\n\n### policy-299')
    expect(text.trimEnd().split('\n').at(-1)).toBe(`**${6000 - shown} more entries not shown: too long.**`)
  })

  test('a pull-request comment takes less', () => {
    expect(Buffer.byteLength(markdownWithin(report, 65_536))).toBeLessThanOrEqual(65_536)
  })

  test('however little room there is, it is not exceeded', () => {
    for (const bytes of [120, 200, 1000]) {
      expect(Buffer.byteLength(markdownWithin(report, bytes))).toBeLessThanOrEqual(bytes)
    }
  })
})

test('one guideline does not take the room of the others', () => {
  const text = markdown(withFindings(Array.from({ length: 150 }, () => ({ ...example, guidelines: [] }))))
  expect(text).toContain('**50 more findings of this guideline.**')
})

test('one endless message does not hide the findings after it', () => {
  const endless = { ...example, guidelines: [], message: 'x'.repeat(2 * markdownLimit) }
  const text = markdown(withFindings([endless, { ...example, guidelines: [], message: 'the other one' }]))
  expect(text).toContain('the other one')
})
