import { elementsOf, isCelError, type Trace } from '../cel/index.js'
import type { CompiledExpression, CompiledValidation } from '../compile/compiled-policy.js'
import type { AdmissionAnswer, Explanation, Finding, Location } from '../model/index.js'
import { trimSpace } from '../white-space.js'
import { nameOfElement } from './element-name.js'
import type { Evaluation } from './evaluation.js'
import { type Place, placeOfElement, placeOfFinding } from './place.js'
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

/** What an expression is about when it fails or cannot be evaluated. */
interface About {
  readonly rule: string
  readonly expression: CompiledExpression
  /** What its author says that a finding points at. */
  readonly at?: CompiledExpression | undefined
}

/** What could not be evaluated, as a finding. */
export function errorFinding(
  evaluation: Evaluation,
  about: About,
  value: unknown,
  expected: 'true or false' | 'a list or a map' | 'a text or null',
): Finding {
  const { expression } = about
  const error = isCelError(value) ? value : undefined
  // What costs too much is not evaluated once more to be explained.
  const trace = error?.code === 'budget' ? undefined : traceOf(evaluation, expression)
  const errors = trace && error ? trace.errors() : [error ?? { message: `the result is not ${expected}` }]
  const why =
    errors.length > 0
      ? [...new Set(errors.map(({ message }) => message))].join('; and ')
      : 'the value is redacted'
  return finding(evaluation, 'error', about, value, `could not be evaluated: ${why}`, trace, {
    policyLocation: error?.range
      ? (homeOf(error, evaluation.policy) ?? expression).locate(error.range)
      : expression.location,
  })
}

/** How an expression came to its value, over masked data where something is sensitive: an error may quote data, too. */
export function traceOf(evaluation: Evaluation, { program }: CompiledExpression): Trace {
  return program.trace(evaluation.wordScope())
}

/** The values that decided an expression. */
function explanationOf(
  { program }: CompiledExpression,
  trace: Trace | undefined,
): { explanation?: Explanation } {
  const values = trace?.explain() ?? []
  return values.length > 0 ? { explanation: { expression: program.source.trim(), values } } : {}
}

/** A finding about an element of the judged resource, about the value that decided, or about the resource itself. */
export function finding(
  evaluation: Evaluation,
  verdict: 'fail' | 'error',
  { rule, expression, at }: About,
  value: unknown,
  message: string,
  trace: Trace | undefined,
  more: { policyLocation?: Location; admission?: AdmissionAnswer; place?: Place } = {},
): Finding {
  const { policy, context } = evaluation
  const place = more.place ?? placeOfFinding(evaluation, value, trace, at)
  const policyLocation = more.policyLocation ?? expression.location
  return {
    verdict,
    policy: policy.id,
    validation: rule,
    guidelines: policy.guidelines,
    severity: evaluation.occasion?.severity ?? policy.severity,
    message,
    resource: place ? refOf(place.resource) : inventoryRef(policy, context.inventory),
    pointer: place?.pointer ?? '',
    element: more.place ? nameAt(evaluation, more.place) : elementOf(evaluation),
    location: place ? place.resource.locate(place.pointer) : policyLocation,
    ...(evaluation.occasion && { admission: evaluation.occasion.answer }),
    policyLocation,
    ...explanationOf(expression, trace),
    ...(more.admission && { admission: more.admission }),
  }
}

/** What tells the element of a `forEach` from its siblings: its place, or when it has none what it is in its list. */
function elementOf(evaluation: Evaluation): string {
  const { element } = evaluation
  if (!element) return ''
  const place = placeOfElement(evaluation, element)
  if (place) return nameAt(evaluation, place)
  const scope = evaluation.wordScope()
  const shown =
    scope === evaluation.scope ? element.values : (elementsOf(element.trace(scope).value)?.values ?? [])
  return nameOfElement(shown, `/${element.index}`)
}

function nameAt({ context }: Evaluation, { resource, pointer }: Place): string {
  return nameOfElement(context.redaction.mask(resource.data), pointer)
}
