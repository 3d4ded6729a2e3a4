import { inputError } from '../runtime/input-error.js'
import type { Diagnostic, Report } from '../runtime/model/index.js'
import type { LoadedPolicies } from '../runtime/policies/index.js'
import { requireResults } from '../runtime/report/parse-report.js'

/**
 * Where results and policies do not belong together: packs and guidelines that only one of them has.
 * @throws InputError when they have nothing in common
 */
export function resultsProblems(
  { packs, policies }: Pick<LoadedPolicies, 'packs' | 'policies'>,
  report: Report,
  file: string,
): Diagnostic[] {
  requireResults({ file, report })
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
