import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { InputError } from '../input-error.js'
import { parseDocuments } from './index.js'

/** What kubectl 1.37 made of a text: the JSON of its documents with sorted keys and floats as `5e+00`, or a refusal. */
interface Recorded {
  readonly text: string
  readonly documents?: readonly string[]
  readonly refused?: true
}

const folder = 'testdata/kubernetes/1.37'
const recorded: Recorded[] = readFileSync(`${folder}/yaml.ndjson`, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
/** Texts that we refuse and kubectl takes, by the reason. */
const exceptions: Record<string, string[]> = JSON.parse(
  readFileSync(`${folder}/yaml-exceptions.json`, 'utf8'),
)

test('every recorded text is read as kubectl reads it, or refused for a reason that is written down', () => {
  const known = new Set(Object.values(exceptions).flat())
  const differing: object[] = []
  const seen = new Set<string>()
  for (const { text, documents } of recorded) {
    const ours = read(text)
    if (JSON.stringify(ours) === JSON.stringify(documents?.map(spelt))) continue
    // A file without a document is a mistake here, and nothing to kubectl.
    if (ours === undefined && documents?.length === 0) continue
    if (ours === undefined && known.has(text)) seen.add(text)
    else differing.push({ text, documents, ours })
  }
  expect(differing).toEqual([])
  expect([...known].filter((text) => !seen.has(text))).toEqual([])
})

/** The documents as they are written in the records; undefined when the text is refused. */
function read(text: string): string[] | undefined {
  try {
    return parseDocuments('a.yaml', text).map(({ data, floats }) => {
      const doubles = new Set((floats?.() ?? []).map((path) => JSON.stringify(path)))
      return spelt(written(data, [], doubles))
    })
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

function written(value: unknown, path: readonly (string | number)[], doubles: ReadonlySet<string>): string {
  if (typeof value === 'bigint') {
    return doubles.has(JSON.stringify(path)) ? float(Number(value)) : String(value)
  }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !doubles.has(JSON.stringify(path)) ? String(value) : float(value)
  }
  if (Array.isArray(value))
    return `[${value.map((item, i) => written(item, [...path, i], doubles)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${written(item, [...path, key], doubles)}`).join(',')}}`
}

function float(value: number): string {
  return Object.is(value, -0) ? '-0e+00' : value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2')
}

/** JSON leaves open how some characters are written. */
function spelt(json: string): string {
  return json.replace(/\\u(2028|2029|007f)/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
