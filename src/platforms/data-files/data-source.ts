import type { Lines } from '../../runtime/documents/lines.js'
import { fileNameOf, resourceAt } from '../../runtime/documents/resource-at.js'
import { boundedLines } from '../../runtime/documents/text-format.js'
import { isNamedAs } from '../../runtime/globs.js'
import type { Diagnostic, Document, Location, Parsers, Source } from '../../runtime/model/index.js'

/** What a file of data says: one thing, or, of a table, one for each row. */
export interface DataFile {
  readonly things: readonly DataThing[]
  readonly problems?: readonly Diagnostic[]
}

export interface DataThing {
  readonly data: unknown
  /** Default: the file's name. */
  readonly id?: string
  locate(pointer: string): Location
}

/** A format for data of any kind. */
export interface DataFormat {
  readonly name: string
  readonly reads: string
  readonly files: readonly string[]
  /** How many characters of it are read. */
  readonly longest?: number
  /** Never quotes the text in a problem. */
  parse(lines: Lines, document: Document, parsers: Parsers): DataFile
  /** The type of resources for one that the user gives. Default: that one. */
  typeOf?(given: string): string
}

/**
 * A source for data of any kind. The type of its resources is `<format>/<file name>`, so that a policy names the file that
 * it judges, or the one that the user gives: `--as toml:<type>`.
 */
export function dataSource({ name, reads, files, longest, parse, typeOf }: DataFormat): Source {
  const ofType = (typeFor: (document: Document) => string): Source => ({
    name,
    reads: `${reads}, of type ${name}/<file name>, or another: --as ${name}:<type>`,
    files,
    accepts: ({ format, file }) => format === 'text' && isNamedAs(files, file),
    read(document, parsers) {
      const type = typeFor(document)
      const { things, problems = [] } = parse(boundedLines(document, longest), document, parsers)
      const resources = things.map(({ data, id = fileNameOf(document), locate }) => ({
        ...resourceAt(document, '', data, { type, id, name: id }),
        locate,
      }))
      return { resources, problems, covers: [type] }
    },
    ofType: (type) => ofType(() => typeOf?.(type) ?? type),
  })
  return ofType((document) => `${name}/${fileNameOf(document)}`)
}
