import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { layoutOf } from '../documents/pieces/layout.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import { piecesOf as inTurn, pieceReader } from '../documents/pieces/pieces.js'
import { joinPieces, rangesOf, readRange } from '../documents/pieces/ranges.js'
import { readInputs } from '../exports/inputs.js'
import type { PieceJudge } from '../exports/read-share.js'
import { sourcesOf } from '../exports/sources.js'
import { InputError } from '../input-error.js'
import { loadLibrary } from '../library/library.js'
import type { Report } from '../model/index.js'
import type { Progress } from '../progress.js'
import { helpWith, type RunRequest, runWith, type ThreadTask } from '../run.js'
import { answer, type Threads } from '../threads/threads.js'
import { damages, list, sevenPods, sizes, writers } from './lists.fixture.js'
import { judgesAlone } from './scan.js'

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

writeFileSync(
  join(root, 'policies.yaml'),
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
const disk = { root }
const library = loadLibrary({ disk, platforms, policies: ['policies.yaml'] })

/** How a large export is read: whole, piece by piece, or ranges of it by several threads. */
type Way = 'whole' | 'in turn' | 'together'

interface ReadingOptions {
  readonly redact?: boolean
  readonly under?: string
  readonly source?: string
  /** What comes in for `-`. */
  readonly stdin?: Buffer
  readonly progress?: RunRequest['progress']
}

const chunksOf = (bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / 999) }, (_, i) => bytes.subarray(999 * i, 999 * (i + 1)))

/** The report of a scan, or the mistakes that it ends with. */
function reportOf(
  files: readonly string[],
  way: Way,
  size = 0,
  { redact = true, under = root, source, stdin, progress }: ReadingOptions = {},
): Report | string {
  const date = new Date(0)
  const request: RunRequest = {
    disk: { root: under, ...(stdin && { readStdin: () => stdin, stdinParts: () => chunksOf(stdin) }) },
    platforms,
    policies: ['policies.yaml'],
    inputs: files.map((path) => ({ path, source })),
    now: date,
    startedAt: date,
    elapsed: () => 0,
    pieces: { from: way === 'whole' ? Infinity : 0, size, shared: 0 },
    ...(progress && { progress }),
    redact: redact ? [{ type: 'v1/Pod', path: ['metadata', 'labels'] }] : [],
    ...(way === 'together' && { threads: turnsOf(() => ({ ...request, disk })) }),
  }
  try {
    return runWith(library, request).report
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

/** Threads that do, one after the other, what threads would do beside this one: some ranges each, before it takes the rest. */
function turnsOf(request: () => RunRequest): Threads<ThreadTask> {
  return {
    count: 2,
    start(task, call) {
      if (task.kind !== 'share') throw new Error('the digest of a small file is computed at once')
      const { counter } = task
      let left = 3
      let taken = 0
      const stopAfterSome = () => {
        if (left-- > 0) return
        taken = Atomics.exchange(counter, 0, 1_000_000)
      }
      answer(call, (beat) =>
        helpWith(library, { ...task, most: 2 }, request(), () => {
          beat()
          stopAfterSome()
        }),
      )
      if (left < 0) Atomics.store(counter, 0, taken)
    },
  }
}

/** Whether a file is read in pieces, with other names where that is needed. */
function isInPieces(path: string, size: number): boolean {
  const judged: unknown[] = []
  const judge: PieceJudge = {
    begin: () => ({ needs: () => false, take: () => {}, findings: () => 0, judged: () => undefined }),
    adopt: () => {},
    foundElsewhere: () => {},
    settle: (parts) => judged.push(...parts),
  }
  readInputs([{ path }], { root }, sourcesOf(platforms, { root }), {
    judge,
    pieces: { sizes: { from: 0, size } },
  })
  return judged.length > 0
}

/** How many pieces a file is read in, and how many ranges of it join; 0 when it has to be read whole. */
function piecesOf(file: string, size: number): { readonly inTurn: number; readonly joined: number } {
  const all = readFileSync(join(root, file))
  const bytes = { size: all.length, read: (target: Buffer, from: number) => all.copy(target, 0, from) }
  const counted = (count: () => number) => {
    try {
      return count()
    } catch (error) {
      if (error instanceof NotInPieces) return 0
      throw error
    }
  }
  const reader = () =>
    pieceReader(bytes, layoutOf(bytes, file.endsWith('.ndjson') ? 'ndjson' : 'json', size), {
      file,
      subject: {},
    })
  return {
    inTurn: counted(() => [...inTurn(reader(), size)].length),
    joined: counted(() => {
      const of = reader()
      const ranges = rangesOf(of, size)
      const pieces = Array.from({ length: ranges.count }, (_, i) => readRange(bytes, of, ranges, i))
      return joinPieces(
        ranges,
        pieces.filter((piece) => piece !== undefined),
      ).length
    }),
  }
}

/** Counts the files that are read in several pieces. */
function count(
  counts: { inTurn: number; joined: number },
  { inTurn, joined }: ReturnType<typeof piecesOf>,
): void {
  if (inTurn > 1) counts.inTurn++
  if (joined > 1) counts.joined++
}

/** Holds that the file comes to the same report however it is read. */
function expectSame(files: readonly string[], size: number, options?: ReadingOptions): void {
  const whole = reportOf(files, 'whole', 0, options)
  expect(reportOf(files, 'in turn', size, options)).toEqual(whole)
  expect(reportOf(files, 'together', size, options)).toEqual(whole)
}

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
