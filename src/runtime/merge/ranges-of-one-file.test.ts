import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { platforms } from '../../platforms/index.js'
import { InputError } from '../input-error.js'
import { loadLibrary } from '../library/library.js'
import type { Report } from '../model/index.js'
import { parseReport } from '../report/parse-report.js'
import { helpWith, type RunRequest, runWith } from '../run.js'
import { damages, list, sevenPods, writers } from '../scan/lists.fixture.js'
import { turnsOf } from '../scan/ways-of-reading.fixture.js'
import { mergeReports } from './merge-reports.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-ranges-'))
afterAll(() => rmSync(root, { recursive: true }))

const policy = (name: string, spec: string) =>
  `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: ${name}}\nspec: {${spec}}\n`
const policies = [
  policy(
    'images',
    `match: {resources: [v1/Pod]}, validations: [{name: each, forEach: object.spec.containers, expression: '!item.image.endsWith(":latest")', messageExpression: '"image " + item.image'}]`,
  ),
  policy('numbers', 'match: {resources: ["v1/*"]}, validations: [{expression: object.spec.priority < 5}]'),
  policy(
    'of-shop',
    `match: {resources: [v1/Pod]}, matchConditions: [{name: shop, expression: object.metadata.namespace == "shop"}, {name: low, expression: object.spec.priority < 5}], validations: [{expression: has(object.metadata.labels)}]`,
  ),
  policy('none', 'match: {resources: [v1/Node]}, validations: [{expression: "true"}]'),
]
writeFileSync(join(root, 'alone.yaml'), policies.join('---\n'))
writeFileSync(
  join(root, 'joining.yaml'),
  policy('every', 'match: {resources: [v1/Pod], scope: inventory}, validations: [{expression: "true"}]'),
)
const disk = { root }
const libraryOf = (file: string) => loadLibrary({ disk, platforms, policies: [file] })
const alone = libraryOf('alone.yaml')

const now = new Date('2026-09-21')

const usual = {
  disk,
  platforms,
  policies: [],
  now,
  startedAt: now,
  elapsed: () => 0,
  keepResults: 0,
  pieces: { from: 0, size: 64, shared: 0 },
} satisfies Partial<RunRequest>

/** The report of a scan, as it is read back from its file, or the mistakes that it ends with. */
function reportOf(
  files: readonly string[],
  size?: number,
  shard?: RunRequest['shard'],
  { library = alone, isShared = false } = {},
): Report | string {
  try {
    const { pieces, ...common } = usual
    const request: RunRequest = {
      ...common,
      inputs: files.map((path) => ({ path })),
      ...(size !== undefined && { pieces: { ...pieces, size } }),
      ...(shard && { shard }),
    }
    const threads = turnsOf((task, beat) => helpWith(library, { ...task, most: 2 }, request, beat))
    const { report } = runWith(library, isShared ? { ...request, threads } : request)
    const { results: _, ...rest } = report
    return parseReport('report.json', JSON.stringify(rest))
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

const shardsOf = (files: readonly string[], size: number, of: number, isShared = false) =>
  Array.from({ length: of }, (_, i) => reportOf(files, size, { index: i + 1, of }, { isShared }))

const merged = (reports: readonly Report[]) =>
  mergeReports(reports.map((report, i) => ({ file: `${i}.json`, report, sha256: '', bytes: 0 })))

const isReport = (report: Report | string): report is Report => typeof report !== 'string'

/** Holds that shards come to what one run comes to; where one run can read what they can't share, one of them says so. */
function expectSame(shards: readonly (Report | string)[], files: readonly string[]): void {
  const whole = reportOf(files)
  const [mistake] = shards.filter((shard) => !isReport(shard))
  if (mistake === undefined)
    expect(JSON.stringify(merged(shards.filter(isReport)))).toBe(JSON.stringify(whole))
  else if (isReport(whole)) expect(mistake).toContain(' cannot be shared between shards: ')
  else expect(shards).toContain(whole)
}

const sizes = fc.constantFrom(64, 100, 500)
const counts = fc.constantFrom(2, 3, 7)

const others: typeof writers = {
  lines: ({ items }) => items.map((item) => `${JSON.stringify(item)}\n`).join(''),
  'YAML, a list': (list) => stringify(list, { indentSeq: false }).replaceAll('\\ud83d', 'x'),
  'YAML, documents': ({ items }) =>
    items.map((item) => stringify(item).replaceAll('\\ud83d', 'x')).join('---\n'),
}

test.each(Object.entries({ ...writers, ...others }))(
  '%s: ranges of one file merge to the bytes of one run',
  (name, write) => {
    let cut = 0
    const file = name.startsWith('YAML') ? 'list.yaml' : 'list.json'
    fc.assert(
      fc.property(list, sizes, counts, fc.boolean(), (items, size, of, isShared) => {
        const all = { apiVersion: 'v1', kind: 'List', items }
        writeFileSync(join(root, file), write(all))
        const shards = shardsOf([file], size, of, isShared)
        if (shards.filter((shard) => isReport(shard) && shard.shard?.parts).length > 1) cut++
        expectSame(shards, [file])
      }),
      {
        numRuns: 5,
        examples: [
          [sevenPods, 64, 3, false],
          [sevenPods, 64, 3, true],
        ],
      },
    )
    expect(cut).toBeGreaterThan(0)
  },
)

test('several files, fewer than shards', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 2, maxLength: 3 }), counts, (lists, of) => {
      const files = lists.map((items, i) => {
        const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, i)
        writeFileSync(join(root, `f${i}.json`), text)
        return `f${i}.json`
      })
      expectSame(shardsOf(files, 100, of), files)
    }),
    { numRuns: 5 },
  )
})

test.each(Object.entries(damages))('%s: the same, the same mistakes, or a refusal', (_, damage) => {
  fc.assert(
    fc.property(
      list,
      fc.constantFrom(64, 500),
      fc.constantFrom(undefined, 2),
      fc.boolean(),
      (items, size, indent, isShared) => {
        const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, indent)
        writeFileSync(join(root, 'bad.json'), damage(text))
        expectSame(shardsOf(['bad.json'], size, 3, isShared), ['bad.json'])
      },
    ),
    { numRuns: 3 },
  )
})

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { priority: 7, containers: [] },
})
const pods = (...names: string[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: names.map(pod) }, null, 1)

test('resources of one name in two parts are refused', () => {
  writeFileSync(join(root, 'twice.json'), pods('a', 'b', 'c', 'd', 'e', 'a'))
  const shards = shardsOf(['twice.json'], 100, 2).filter(isReport)
  expect(() => merged(shards)).toThrow(
    'twice.json, of which several shards have judged a part, has resources of one name in several',
  )
})

test('a file that has changed meanwhile is refused', () => {
  const file = join(root, 'changed.json')
  writeFileSync(file, pods('a', 'b', 'c', 'd', 'e', 'f'))
  const [first] = shardsOf(['changed.json'], 100, 2)
  writeFileSync(file, pods('A', 'b', 'c', 'd', 'e', 'f'))
  const [, second] = shardsOf(['changed.json'], 100, 2)
  expect(() => merged([first, second] as Report[])).toThrow('had another content when each was judged')
})

test('parts that do not join are refused', () => {
  writeFileSync(join(root, 'cut.json'), pods('a', 'b', 'c', 'd', 'e', 'f'))
  const [first, second] = shardsOf(['cut.json'], 100, 2).filter(isReport) as [Report, Report]
  const moved = JSON.parse(JSON.stringify(second)) as { shard: { parts: { from: number }[] } }
  for (const part of moved.shard.parts) part.from++
  expect(() => merged([first, moved as unknown as Report])).toThrow(
    'is not there from its beginning to its end',
  )
})

test('what is packed is judged by one shard', () => {
  writeFileSync(join(root, 'packed.json.gz'), gzipSync(pods('a', 'b', 'c', 'd', 'e', 'f')))
  const shards = shardsOf(['packed.json.gz'], 100, 2) as Report[]
  expect(shards.map(({ inputs, shard }) => [inputs.length, shard?.parts])).toEqual([
    [1, undefined],
    [0, undefined],
  ])
  expect(JSON.stringify(merged(shards))).toBe(JSON.stringify(reportOf(['packed.json.gz'])))
})

test('what policies see together is never cut', () => {
  writeFileSync(join(root, 'joined.json'), pods('a', 'b', 'c', 'd', 'e', 'f'))
  const library = libraryOf('joining.yaml')
  const shards = [1, 2].map((index) =>
    reportOf(['joined.json'], 100, { index, of: 2 }, { library }),
  ) as Report[]
  expect(shards.map(({ shard }) => shard?.parts)).toEqual([undefined, undefined])
  const whole = reportOf(['joined.json'], undefined, undefined, { library })
  expect(JSON.stringify(merged(shards))).toBe(JSON.stringify(whole))
})

test('several threads judge a part each of the share of a run', () => {
  writeFileSync(join(root, 'shared.json'), pods(...'abcdefghijkl'))
  const shares = new Set<number>()
  const whole = shardsOf(['shared.json'], 64, 2) as Report[]
  const both = [1, 2].map((index) => {
    const request: RunRequest = {
      ...usual,
      inputs: [{ path: 'shared.json' }],
      shard: { index, of: 2 },
    }
    const threads = turnsOf((task, beat) => {
      shares.add(index)
      return helpWith(alone, task, request, beat)
    })
    return runWith(alone, { ...request, threads }).report
  })
  expect(shares.size).toBe(2)
  expect(both.map(({ shard }) => shard?.parts)).toEqual(whole.map(({ shard }) => shard?.parts))
})
