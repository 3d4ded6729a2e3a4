import type { Info, parse as parseCsv } from 'csv-parse/sync'
import type { Lines } from '../../runtime/documents/lines.js'
import { setOwn, textAt } from '../../runtime/member.js'
import type { Diagnostic } from '../../runtime/model/index.js'
import { type DataFormat, type DataThing, dataSource } from './data-source.js'

/** A row, and on which line the parser was when it had read it. */
interface Row {
  readonly record: readonly string[]
  readonly info: Pick<Info, 'lines'>
}

/**
 * Tables whose first row names their columns: each other row is a resource, a map of texts, whose id is its `id` or `name`, else its
 * number. The separator is the comma, the semicolon or the tab: the first of them in the heading. The parser gives the
 * lines of rows, so a value stands where its row does.
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
    return { things: others.map((row, i) => thingOf(row, i, columns, lines)) }
  },
}

export const csv = dataSource(format)

function thingOf({ record, info }: Row, index: number, columns: readonly string[], lines: Lines): DataThing {
  const data: Record<string, unknown> = {}
  for (const [i, column] of columns.entries()) setOwn(data, column, record[i])
  const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
  return {
    data,
    id: textAt(data, 'id') ?? textAt(data, 'name') ?? String(index),
    locate: () => lines.lineLocation(info.lines - breaks),
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
