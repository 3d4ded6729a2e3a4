import { append } from '../append.js'
import { parseDocuments } from '../documents/index.js'
import type { Bytes } from '../documents/pieces/bytes.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import { pieceReader, pieceSize, piecesOf } from '../documents/pieces/pieces.js'
import { severalLists } from '../documents/pieces/several-lists.js'
import { InputError, inputError } from '../input-error.js'
import type { Cut, Diagnostic, Document, Location, Report } from '../model/index.js'
import { formatPointer, parsePointer } from '../pointer.js'
import { reportSchemas } from './schema.js'

const hint = 'write it with policytest scan … -r json=report.json'

/** The report in the text of a file; throws InputError for a text that is none, with its first mistakes. */
export function parseReport(file: string, text: string | Buffer): Report {
  const [document, ...more] = parseDocuments(file, text)
  if (!document || more.length > 0) throw inputError('results', `${file} is not one report`, { hint })
  return reportIn(document)
}

/**
 * The report in a file that is too large for a text: of each list some items at a time are read, as a report that has no others.
 * Undefined where that cannot be, by a mistake or by how it is written.
 * @throws InputError for what is no report
 */
export function parseLargeReport(file: string, bytes: Bytes, size = pieceSize): Report | undefined {
  try {
    const reader = pieceReader(bytes, severalLists(bytes, size), { file, subject: {} })
    let whole: Record<string, unknown> | undefined
    for (const { documents } of piecesOf(reader, size)) {
      for (const document of documents) {
        const part = reportIn(document) as Report & Record<string, unknown>
        whole ??= { ...part, ...emptied(document.cut) }
        const list = listIn(document.cut)
        append(whole[list] as unknown[], part[list] as unknown[])
      }
    }
    return whole as Report | undefined
  } catch (error) {
    if (error instanceof NotInPieces) return undefined
    throw error
  }
}

/** The lists of the report that are cut, without any items. */
function emptied(cut: Cut | undefined): Record<string, unknown[]> {
  const lists = [listIn(cut), ...(cut?.emptied ?? []).map((pointer) => parsePointer(pointer).join())]
  return Object.fromEntries(lists.map((list) => [list, []]))
}

/** The key of the list that is cut. */
function listIn(cut: Cut | undefined): string {
  return parsePointer(cut?.list ?? '').join()
}

function reportIn(document: Document): Report {
  const parsed = reportSchemas().reportSchema.safeParse(document.data)
  if (parsed.success) return inOrderOf(document.data, parsed.data)
  const shown = parsed.error.issues.slice(0, 5).map((issue): Diagnostic => {
    const pointer = formatPointer(issue.path.map(String))
    const message = `not a report of policytest: ${pointer || 'the document'}: ${issue.message}`
    return { code: 'results', level: 'error', message, hint, ...placeIn(document, pointer) }
  })
  throw new InputError(shown)
}

/** Of a part of a document, what stands around the items has no place. */
function placeIn(document: Document, pointer: string): { location?: Location } {
  const isThere = !document.cut || pointer.startsWith(`${document.cut.list}/`)
  return isThere ? { location: document.locate(pointer) } : {}
}

/** What is known of a report, in the order in which it is written: what is made of it has the same bytes. */
function inOrderOf<T>(written: unknown, known: T): T {
  if (Array.isArray(known) && Array.isArray(written))
    return known.map((item, i) => inOrderOf(written[i], item)) as T
  if (!isObject(known) || !isObject(written)) return known
  const entries = Object.keys(written).flatMap((key) =>
    Object.hasOwn(known, key) ? [[key, inOrderOf(written[key], known[key])]] : [],
  )
  return Object.fromEntries(entries) as T
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @throws InputError for the report of a run that judged nothing */
export function requireResults({ file, report }: { readonly file: string; readonly report: Report }): void {
  if (!report.couldNotRun && report.guidelines.length > 0) return
  const why = report.couldNotRun ? 'mistakes kept the run from judging' : 'no export was judged'
  throw inputError('results', `${file} holds no results of guidelines: ${why}`, { hint })
}
