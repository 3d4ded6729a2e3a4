import { parseDocuments } from '../runtime/documents/index.js'
import { InputError, inputError } from '../runtime/input-error.js'
import type { Diagnostic, Report } from '../runtime/model/index.js'
import { formatPointer } from '../runtime/pointer.js'
import type { LoadedPolicies } from '../runtime/policies/index.js'
import { reportSchema } from '../runtime/report/schema.js'

const hint = 'write it with policytest scan … -r json=report.json'

/** The report in the text of a file; throws InputError for a text that is none, with its first mistakes. */
export function parseResults(file: string, text: string | Buffer): Report {
  const [document, ...more] = parseDocuments(file, text)
  if (!document || more.length > 0) throw inputError('results', `${file} is not one report`, { hint })
  const parsed = reportSchema.safeParse(document.data)
  if (parsed.success) return parsed.data
  const shown = parsed.error.issues.slice(0, 5).map((issue): Diagnostic => {
    const pointer = formatPointer(issue.path.map(String))
    const message = `not a report of policytest: ${pointer || 'the document'}: ${issue.message}`
    return { code: 'results', level: 'error', message, hint, location: document.locate(pointer) }
  })
  throw new InputError(shown)
}

/**
 * Where results and policies do not belong together: packs and guidelines that only one of them has.
 * @throws InputError when they have nothing in common
 */
export function resultsProblems(
  { packs, policies }: Pick<LoadedPolicies, 'packs' | 'policies'>,
  report: Report,
  file: string,
): Diagnostic[] {
  if (report.guidelines.length === 0) {
    throw inputError('results', `${file} holds no results of guidelines: no export was judged`, { hint })
  }
  const known = new Set([
    ...packs.flatMap(({ name, guidelines }) => guidelines.map(({ id }) => `${name}/${id}`)),
    ...policies.filter(({ policy }) => policy.guidelines.length === 0).map(({ id }) => id),
  ])
  const reported = new Set(report.guidelines.map(({ id }) => id))
  if (!report.guidelines.some(({ id }) => known.has(id))) {
    const about = [...new Set(report.guidelines.map(({ pack, id }) => pack ?? id))].join(', ')
    throw inputError('results', `${file} holds no results of the loaded policies: they are of ${about}`, {
      hint: 'name the policies that were judged: policytest docs <path>',
    })
  }
  const names = new Set(packs.map(({ name }) => name))
  const strange = report.packs.filter(({ id }) => !names.has(id)).map(({ id }) => id)
  const gone = report.guidelines.filter(({ id, pack }) => !known.has(id) && !strange.includes(pack ?? ''))
  const silent = packs.filter(
    ({ name, guidelines }) => !guidelines.some(({ id }) => reported.has(`${name}/${id}`)),
  )
  return [
    ...strange.map((id) =>
      warning(`${file} has results of pack '${id}', which is not among the loaded ones`),
    ),
    ...gone.map(({ id }) =>
      warning(`${file} has results of '${id}', which is not among the loaded guidelines`),
    ),
    ...silent.map(({ name }) => warning(`${file} has no results of pack '${name}'`)),
  ]
}

function warning(message: string): Diagnostic {
  return { code: 'results', level: 'warning', message }
}
