import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { Finding, Report, Severity } from '../../runtime/model/index.js'
import { checkstyle } from './checkstyle.js'
import { csv } from './csv.js'
import { githubAnnotations } from './github.js'
import { gitlab, gitlabCodeQuality } from './gitlab.js'
import { tap } from './tap.js'

const folder = new URL('../../../testdata/reports/', import.meta.url)
const read = (name: string): Report => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const mixed = read('mixed')
const [anyFinding] = mixed.findings
if (!anyFinding) throw new Error('the example has changed')

const clean = read('clean')

/** A report of these findings, and of nothing else that is wrong. */
function reportOf(findings: readonly Partial<Finding>[]): Report {
  const { waiver, ...finding } = anyFinding as Finding
  return {
    ...clean,
    warnings: [],
    guidelines: [],
    findings: findings.map((each) => ({ ...finding, ...each })),
  }
}

const at = (file: string, line = 3) => ({ file, start: { line, column: 5 }, end: { line, column: 9 } })

describe('github', () => {
  const many = (number: number, severity: Severity): Partial<Finding>[] =>
    Array.from({ length: number }, (_, i) => ({
      severity,
      message: `${severity} ${i}`,
      location: at('a.json', i + 1),
    }))

  test('an annotation says where, which guideline, and what', () => {
    const finding = { severity: 'high', message: '50% of a, b', location: at('exports/a:b,c.json') } as const
    const { policy, resource } = anyFinding
    expect(
      githubAnnotations(
        reportOf([{ ...finding, resource: { ...resource, type: 'T', id: 'n', name: 'n', subject: {} } }]),
      ),
    ).toEqual({
      text: `::error file=exports/a%3Ab%2Cc.json,line=3,col=5,endColumn=9,title=${policy} (high)::50%25 of a, b [T n]\n`,
      notes: [],
    })
  })

  test('of each level it writes as many as GitHub shows, the worst, and says how many more there are', () => {
    const { text, notes } = githubAnnotations(
      reportOf([...many(9, 'high'), ...many(8, 'critical'), ...many(10, 'medium')]),
    )
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => line.replace(/^::(\w+).*::(.*?)( \[.*)?$/, '$1: $2'))).toEqual([
      ...many(8, 'critical').map(({ message }) => `error: ${message}`),
      'error: high 0',
      'error: and 8 more errors: the other reports of this run have them all',
      ...many(10, 'medium').map(({ message }) => `warning: ${message}`),
    ])
    expect(notes).toEqual(['GitHub shows 10 annotations of a level: 8 left out, the least severe'])
  })

  test('paths are those of the repository, and what is not in it is shown at its rule', () => {
    const outside = { location: at('../../elsewhere.json'), policyLocation: at('policies/p.yaml', 7) }
    const { text } = githubAnnotations(reportOf([{ location: at('a.json') }, outside]), { folder: 'infra' })
    expect(text.match(/file=[^,]*,line=\d+/g)).toEqual([
      'file=infra/a.json,line=3',
      'file=infra/policies/p.yaml,line=7',
    ])
  })
})

describe('gitlab', () => {
  const issues = (
    report: Report,
  ): { readonly fingerprint: string; readonly location: { readonly path: string } }[] =>
    JSON.parse(gitlab(report))

  test('names an issue alike wherever it moves to, and no two alike', () => {
    const prints = (report: Report) => issues(report).map(({ fingerprint }) => fingerprint)
    const moved = {
      ...mixed,
      findings: mixed.findings.map((finding) => ({ ...finding, location: at(finding.location.file, 99) })),
    }
    expect(prints(moved)).toEqual(prints(mixed))
    expect(new Set(prints(mixed)).size).toBe(prints(mixed).length)
  })

  test('says what it has to leave out', () => {
    const report = read('could-not-run')
    const { notes } = gitlabCodeQuality({
      ...report,
      problems: [{ code: 'usage', level: 'error', message: 'no' }],
    })
    expect(notes).toEqual([
      '1 entry left out of the report for GitLab, which knows only lines of files: other reports have them',
    ])
  })
})

test('checkstyle: every mark is an element with source, severity and message', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => ['file', 'error'].includes(name),
  })
  const { file: files } = parser.parse(checkstyle(mixed)).checkstyle
  const marks = files.flatMap(({ error }: { error: unknown[] }) => error)
  expect(marks.length).toBeGreaterThan(mixed.findings.length - mixed.waivers.length)
  for (const mark of marks) {
    expect(mark).toMatchObject({
      severity: expect.stringMatching(/^(error|warning|info)$/),
      source: expect.stringMatching(/./),
      message: expect.stringMatching(/./),
    })
  }
})

describe('tap', () => {
  test.each(['mixed', 'clean', 'empty', 'could-not-run', 'lint'])(
    '%s: the plan counts the points, and details are YAML',
    (name) => {
      const lines = tap(read(name)).trimEnd().split('\n')
      const points = lines.filter((line) => /^(not )?ok /.test(line))
      expect(lines[0]).toBe('TAP version 14')
      expect(lines[1]?.split(' ')[0]).toBe(`1..${points.length}`)
      expect(points.map((line) => Number(/\d+/.exec(line)?.[0]))).toEqual(points.map((_, i) => i + 1))
      for (const [block] of tap(read(name)).matchAll(/^ {2}---\n[\s\S]*?^ {2}\.\.\.$/gm)) {
        for (const document of parseAllDocuments(block.replace(/^ {2}/gm, ''))) {
          expect('errors' in document && document.errors).toEqual([])
        }
      }
    },
  )

  test('what is violated is not ok, what nobody decided is skipped, and a run that could not judge bails out', () => {
    const text = tap(mixed)
    for (const { id, status } of mixed.guidelines) {
      const line = text.split('\n').find((each) => each.includes(` - ${id.replaceAll('#', '\\#')}`))
      const isDecided = ['violated', 'error', 'satisfied', 'attested'].includes(status)
      expect([id, line?.startsWith('not ok'), line?.includes('# SKIP')]).toEqual([
        id,
        status === 'violated' || status === 'error',
        !isDecided,
      ])
    }
    expect(tap(read('could-not-run'))).toContain('\nBail out! ')
  })
})

describe('csv', () => {
  /** By RFC 4180, with LF. */
  function cellsOf(text: string): string[][] {
    const rows: string[][] = []
    for (const line of text.trimEnd().split('\n')) {
      rows.push(
        [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
          ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
        ),
      )
    }
    return rows
  }

  test('has a row for each finding and each guideline without one, all as wide as the first', () => {
    const [head, ...rows] = cellsOf(csv(mixed))
    expect(rows.filter(([kind]) => kind === 'finding').length).toBe(mixed.findings.length)
    expect(rows.filter((row) => row.length !== head?.length)).toEqual([])
  })

  test('no cell of an export is a formula, whatever it is called', () => {
    const names = fc.string({ unit: fc.constantFrom(...'=+-@|% \t\n\r",;x\''), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(names, (name) => {
        const resource = { ...anyFinding.resource, id: name, name }
        const rows = cellsOf(csv(reportOf([{ resource, message: name, pointer: name }])))
        expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([15]))
        expect(rows.flat().filter((cell) => /^\s*[=+\-@|%]/.test(cell))).toEqual([])
      }),
    )
  })
})
