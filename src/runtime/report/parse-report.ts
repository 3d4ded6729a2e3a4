import { parseDocuments } from '../documents/index.js'
import { InputError, inputError } from '../input-error.js'
import type { Diagnostic, Report } from '../model/index.js'
import { formatPointer } from '../pointer.js'
import { reportSchemas } from './schema.js'

const hint = 'write it with policytest scan … -r json=report.json'

/** The report in the text of a file; throws InputError for a text that is none, with its first mistakes. */
export function parseReport(file: string, text: string | Buffer): Report {
  const [document, ...more] = parseDocuments(file, text)
  if (!document || more.length > 0) throw inputError('results', `${file} is not one report`, { hint })
  const parsed = reportSchemas().reportSchema.safeParse(document.data)
  if (parsed.success) return inOrderOf(document.data, parsed.data)
  const shown = parsed.error.issues.slice(0, 5).map((issue): Diagnostic => {
    const pointer = formatPointer(issue.path.map(String))
    const message = `not a report of policytest: ${pointer || 'the document'}: ${issue.message}`
    return { code: 'results', level: 'error', message, hint, location: document.locate(pointer) }
  })
  throw new InputError(shown)
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
