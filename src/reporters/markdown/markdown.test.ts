import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../runtime/model/index.js'
import { markdown, markdownLimit } from './markdown.js'

const clean: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/clean.json', import.meta.url), 'utf8'),
)
const mixed: Report = JSON.parse(
  readFileSync(new URL('../../../testdata/reports/mixed.json', import.meta.url), 'utf8'),
)
const example = mixed.findings.find(({ severity }) => severity === 'critical') as Finding

function withFindings(findings: readonly Finding[]): Report {
  return { ...clean, inputs: [], packs: [], params: [], guidelines: [], findings }
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
    expect(Buffer.byteLength(text)).toBeGreaterThan(markdownLimit - 10_000)
    expect(text).toContain('### What is wrong\n\n#### policy-299')
    // the rows of the table of guidelines among them
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      `**${6000 + 300 - shown} more entries not shown: too long.**`,
    )
  })

  test('a pull-request comment takes less', () => {
    expect(Buffer.byteLength(markdown(report, { maxSize: 65_536 }))).toBeLessThanOrEqual(65_536)
  })

  test('however little room there is, it is not exceeded', () => {
    for (const bytes of [120, 200, 1000]) {
      expect(Buffer.byteLength(markdown(report, { maxSize: bytes }))).toBeLessThanOrEqual(bytes)
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

test('what ends soonest is the first of the waived', () => {
  const waiver = { reason: 'r', owner: 'o', expires: '2027-01-01', status: 'active' as const }
  const report = withFindings(
    ['2027-03-01', '2027-01-01', '2027-02-01'].map((expires) => ({
      ...example,
      waiver: { ...waiver, expires },
    })),
  )
  expect(markdown(report).match(/until 2027-\d\d-\d\d/g)).toEqual([
    'until 2027-01-01',
    'until 2027-02-01',
    'until 2027-03-01',
  ])
})

test('five findings of a guideline are seen, the others when a reader opens them', () => {
  const text = markdown(withFindings(Array.from({ length: 8 }, () => ({ ...example, guidelines: [] }))))
  const [seen = '', more = ''] = text.split('<details><summary>3 more</summary>')
  expect([seen, more].map((part) => part.split(`\n- `).length - 1)).toEqual([5, 3])
})

describe('a place', () => {
  const link = { prefix: 'https://git.test/a/b/blob/c/', folder: 'services/api' }
  const placed = (file: string, target = link) => {
    const location = { ...example.location, file }
    const [line = ''] =
      /^- .*$/m.exec(markdown(withFindings([{ ...example, guidelines: [], location }]), { link: target })) ??
      []
    return line.slice(2, line.indexOf(' port'))
  }

  test.each([
    ['pods.json', '[`pods.json:42:9`](<https://git.test/a/b/blob/c/services/api/pods.json#L42>)'],
    [
      '../shared/a b.json',
      '[`../shared/a b.json:42:9`](<https://git.test/a/b/blob/c/services/shared/a%20b.json#L42>)',
    ],
    ['a](x)>.json', '[`a](x)>.json:42:9`](<https://git.test/a/b/blob/c/services/api/a%5D(x)%3E.json#L42>)'],
    ['../../../other/x.json', '`../../../other/x.json:42:9`'],
    ['/etc/x.json', '`/etc/x.json:42:9`'],
    ['<stdin>', '`<stdin>:42:9`'],
  ])('%s links to the file in the repository, and only there', (file, expected) => {
    expect(placed(file)).toBe(expected)
  })
})
