import type { CompiledCondition } from '../compile/compiled-policy.js'
import type { Finding } from '../model/index.js'
import { trimSpace } from '../white-space.js'
import { type Evaluation, evaluate } from './evaluation.js'
import { errorFinding } from './findings.js'

/** What is longer is cut, in bytes. */
const longestAnnotation = 10 * 1024

/** Null and blank texts are left out, as the API server does; anything else but a text is an error. */
export function auditAnnotations(
  evaluation: Evaluation,
  annotations: readonly CompiledCondition[],
): { readonly values: Readonly<Record<string, string>>; readonly findings: readonly Finding[] } {
  const values: Record<string, string> = {}
  const findings: Finding[] = []
  for (const annotation of annotations) {
    const rule = `auditAnnotations.${annotation.name}`
    const value = evaluate(evaluation, rule, annotation)
    const shown =
      evaluation.wordScope() === evaluation.scope
        ? value
        : annotation.program.evaluate(evaluation.wordScope())
    if (typeof value === 'string' && typeof shown === 'string') {
      const text = trimSpace(shown)
      if (text !== '') values[annotation.name] = Buffer.from(text).subarray(0, longestAnnotation).toString()
    } else if (value !== null) {
      findings.push(errorFinding(evaluation, { rule, expression: annotation }, value, 'a text or null'))
    }
  }
  return { values, findings }
}
