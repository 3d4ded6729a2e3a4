import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { globSync } from 'glob'
import { describe, expect, test } from 'vitest'
import { formatPointer } from '../pointer.js'
import { divide } from './kubernetes-text.js'
import { composedDocuments, partReader } from './kubernetes-yaml.js'
import { linesOf } from './lines.js'
import { mayBePlain, readPlain } from './plain-yaml.js'
import type { YamlDocument } from './yaml-document.js'

/** What the quick reader takes for plain and the reader of all YAML reads otherwise: data, or a place. */
function differences(text: string): {
  readonly plain: number
  readonly parts: number
  readonly found: object[]
} {
  const lines = linesOf('a.yaml', text)
  const { parts } = divide(text)
  const read = partReader(lines, {})
  const found: object[] = []
  let plain = 0
  for (const part of parts) {
    const [ours] = read(part)
    if (!ours || !mayBePlain(text) || !readPlain(text, part)) continue
    plain++
    const theirs = [...composedDocuments(part, lines)]
    const [document] = theirs
    const isAlike = theirs.length === 1 && document?.errors.length === 0 && isSame(ours.data, document.data)
    if (!document || !isAlike)
      found.push({
        text: text.slice(part.start, part.end),
        ours: ours.data,
        theirs: theirs.map(({ data, errors }) => ({ data, errors })),
      })
    else for (const pointer of pointersIn(ours.data)) comparePlaces(pointer, ours, document, found)
  }
  return { plain, parts: parts.length, found }
}

function comparePlaces(pointer: string, ours: YamlDocument, theirs: YamlDocument, found: object[]): void {
  for (const part of ['key', 'value'] as const) {
    const [a, b] = [ours.locate(pointer, part), theirs.locate(pointer, part)]
    if (JSON.stringify(a) !== JSON.stringify(b))
      found.push({ pointer, part, ours: a, theirs: b, line: ours.lineAt(a.start.line) })
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return written(a) === written(b)
}

/** With what JSON does not tell apart, and in the order of keys. */
function written(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'bigint' ? `bigint ${value}` : Object.is(value, -0) ? 'minus zero' : value,
  )
}

function pointersIn(data: unknown, path: readonly (string | number)[] = []): string[] {
  const inner = typeof data === 'object' && data !== null ? Object.entries(data) : []
  const deeper = inner.flatMap(([key, value]) => pointersIn(value, [...path, key]))
  return [formatPointer(path), formatPointer([...path, 'no such key']), ...deeper]
}

const recorded = readFileSync('testdata/kubernetes/1.37/yaml.ndjson', 'utf8').trimEnd().split('\n')
const texts: readonly string[] = recorded.map((line) => JSON.parse(line).text)
const files = globSync(['{policies,testdata,docs,src,bench}/**/*.{yaml,yml}']).sort()

/** A document as kubectl writes it, and one as people do. */
const samples = [
  `apiVersion: v1
items:
- kind: Pod
  metadata:
    annotations:
      text: |
        a: 1
          b

        c
      "y": 'it''s
        folded'
    name: "a\\tb \\
      \\ c"
  spec: {}
  words: one two
    three
- []
kind: List
`,
  `# first
a:
  - b:
      - 1
      - -2.50
    c: >-
      one
      two

      three
    d: ~
  - - x
    - y: z
e:
- f

g: 'one'
`,
]

const pieces = [
  ' ',
  '  ',
  '\n',
  '\n  ',
  '- ',
  ': ',
  ':',
  '#',
  ' #',
  '"',
  "'",
  '|',
  '>',
  '-',
  '+',
  '\\',
  '\t',
  'a',
  'on',
  '<<: ',
  '0x1',
  '&a ',
  '*a',
  '!!str ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '?',
  '? ',
  '...',
  '---',
  '|2-',
  '\u00a0',
  '\r',
]

const edited = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(400), fc.nat(3), fc.constantFrom('', ...pieces)), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), text),
  )

describe('what the quick reader takes for plain, the reader of all YAML reads alike, places included', () => {
  test('every text whose reading kubectl has recorded', () => {
    const all = texts.map(differences)
    expect(all.flatMap(({ found }) => found)).toEqual([])
    expect(all.reduce((sum, { plain }) => sum + plain, 0)).toBeGreaterThan(300)
  })

  test('the files of this repository', () => {
    expect(files.flatMap((file) => differences(readFileSync(file, 'utf8')).found)).toEqual([])
  })

  test('the samples', () => {
    expect(samples.map(differences)).toEqual(samples.map(() => ({ plain: 1, parts: 1, found: [] })))
  })

  test('plain documents with a change or a few anywhere', () => {
    fc.assert(
      fc.property(edited, (text) => {
        expect(differences(text).found).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
