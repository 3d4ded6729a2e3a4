import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { stringify, type ToStringOptions } from 'yaml'
import { platforms } from '../../platforms/index.js'
import { layoutOf } from '../documents/pieces/layout.js'
import { pieceReader, piecesOf } from '../documents/pieces/pieces.js'
import { InputError } from '../input-error.js'
import { loadLibrary } from '../library/library.js'
import type { Report } from '../model/index.js'
import { runWith } from '../run.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-yaml-'))
afterAll(() => rmSync(root, { recursive: true }))

const library = loadLibrary({ disk: { root: '.' }, platforms, policies: ['testdata/yaml-pieces.yaml'] })

/** The report of a scan, or the mistakes that it ends with. */
function reportOf(file: string, size: number): Report | string {
  const date = new Date(0)
  const request = { disk: { root }, platforms, policies: [], inputs: [{ path: file }] }
  const pieces = { from: size === 0 ? Infinity : 0, size }
  try {
    return runWith(library, { ...request, now: date, startedAt: date, elapsed: () => 0, pieces }).report
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

/** How many pieces a text is read in; 0 when it has to be read whole. */
function countPieces(text: string, size: number): number {
  const all = Buffer.from(text)
  const bytes = { size: all.length, read: (target: Buffer, from: number) => all.copy(target, 0, from) }
  try {
    const reader = pieceReader(bytes, layoutOf(bytes, 'yaml', size), { file: 'a.yaml', subject: {} })
    return [...piecesOf(reader, size)].length
  } catch {
    return 0
  }
}

/** Whether it was read in several pieces; both readings come to the same report. */
function compare(text: string, size: number): boolean {
  writeFileSync(join(root, 'a.yaml'), text)
  expect(reportOf('a.yaml', size)).toEqual(reportOf('a.yaml', 0))
  return countPieces(text, size) > 1
}

const word = fc.constantFrom(
  'a',
  'ü',
  '😀',
  '\n---\n',
  '\n- ',
  '\n  - kind: Pod',
  ': ',
  ' #',
  '"',
  "'",
  '\t',
  '}',
)
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(''))
const object = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constantFrom('Pod', 'Pod', 'Service'),
  metadata: fc.record(
    { name: fc.integer({ min: 0, max: 60 }).map((n) => `n${n}`), annotations: fc.record({ text }) },
    { requiredKeys: ['name'] },
  ),
  spec: fc.record({
    priority: fc.constantFrom(1, 7, 'x', null),
    containers: fc.array(fc.record({ name: text, args: fc.array(text, { maxLength: 2 }) }), { maxLength: 3 }),
  }),
})
const objects = fc.uniqueArray(object, {
  minLength: 3,
  maxLength: 9,
  selector: ({ kind, metadata }) => `${kind}${metadata.name}`,
})
const sizes = fc.constantFrom(64, 300, 1000, 5000)
const styles = fc.constantFrom<ToStringOptions>(
  { indentSeq: false },
  { lineWidth: 30 },
  { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' },
  { indentSeq: false, blockQuote: false },
  { collectionStyle: 'flow' },
)

describe('read in pieces, YAML comes to the same report', () => {
  test('document by document', () => {
    let inPieces = 0
    const ends = fc.constantFrom(
      '---\n',
      '---\n---\n',
      '--- # next\n',
      '...\n---\n',
      '---\r\n',
      '# note\n---\n\n',
    )
    fc.assert(
      fc.property(objects, sizes, styles, ends, fc.boolean(), (items, size, style, end, isOpened) => {
        const text = items.map((item) => stringify(item, style)).join(end)
        if (compare(isOpened ? end + text : text, size)) inPieces++
      }),
      { numRuns: 20 },
    )
    expect(inPieces).toBeGreaterThan(0)
  })

  test('lists as kubectl writes them, item by item', () => {
    let inPieces = 0
    fc.assert(
      fc.property(objects, sizes, styles, fc.nat(3), (items, size, style, shape) => {
        const list = { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }
        const text = stringify(list, style)
        const others = [text, `---\n${text}`, `\ufeff${text}`, text.replaceAll('\n', '\r\n')]
        if (compare(others[shape] ?? text, size)) inPieces++
      }),
      { numRuns: 20 },
    )
    expect(inPieces).toBeGreaterThan(0)
  })

  test('several lists', () => {
    fc.assert(
      fc.property(objects, objects, sizes, styles, (one, other, size, style) => {
        const lists = [one, other.map((item) => ({ ...item, kind: `${item.kind}s` }))]
        const texts = lists.map((items) => stringify({ apiVersion: 'v1', kind: 'List', items }, style))
        compare(texts.join('---\n'), size)
      }),
      { numRuns: 8 },
    )
  })
})

const damages: Readonly<Record<string, (text: string) => string>> = {
  'cut off': (text) => text.slice(0, -20),
  'a key given twice': (text) => text.replace('name: ', 'name: x\n    name: '),
  'a key of the list given twice': (text) => `${text}apiVersion: v1\n`,
  'a second list of items': (text) => `${text}items:\n- kind: Pod\n  apiVersion: v1\n`,
  'text behind': (text) => `${text}x\n`,
  'no kind': (text) => text.replace('kind: List', 'kid: List'),
  'an item that is none': (text) => text.replace('\n- ', '\n- 1\n- '),
  'an open quote': (text) => text.replace('name: ', 'name: "'),
  'an open bracket': (text) => text.replace('name: ', 'name: ['),
  'an anchor': (text) =>
    text.replace('spec:', 'spec: &a').replace(/spec:(?! &)[\s\S]*?(?=\n- |\nkind)/, 'spec: *a'),
  'a line out of place': (text) => text.replace('\n- ', '\nx\n- '),
  'a page of several': (text) =>
    text.replace('metadata:\n  resource', 'metadata:\n  continue: x\n  resource'),
  'a document in the list': (text) => text.replace(/(\n- [\s\S]*?)(\n- )/, '$1\n---$2'),
  'a tab': (text) => text.replace('\n  ', '\n\t'),
}

test.each(Object.entries(damages))('%s: the same mistakes, in the same places', (_, damage) => {
  fc.assert(
    fc.property(objects, fc.constantFrom(64, 500), (items, size) => {
      const list = { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }
      compare(damage(stringify(list, { indentSeq: false })), size)
    }),
    { numRuns: 3 },
  )
})

test('what kubectl has made of every recorded text', () => {
  const lines = readFileSync('testdata/kubernetes/1.37/yaml.ndjson', 'utf8').trimEnd().split('\n')
  const texts: readonly string[] = lines.filter((_, i) => i % 5 === 0).map((line) => JSON.parse(line).text)
  for (let at = 0; at < texts.length; at += 80) {
    const documents = texts
      .slice(at, at + 80)
      .map((text) => `kind: Pod\napiVersion: v1\ntext:\n  ${text.replaceAll('\n', '\n  ')}`)
    compare(documents.join('\n---\n'), 64)
  }
})

/** How many bytes are in use when all that nobody holds is collected. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

test('what is kept of a piece does not keep its text', () => {
  const spec =
    'match: {resources: [v1/Pod]}, validations: [{expression: "false", messageExpression: object.spec.owner}]'
  const policy = `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: owners}\nspec: {${spec}}\n`
  writeFileSync(join(root, 'owners.yaml'), policy)
  const [documents, lines] = [50, 8000]
  const notes = '    - a note of which nothing is kept\n'.repeat(lines)
  const file = join(root, 'large.yaml')
  for (let i = 0; i < documents; i++) {
    const name = `a-name-that-is-long-enough-to-be-a-part-of-a-text-${i}`
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  owner: of ${name}\n  notes:\n${notes}---\n`
    writeFileSync(file, text, { flag: 'a' })
  }
  let kept: number | undefined
  let before = 0
  const { report } = runWith(loadLibrary({ disk: { root }, platforms, policies: ['owners.yaml'] }), {
    disk: { root },
    platforms,
    policies: [],
    inputs: [{ path: 'large.yaml' }],
    pieces: { from: 0, size: 1 << 18 },
    progress({ bytes }) {
      if (!bytes) return
      if (before === 0) before = bytesInUse()
      else if (bytes.done > 0.9 * bytes.all && kept === undefined) kept = bytesInUse() - before
    },
  })
  rmSync(file)
  expect(report.findings.length).toBe(documents)
  // The texts have 300 kB each; a few may be at hand still.
  expect(kept).toBeLessThan(documents * 120_000)
})
