import { isCelError } from '../cel/index.js'
import type { CompiledCheck } from '../compile/compiled-policy.js'
import type { Finding } from '../model/index.js'
import type { Complaint } from '../policies/index.js'
import { type Evaluation, evaluate, observe } from './evaluation.js'
import { errorFinding, finding } from './findings.js'
import { placeNamed } from './place.js'

/**
 * What a rule in code finds: a finding for each complaint, at the place and in the words of the function.
 * @param verdict what a complaint comes to: a rule that fails, or an object of which no rule can be asked
 */
export function judgeCode(
  evaluation: Evaluation,
  check: CompiledCheck,
  verdict: 'fail' | 'error',
): readonly Finding[] {
  const { name: rule } = check
  const value = evaluate(evaluation, rule, check)
  if (verdict === 'fail')
    observe(evaluation, rule, isCelError(value) ? value : (value as readonly Complaint[]).length === 0)
  const about = { rule, expression: check }
  if (isCelError(value)) return [errorFinding(evaluation, about, value, 'true or false')]
  const complaints = value as readonly Complaint[]
  const words = wordsOf(evaluation, check, complaints)
  return complaints.map(({ at }, i) => {
    const place = at === undefined ? undefined : placeNamed(evaluation, at)
    return finding(evaluation, verdict, about, undefined, words[i] ?? '', undefined, place && { place })
  })
}

/** The messages; where something is sensitive, those that the same code has for masked data, as far as it says as much of them. */
function wordsOf(
  evaluation: Evaluation,
  check: CompiledCheck,
  complaints: readonly Complaint[],
): readonly string[] {
  const scope = evaluation.wordScope()
  if (scope === evaluation.scope) return complaints.map(({ message }) => message)
  const masked = check.program.evaluate(scope)
  const others =
    Array.isArray(masked) && masked.length === complaints.length ? (masked as readonly Complaint[]) : []
  return complaints.map((_, i) => others[i]?.message ?? check.message ?? `failed rule in code: ${check.name}`)
}
