import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '../model/index.js'
import type { Progress } from '../progress.js'
import { damages, list, sevenPods, sizes, writers } from './lists.fixture.js'
import { judgesAlone } from './scan.js'
import { count, type Way, waysOfReading } from './ways-of-reading.fixture.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-pieces-'))
afterAll(() => rmSync(root, { recursive: true }))

const policy = (name: string, spec: string) =>
  `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: ${name}}\nspec: {${spec}}\n`

/** A policy of Kubernetes that refuses what it cannot judge. */
const admission = (name: string, spec: string, matches: object = {}, resources = 'pods') => {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: [resources] }
  const matchConstraints = JSON.stringify({ ...matches, resourceRules: [rule] })
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec: {matchConstraints: ${matchConstraints}, ${spec}}
`
}

const { library, reportOf, isInPieces, piecesOf, expectSame } = waysOfReading(
  root,
  [
    policy(
      'images',
      `match: {resources: [v1/Pod]}, validations: [{name: each, forEach: object.spec.containers, expression: '!item.image.endsWith(":latest")', messageExpression: '"image " + item.image'}]`,
    ),
    policy('numbers', 'match: {resources: ["v1/*"]}, validations: [{expression: object.spec.priority < 5}]'),
    policy(
      'of-shop',
      `match: {resources: [v1/Pod]}, matchConditions: [{name: shop, expression: object.metadata.namespace == "shop"}], validations: [{expression: has(object.metadata.labels)}]`,
    ),
    policy(
      'served',
      `match: {resources: [v1/Pod]}, requires: [v1/Service], validations: [{expression: 'inventory.list("v1/Service").exists(s, s.metadata.name == object.metadata.name)'}]`,
    ),
    policy(
      'any-secret',
      `match: {resources: [v1/Secret], scope: inventory}, validations: [{expression: 'inventory.list("v1/Secret").size() < 2'}]`,
    ),
    policy('none', 'match: {resources: [v1/Node]}, validations: [{expression: "true"}]'),
    `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: small}
spec:
  failurePolicy: Ignore
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: object.spec.priority < 3}]
`,
    admission(
      'strict',
      'validations: [{expression: object.spec.priority < 3}, {expression: object.spec.nodeName != ""}]',
    ),
    admission('named', 'validations: [{expression: "object.spec.containers.size() < 3", message: many}]', {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
    }),
    admission('labelled', 'validations: [{expression: object.spec.priority < 3}]', {
      namespaceSelector: { matchLabels: { team: 'a' } },
    }),
    admission('placed', 'validations: [{expression: namespaceObject.metadata.name == "shop"}]'),
    admission('anything', 'validations: [{expression: has(object.metadata.labels)}]', {}, '*'),
  ].join('---\n'),
)
test('policies of Kubernetes that need nothing but the object are judged while it is read', () => {
  const alone = library.policies.filter((policy) => policy.admission && judgesAlone(policy))
  expect(alone.map(({ id }) => id)).toEqual(['named', 'strict'])
})

describe('read in pieces, a list comes to the same report', () => {
  for (const [name, write] of Object.entries(writers))
    test(`with ${name}`, () => {
      const most = { inTurn: 0, joined: 0 }
      fc.assert(
        fc.property(list, sizes, fc.boolean(), (items, size, isTailed) => {
          const file = 'list.json'
          const head = { apiVersion: 'v1', items }
          const list = isTailed
            ? { ...head, kind: 'List', metadata: { list: [] } }
            : { kind: 'List', ...head }
          writeFileSync(join(root, file), write(list))
          count(most, piecesOf(file, size))
          expectSame([file], size)
        }),
        { numRuns: 12, examples: [[sevenPods, 64, false]] },
      )
      expect(most.inTurn).toBeGreaterThan(0)
      expect(most.joined).toBeGreaterThan(0)
    })

  test('a line', () => {
    const most = { inTurn: 0, joined: 0 }
    fc.assert(
      fc.property(
        list,
        sizes,
        fc.constantFrom('ndjson', 'json'),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        (items, size, extension, end) => {
          const file = `lines.${extension}`
          writeFileSync(join(root, file), items.map((item) => JSON.stringify(item) + end).join(''))
          count(most, piecesOf(file, size))
          expectSame([file], size)
        },
      ),
      { numRuns: 12, examples: [[sevenPods, 64, 'ndjson', '\n']] },
    )
    expect(most.inTurn).toBeGreaterThan(0)
    expect(most.joined).toBeGreaterThan(0)
  })
})

test('ranges join wherever an item ends', () => {
  const all = { apiVersion: 'v1', kind: 'List', items: sevenPods }
  const lines = (end: string) => sevenPods.map((item) => JSON.stringify(item) + end).join('')
  for (const [file, text] of [
    ['ends.json', JSON.stringify(all)],
    ['ends.json', JSON.stringify(all, null, 1)],
    ['ends.ndjson', lines('\n')],
    ['ends.ndjson', lines('\r\n\n')],
  ] as const) {
    writeFileSync(join(root, file), text)
    const sizes = Array.from({ length: 80 }, (_, i) => 100 + i)
    expect(sizes.filter((size) => piecesOf(file, size).joined < 2)).toEqual([])
  }
})

test.each(Object.entries(damages))('%s: the same mistakes, in the same places', (_, damage) => {
  fc.assert(
    fc.property(list, fc.constantFrom(64, 500), fc.constantFrom(undefined, 2), (items, size, indent) => {
      const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, indent)
      writeFileSync(join(root, 'bad.json'), damage(text))
      expectSame(['bad.json'], size)
    }),
    { numRuns: 10 },
  )
})

test('several resources of one name have the same names', () => {
  let readInPieces = 0
  const names = fc.constantFrom('web', 'web', 'web#2', 'web#3', 'db', 'db', 'db#2#2')
  fc.assert(
    fc.property(fc.array(names, { minLength: 4, maxLength: 12 }), fc.boolean(), (names, isList) => {
      const items = names.map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: {} }))
      const lines = items.map((item) => JSON.stringify(item)).join('\n')
      const file = isList ? 'twice.json' : 'twice.ndjson'
      writeFileSync(
        join(root, file),
        isList ? JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) : lines,
      )
      if (new Set(names).size < names.length && isInPieces(file, 64)) readInPieces++
      expectSame([file], 64)
    }),
    { numRuns: 10, examples: [[['web', 'web', 'db', 'db', 'web#2'], true]] },
  )
  expect(readInPieces).toBeGreaterThan(0)
})

test.each<[string, (item: object, i: number) => object]>([
  ['named', (item: object, i: number) => ({ ...item, id: `i${i}` })],
  ['without names', ({ ...item }: object) => ({ ...item, metadata: {} })],
])('of one type by the word of the user, %s', (_, change) => {
  fc.assert(
    fc.property(list, sizes, fc.constantFrom('list.json', 'list.ndjson'), (items, size, file) => {
      const changed = items.map(change)
      const lines = changed.map((item) => JSON.stringify(item)).join('\n')
      writeFileSync(join(root, file), file === 'list.json' ? JSON.stringify(changed) : lines)
      expectSame([file], size, { source: 'json:v1/Pod' })
    }),
    { numRuns: 5 },
  )
})

test.each([
  ['packed', (text: Buffer) => ['list.json.gz', gzipSync(text)] as const],
  ['by standard input', (text: Buffer) => ['-', text] as const],
  ['packed, by standard input', (text: Buffer) => ['-', gzipSync(text)] as const],
])('%s', (_, pack) => {
  fc.assert(
    fc.property(list, sizes, fc.constantFrom(...Object.values(writers)), (items, size, write) => {
      const [file, bytes] = pack(Buffer.from(write({ apiVersion: 'v1', kind: 'List', items } as never)))
      if (file !== '-') writeFileSync(join(root, file), bytes)
      expectSame([file], size, file === '-' ? { stdin: bytes } : {})
    }),
    { numRuns: 5 },
  )
})

test('not UTF-8: the same mistake', () => {
  const items = Array.from({ length: 9 }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `ü${i}` },
  }))
  const bytes = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  bytes[bytes.length - 20] = 0xff
  writeFileSync(join(root, 'bad.json'), bytes)
  expectSame(['bad.json'], 64)
})

test.each<Way>(['in turn', 'together'])(
  'progress counts the findings so far, whoever has them: %s',
  (way) => {
    const items = Array.from({ length: 40 }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `p${i}` },
      spec: { priority: 9, nodeName: 'n', containers: [] },
    }))
    writeFileSync(join(root, 'counted.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    let told = 0
    const progress = (step: Progress) => {
      if (step.doing === 'reading exports') told = step.findings ?? 0
    }
    const report = reportOf(['counted.json'], way, 100, { progress }) as Report
    const alone = new Set(library.policies.filter(judgesAlone).map(({ id }) => id))
    expect(told).toBe(report.findings.filter(({ policy }) => alone.has(policy)).length)
  },
)

test('several files, some of them in pieces', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 2, maxLength: 3 }), (lists) => {
      const files = lists.map((items, i) => {
        const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, i)
        writeFileSync(join(root, `f${i}.json`), i === 1 ? `${text} ${text}` : text)
        return `f${i}.json`
      })
      expectSame(files, 300)
    }),
    { numRuns: 10 },
  )
})

test('every export of this repository', () => {
  const folder = new URL('../../../testdata', import.meta.url).pathname
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|ndjson|jsonl)$/.test(entry.name))
    .map(({ parentPath, name }) => `${parentPath}${sep}${name}`)
  expect(files.length).toBeGreaterThan(20)
  const options = { redact: false, under: folder }
  for (const file of files) {
    const whole = reportOf([file], 'whole', 0, options)
    expect(reportOf([file], 'in turn', 64, options)).toEqual(whole)
    expect(reportOf([file], 'together', 1000, options)).toEqual(whole)
  }
})
