import type { Info, parse as parseCsv } from 'csv-parse/sync'
import type { Lines } from '../../runtime/documents/lines.js'
import { setOwn, textAt } from '../../runtime/member.js'
import type { Diagnostic } from '../../runtime/model/index.js'
import { type DataFormat, type DataThing, dataSource } from './data-source.js'

/** A row, and how many bytes the parser had read at its end. */
interface Row {
  readonly record: readonly string[]
  readonly info: Pick<Info, 'bytes'>
}

/**
 * Tables whose first row names their columns: each other row is a resource, a map of texts, whose id is its `id` or `name`, else its
 * number. The separator is the comma, the semicolon or the tab: the first of them in the heading. The parser tells where
 * rows end, so a value stands where its row does.
 */
const format: DataFormat = {
  name: 'csv',
  reads: 'tables with a heading, each row a resource',
  files: ['*.csv', '*.tsv'],
  longest: 10_000_000,
  parse(lines, document, parsers) {
    const { parse } = parsers.load<{ readonly parse: typeof parseCsv }>('csv-parse/sync', document)
    const delimiter = /[,;\t]/.exec(lines.lineAt(1))?.[0] ?? ','
    let rows: Row[]
    try {
      rows = parse(lines.text, { info: true, delimiter, skipEmptyLines: true }) as unknown as Row[]
    } catch (error) {
      if (!(error instanceof Error && 'lines' in error)) throw error
      const problem = { message: mistakeOf(error), line: Number(error.lines) }
      return { things: [], problems: [lineProblem(lines, problem)] }
    }
    const [heading, ...others] = rows
    const columns = heading?.record ?? []
    const twice = columns.find((column, i) => columns.indexOf(column) < i)
    if (twice !== undefined) {
      const problem = { message: 'two columns have the same name', line: 1 }
      return { things: [], problems: [lineProblem(lines, problem)] }
    }
    const firstLines = firstLinesOf(rows, lines.text)
    return {
      things: others.map((row, i) =>
        thingOf(row, i, columns, () => lines.lineLocation(firstLines[i + 1] ?? 1)),
      ),
    }
  },
}

export const csv = dataSource(format)

/** The line on which each row begins; empty ones before it are not its own. */
function firstLinesOf(rows: readonly Row[], text: string): readonly number[] {
  const bytes = Buffer.from(text)
  let line = 1
  let at = 0
  return rows.map(({ info }) => {
    while (bytes[at] === 10 || bytes[at] === 13) if (bytes[at++] === 10) line++
    const first = line
    for (; at < info.bytes; at++) if (bytes[at] === 10) line++
    return first
  })
}

function thingOf(
  { record }: Row,
  index: number,
  columns: readonly string[],
  locate: DataThing['locate'],
): DataThing {
  const data: Record<string, unknown> = {}
  for (const [i, column] of columns.entries()) setOwn(data, column, record[i])
  return {
    data,
    id: textAt(data, 'id') ?? textAt(data, 'name') ?? String(index),
    locate,
  }
}

/** Without the parser's own words, which quote the cell. */
function mistakeOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : ''
  if (code.endsWith('FIELDS_LENGTH')) return 'this row has another number of cells than the heading'
  return code.includes('QUOTE') ? 'a quote that is not closed, or opened within a cell' : 'this is no table'
}

function lineProblem(lines: Lines, { message, line }: { message: string; line: number }): Diagnostic {
  return { code: 'text-syntax', level: 'error', message, location: lines.lineLocation(line) }
}
