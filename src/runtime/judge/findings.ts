import { type CelError, isCelError } from '../cel/index.js'
import type { CompiledExpression, CompiledValidation } from '../compile/compiled-policy.js'
import type { AdmissionAnswer, Explanation, Finding, Location } from '../model/index.js'
import { trimSpace } from '../white-space.js'
import type { Evaluation } from './evaluation.js'
import { placeOf } from './place.js'
import { inventoryRef, refOf } from './resource-ref.js'
import { homeOf } from './scope.js'

/** The message rules of ValidatingAdmissionPolicy: messageExpression, then message, then the expression itself. */
export function messageOf(evaluation: Evaluation, validation: CompiledValidation): string {
  const computed = validation.messageExpression?.program.evaluate(evaluation.wordScope(), evaluation.budget)
  return wordedBy(validation, computed, /[\n\r]/)
}

/**
 * The message of a validation whose messageExpression gave this.
 * @param breaks what it must not hold: the API server lets a lone carriage return through, though it breaks lines
 */
export function wordedBy(
  { message = '', expression }: CompiledValidation,
  computed: unknown,
  breaks: RegExp,
): string {
  if (typeof computed === 'string') {
    const text = trimSpace(computed)
    if (text !== '' && !breaks.test(text) && Buffer.byteLength(text) <= 5 * 1024) return text
  }
  return trimSpace(message) || `failed expression: ${trimSpace(expression.program.source)}`
}

/** What could not be evaluated, as a finding. */
export function errorFinding(
  evaluation: Evaluation,
  rule: string,
  expression: CompiledExpression,
  value: unknown,
  expected: 'true or false' | 'a list' | 'a text or null',
  item?: unknown,
): Finding {
  const error = isCelError(value) ? value : undefined
  const shown = evaluation.wordScope() === evaluation.scope ? error : maskedError(evaluation, expression)
  const why = error ? (shown?.message ?? 'the value is redacted') : `the result is not ${expected}`
  return finding(evaluation, 'error', rule, `could not be evaluated: ${why}`, item, {
    policyLocation: error?.range ? (homeOf(error) ?? expression).locate(error.range) : expression.location,
    // What costs too much is not evaluated once more to be explained.
    ...(error?.code === 'budget' ? {} : explain(evaluation, expression)),
  })
}

/** An error message may quote data, so for sensitive resources it is taken from the masked evaluation. */
function maskedError(evaluation: Evaluation, expression: CompiledExpression): CelError | undefined {
  const { occasion, budget } = evaluation
  // The API server evaluates it once.
  const value = expression.program.evaluate(evaluation.wordScope(), occasion ? undefined : budget)
  return isCelError(value) ? value : undefined
}

/** The values that decided an expression, masked where they are sensitive. */
export function explain(
  evaluation: Evaluation,
  { program }: CompiledExpression,
): { explanation?: Explanation } {
  const values = program.explain(evaluation.wordScope())
  return values.length > 0 ? { explanation: { expression: program.source.trim(), values } } : {}
}

/** A finding about an element of the judged resource, or about the resource itself. */
export function finding(
  evaluation: Evaluation,
  verdict: 'fail' | 'error',
  validation: string,
  message: string,
  item: unknown,
  rest: { policyLocation: Location; explanation?: Explanation; admission?: AdmissionAnswer },
): Finding {
  const { policy } = evaluation
  const place = placeOf(evaluation, item)
  return {
    verdict,
    policy: policy.id,
    validation,
    guidelines: policy.guidelines,
    severity: evaluation.occasion?.severity ?? policy.severity,
    message,
    resource: place ? refOf(place.resource) : inventoryRef(policy, evaluation.context.inventory),
    pointer: place?.pointer ?? '',
    location: place ? place.resource.locate(place.pointer) : rest.policyLocation,
    ...(evaluation.occasion && { admission: evaluation.occasion.answer }),
    ...rest,
  }
}
