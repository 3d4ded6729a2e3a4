import type { parse as parseIni } from 'ini'
import { valuePlaces } from '../../runtime/documents/value-places.js'
import { isRecord, setOwn } from '../../runtime/member.js'
import { type DataFormat, dataSource } from './data-source.js'

/**
 * INI files of any kind, as npm reads them: sections are maps, a dot in their names nests them, `name[]` is a list. The parser gives no places:
 * a section and a key are looked for at the start of lines, a key that is given twice is where it is first.
 */
const format: DataFormat = {
  name: 'ini',
  reads: 'INI',
  files: ['*.ini', '*.cfg', '.npmrc', '.editorconfig'],
  parse(lines, document, parsers) {
    const { parse } = parsers.load<{ readonly parse: typeof parseIni }>('ini', document)
    const places = valuePlaces(lines)
    let section: string[] = []
    let offset = 0
    for (const line of lines.text.split('\n')) {
      const [, heading, key] = /^\s*(?:\[([^\]]*)\]|([^=;#[\s][^=]*?)(?:\[\])?\s*(?:=|\r?$))/.exec(line) ?? []
      const end = offset + line.length
      if (heading !== undefined) {
        section = heading.trim().split('.')
        for (const i of section.keys()) places.set(section.slice(0, i + 1), offset, end)
      } else if (key !== undefined) {
        places.set([...section, key.replace(/^(["'])(.*)\1$/, '$2')], offset, end)
      }
      offset = end + 1
    }
    return { things: [{ data: plain(parse(lines.text)), locate: places.locate }] }
  },
}

export const ini = dataSource(format)

/** The parser's maps have no prototype. */
function plain(value: unknown): unknown {
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) setOwn(copy, key, plain(member))
  return copy
}
