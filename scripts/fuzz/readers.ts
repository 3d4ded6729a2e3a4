import fc from 'fast-check'
import { parseDocuments } from '../../src/runtime/documents/index.js'
import type { Document } from '../../src/runtime/model/index.js'
import { exports, samples, sources } from './corpus.js'
import { damagedJson, damages, edited, editedText } from './damage.js'
import { accepted, demand, type Target, target } from './target.js'

const formats = ['yaml', 'json', 'ndjson', 'text'] as const

const texts: Readonly<Record<(typeof formats)[number], readonly string[]>> = {
  yaml: [...exports, ...samples('policies/ibm-pag', 'testdata/errors', 'testdata/kubernetes')]
    .filter(({ file }) => /\.ya?ml$/.test(file))
    .map(({ text }) => text),
  json: exports.filter(({ file }) => file.endsWith('.json')).map(({ text }) => text),
  ndjson: exports
    .filter(({ file }) => file.endsWith('.json'))
    .map(({ text }) => text.trim().replace(/\n\s*/g, ''))
    .map((line) => `${line}\n${line}\n`),
  text: exports.filter(({ file }) => /\.(?:txt|rules)$/.test(file)).map(({ text }) => text),
}

/** Readers on texts of their own format and of the others, and on bytes. */
export const readers: readonly Target[] = [
  ...formats.map((format) => {
    const own = fc.constantFrom(...texts[format])
    const other = fc.constantFrom(...formats.flatMap((each) => texts[each]))
    const text = fc.tuple(fc.oneof({ weight: 4, arbitrary: own }, other), edited)
    const whole = text.map(([sample, edits]) => editedText(sample, edits))
    return target(`read:${format}`, whole, (input) => readAs(format, input))
  }),
  target('read:json data', fc.tuple(fc.constantFrom(...texts.json), damages), ([sample, all]) => {
    const written = damagedJson(JSON.parse(sample), all)
    const documents = accepted(() => parseDocuments('a.json', written))
    if (documents?.length === 1) demand(isSame(documents[0]?.data, JSON.parse(written)), 'other data')
  }),
  target(
    'read:bytes',
    fc.tuple(
      fc.constantFrom('a.json', 'a.yaml', 'a.ndjson', 'a.txt', 'a'),
      fc.uint8Array({ maxLength: 200 }),
    ),
    ([file, bytes]) => {
      accepted(() => parseDocuments(file, Buffer.from(bytes), { isText: sources.isText }))
    },
  ),
]

function readAs(format: (typeof formats)[number], text: string): void {
  for (const document of accepted(() => parseDocuments(`a.${format}`, text, { format })) ?? []) {
    const lines = text.split(/\r\n|[\r\n]/).length
    for (const pointer of ['', ...pointersOf(document).slice(0, 200), '/not/there', '/__proto__']) {
      const { start, end } = document.locate(pointer)
      const inside = start.line >= 1 && start.column >= 1 && end.line >= start.line && end.line <= lines
      demand(inside, `'${pointer}' stands at ${JSON.stringify({ start, end })} of ${lines} lines`)
    }
  }
}

function pointersOf({ data }: Document): string[] {
  const found: string[] = []
  const visit = (value: unknown, pointer: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 12 || found.length > 500) return
    for (const [key, member] of Object.entries(value)) {
      const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      found.push(below)
      visit(member, below, depth + 1)
    }
  }
  visit(data, '', 0)
  return found
}

/** As JSON.parse gives it, but for integers that a double does not hold, and for halves of characters. */
function isSame(data: unknown, expected: unknown): boolean {
  const written = (value: unknown) =>
    JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? Number(member) : member)).replace(
      /\\ud[89a-f][0-9a-f]{2}/g,
      '\ufffd',
    )
  return written(data) === written(expected)
}
