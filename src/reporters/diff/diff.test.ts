import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diffReports } from '../../runtime/history/index.js'
import type { Report } from '../../runtime/model/index.js'
import { diffReporters } from './index.js'

const mixed: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/mixed.json', import.meta.url), 'utf8'),
)
const filed = (report: Report) => ({ file: 'r.json', sha256: '0'.repeat(64), bytes: 1, report })
const options = { color: false, quiet: false }

/** Control characters other than line breaks, and overrides of direction. */
const harmful = /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u

test.each(Object.entries(diffReporters))(
  '%s writes nothing that drives a terminal or a CI runner',
  (_, write) => {
    const empty = { ...mixed, findings: [], params: [], policies: [], packs: [], settings: [] }
    for (const [before, after] of [
      [empty, mixed],
      [mixed, empty],
    ] as const) {
      const text = write(diffReports(filed(before), filed(after)), options)
      expect(text).not.toMatch(harmful)
      expect(text).not.toMatch(/^\s*::|##\[/m)
    }
  },
)

test('markdown keeps to the size that is asked for', () => {
  const diff = diffReports(filed({ ...mixed, findings: [] }), filed(mixed))
  const page = diffReporters.markdown(diff, { ...options, maxSize: 1000 })
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(1000)
  expect(page).toContain('more entries not shown: too long.')
})

test('a report has no difference from itself', () => {
  const { findings, summary, guidelines, policies, packs, params, settings } = diffReports(
    filed(mixed),
    filed(mixed),
  )
  expect({ findings, guidelines, policies, packs, params, settings }).toEqual({
    findings: [],
    guidelines: [],
    policies: [],
    packs: [],
    params: [],
    settings: [],
  })
  expect(summary.unchanged).toBe(mixed.findings.length)
})
