import type { parse as parseIni } from 'ini'
import { valuePlaces } from '../../runtime/documents/value-places.js'
import { isRecord, setOwn } from '../../runtime/member.js'
import { type DataFormat, dataSource } from './data-source.js'

/**
 * INI files of any kind, as npm reads them: sections are maps, a dot in their names nests them, `name[]` is a list. The parser gives no places:
 * a section and a key are looked for at the start of lines; a key that is given twice is where it is last, as its last value counts.
 */
const format: DataFormat = {
  name: 'ini',
  reads: 'INI',
  files: ['*.ini', '*.cfg', '.npmrc', '.editorconfig'],
  parse(lines, document, parsers) {
    const { parse } = parsers.load<{ readonly parse: typeof parseIni }>('ini', document)
    const data = plain(parse(lines.text))
    const places = valuePlaces(lines)
    for (const { path, start, end } of marksIn(lines.text)) places.set(path, start, end)
    return { things: [{ data, locate: places.locate }] }
  },
}

interface Mark {
  readonly path: readonly (string | number)[]
  readonly start: number
  readonly end: number
}

/** The lines of sections, each where it begins first, and of keys, those that count. */
function marksIn(text: string): readonly Mark[] {
  const sections: Mark[] = []
  const keys: Mark[] = []
  const sizes = new Map<string, number>()
  let section: readonly string[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const [, heading, key, list] =
      /^\s*(?:\[([^\]]*)\]|([^=;#[\s][^=]*?)(\[\])?\s*(?:=|\r?$))/.exec(line) ?? []
    const end = start + line.length
    if (heading !== undefined) {
      section = stepsOf(heading.trim())
      for (const i of section.keys()) sections.push({ path: section.slice(0, i + 1), start, end })
    } else if (key !== undefined) {
      const path = [...section, key.replace(/^(["'])(.*)\1$/, '$2')]
      const name = JSON.stringify(path)
      const size = sizes.get(name) ?? 0
      sizes.set(name, size + 1)
      if (list !== undefined) keys.push({ path: [...path, size], start, end })
      if (list === undefined || size === 0) keys.push({ path, start, end })
    }
    start = end + 1
  }
  return [...sections, ...keys.reverse()]
}

/** The names in that of a section: a dot behind a backslash is none between two. */
function stepsOf(heading: string): readonly string[] {
  return (heading.match(/(?:\\\.|[^.])+/g) ?? []).map((step) => step.replaceAll('\\.', '.'))
}

export const ini = dataSource(format)

/** The parser's maps have no prototype. */
function plain(value: unknown): unknown {
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) setOwn(copy, key, plain(member))
  return copy
}
