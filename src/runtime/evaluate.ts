import { type Budget, type CelError, isCelError, originOf, policyBudget } from './cel/index.js'
import type { CompiledCondition, CompiledExpression, CompiledPolicy, CompiledValidation } from './compiled.js'
import { pointerOf } from './identity.js'
import type { Inventory } from './inventory.js'
import type {
  AdmissionAnswer,
  Explanation,
  Finding,
  Location,
  Resource,
  ResourceRef,
  Severity,
  Verdict,
} from './model.js'
import { valueAt } from './pointer.js'
import { type Redaction, redacted } from './redact.js'
import { bindRequest, bindScope, type PolicyScope, type RequestNames, type Surroundings } from './scope.js'

/** What a policy said of a resource, with the findings that made it say so. */
export interface Judgement {
  readonly verdict: Verdict
  /** For `skip`: the match condition that was not met. */
  readonly reason?: string
  readonly findings: readonly Finding[]
  /** What a policy of Kubernetes has the API server record of the request, by key. */
  readonly auditAnnotations?: Readonly<Record<string, string>>
}

/** One request to the API server, under one binding and with one parameter resource. */
export interface Occasion {
  readonly names: RequestNames
  /** The same with sensitive values masked. */
  readonly masked: () => RequestNames
  readonly severity: Severity
  readonly answer: AdmissionAnswer
}

/** What an evaluation needs beside policy and resource. */
export interface Context extends Surroundings {
  readonly redaction: Redaction
  /** Told the outcome of each validation and match condition, for coverage. */
  readonly observe?: (policy: CompiledPolicy, rule: string, outcome: 'true' | 'false' | 'error') => void
}

/**
 * Judges one resource, or the whole inventory when `resource` is undefined.
 * Never throws for bad data: what cannot be evaluated becomes a finding with verdict `error`.
 */
export function judge(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
  occasion?: Occasion,
): Judgement {
  const run = occasion
    ? startRequest(policy, resource, context, occasion)
    : startRun(policy, resource, context)
  const excluded = checkConditions(run)
  if (excluded) return excluded
  const findings = policy.validations.flatMap((validation) => checkValidation(run, validation))
  if (!policy.admission) return { verdict: worst(findings), findings }
  const audit = auditAnnotations(run, policy.admission.auditAnnotations)
  const all = [...findings, ...audit.findings]
  return { verdict: worst(all), findings: all, auditAnnotations: audit.values }
}

/** One policy on one resource. */
interface Run {
  readonly policy: CompiledPolicy
  readonly resource: Resource | undefined
  readonly context: Context
  readonly occasion?: Occasion
  readonly scope: PolicyScope
  /** What all expressions of the policy may spend on this resource. */
  readonly budget: Budget
  /** The scope that messages and explanations are computed from: `scope` with sensitive values masked. */
  readonly words: () => PolicyScope
  /** The element of a `forEach` that is being judged. */
  element: ListElement | undefined
}

/** An element of a `forEach`, with the list that it is in. */
interface ListElement {
  readonly list: readonly unknown[]
  readonly index: number
  /** What the expression of the `forEach` makes of masked data. */
  readonly listIn: (masked: PolicyScope) => unknown
}

function startRun(policy: CompiledPolicy, resource: Resource | undefined, context: Context): Run {
  const object = resource ? resource.data : null
  const subject = resource?.subject ?? {}
  const budget = { left: policyBudget }
  const scope = bindScope(policy, object, subject, context, budget)
  const plain = { policy, resource, context, scope, budget, words: () => scope, element: undefined }
  if (!context.redaction.concerns(policy, resource)) return plain
  let masked: PolicyScope | undefined
  const words = () => {
    const { redaction } = context
    masked ??= bindScope(policy, redaction.mask(object), subject, {
      ...context,
      inventory: redaction.inventory,
    })
    masked.item = undefined
    masked.index = 0
    masked.item = maskedItem(run, masked)
    masked.index = scope.index
    return masked
  }
  const run: Run = { ...plain, words }
  return run
}

/**
 * What the words about an element may quote of it: its masked self. One that an expression has computed is taken from
 * the same expression over masked data, and not quoted at all when that gives another list.
 */
function maskedItem(run: Run, scope: PolicyScope): unknown {
  const { element, context } = run
  if (!element) return undefined
  const { list, index, listIn } = element
  const place = locateIn(run, list[index]) ?? locateElement(run, element)
  if (place) return valueAt(context.redaction.mask(place.resource.data), place.pointer)
  const other = listIn(scope)
  return Array.isArray(other) && other.length === list.length ? other[index] : redacted
}

function startRequest(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
  occasion: Occasion,
): Run {
  const budget = { left: policyBudget }
  const scope = bindRequest(policy, occasion.names, budget)
  let masked: PolicyScope | undefined
  const words = () => {
    if (masked) return masked
    const names = occasion.masked()
    masked = names === occasion.names ? scope : bindRequest(policy, names, { left: policyBudget })
    return masked
  }
  return { policy, resource, context, occasion, scope, budget, words, element: undefined }
}

/** The API server does not give the namespace to match conditions. */
function conditionScope({ scope, occasion }: Run): PolicyScope {
  return occasion ? { ...scope, namespaceObject: null } : scope
}

function checkConditions(run: Run): Judgement | undefined {
  const findings: Finding[] = []
  const scope = conditionScope(run)
  for (const condition of run.policy.matchConditions) {
    const value = condition.program.evaluate(scope, run.budget)
    const rule = `matchConditions.${condition.name}`
    observe(run, rule, value)
    if (value === false) return { verdict: 'skip', reason: condition.name, findings: [] }
    if (value !== true) findings.push(errorFinding(run, rule, condition, value, 'true or false'))
  }
  return findings.length > 0 ? { verdict: 'error', findings } : undefined
}

function checkValidation(run: Run, validation: CompiledValidation): Finding[] {
  const { forEach } = validation
  if (!forEach) return checkItem(run, validation, run.resource?.data)
  const list = forEach.program.evaluate(run.scope, run.budget)
  if (!Array.isArray(list)) {
    observe(run, validation.name, undefined)
    return [errorFinding(run, validation.name, forEach, list, 'a list')]
  }
  let masked: unknown
  const listIn = (scope: PolicyScope) => {
    masked ??= forEach.program.evaluate(scope)
    return masked
  }
  const findings: Finding[] = []
  for (const [index, item] of list.entries()) {
    run.scope.item = item
    run.scope.index = index
    run.element = { list, index, listIn }
    findings.push(...checkItem(run, validation, item))
  }
  run.element = undefined
  run.scope.item = undefined
  run.scope.index = 0
  return findings
}

function checkItem(run: Run, validation: CompiledValidation, item: unknown): Finding[] {
  const value = validation.expression.program.evaluate(run.scope, run.budget)
  observe(run, validation.name, value)
  if (value === true) return []
  if (value !== false) {
    return [errorFinding(run, validation.name, validation.expression, value, 'true or false', item)]
  }
  return [
    finding(run, 'fail', validation.name, messageOf(run, validation), item, {
      policyLocation: validation.expression.location,
      ...explain(run, validation.expression),
      ...(run.occasion && { admission: { ...run.occasion.answer, reason: validation.reason ?? 'Invalid' } }),
    }),
  ]
}

/** Null and blank texts are left out, as the API server does; anything else but a text is an error. */
function auditAnnotations(run: Run, annotations: readonly CompiledCondition[]) {
  const values: Record<string, string> = {}
  const findings: Finding[] = []
  for (const annotation of annotations) {
    const value = annotation.program.evaluate(run.scope, run.budget)
    const shown = run.words() === run.scope ? value : annotation.program.evaluate(run.words())
    if (typeof value === 'string' && typeof shown === 'string') {
      if (shown.trim() !== '') values[annotation.name] = shown.trim().slice(0, 10 * 1024)
    } else if (value !== null) {
      const rule = `auditAnnotations.${annotation.name}`
      findings.push(errorFinding(run, rule, annotation, value, 'a text or null'))
    }
  }
  return { values, findings }
}

function observe(run: Run, rule: string, value: unknown): void {
  run.context.observe?.(run.policy, rule, value === true ? 'true' : value === false ? 'false' : 'error')
}

/** The message rules of ValidatingAdmissionPolicy: messageExpression, then message, then the expression itself. */
function messageOf(run: Run, validation: CompiledValidation): string {
  const computed = validation.messageExpression?.program.evaluate(run.words(), run.budget)
  if (typeof computed === 'string') {
    const text = computed.trim()
    if (text !== '' && !/[\n\r]/.test(text) && Buffer.byteLength(text) <= 5 * 1024) return text
  }
  return validation.message?.trim() || `failed expression: ${validation.expression.program.source.trim()}`
}

function errorFinding(
  run: Run,
  rule: string,
  expression: CompiledExpression,
  value: unknown,
  expected: 'true or false' | 'a list' | 'a text or null',
  item?: unknown,
): Finding {
  const error = isCelError(value) ? value : undefined
  const shown = run.words() === run.scope ? error : maskedError(run, expression)
  const why = error ? (shown?.message ?? 'the value is redacted') : `the result is not ${expected}`
  return finding(run, 'error', rule, `could not be evaluated: ${why}`, item, {
    policyLocation: error ? expression.locate(error) : expression.location,
    // What costs too much is not evaluated once more to be explained.
    ...(error?.code === 'budget' ? {} : explain(run, expression)),
  })
}

/** An error message may quote data, so for sensitive resources it is taken from the masked evaluation. */
function maskedError(run: Run, expression: CompiledExpression): CelError | undefined {
  const value = expression.program.evaluate(run.words(), run.budget)
  return isCelError(value) ? value : undefined
}

function explain(run: Run, { program }: CompiledExpression): { explanation?: Explanation } {
  const values = program.explain(run.words())
  return values.length > 0 ? { explanation: { expression: program.source.trim(), values } } : {}
}

function finding(
  run: Run,
  verdict: 'fail' | 'error',
  validation: string,
  message: string,
  item: unknown,
  rest: { policyLocation: Location; explanation?: Explanation; admission?: AdmissionAnswer },
): Finding {
  const { policy } = run
  const place = placeOf(run, item)
  return {
    verdict,
    policy: policy.id,
    validation,
    guidelines: policy.guidelines,
    severity: run.occasion?.severity ?? policy.severity,
    message,
    resource: place ? refOf(place.resource) : inventoryRef(policy, run.context.inventory),
    pointer: place?.pointer ?? '',
    location: place ? place.resource.locate(place.pointer) : rest.policyLocation,
    ...(run.occasion && { admission: run.occasion.answer }),
    ...rest,
  }
}

/** The resource and pointer of an element that came out of a document; the judged resource itself when it did not. */
function placeOf(run: Run, item: unknown): { resource: Resource; pointer: string } | undefined {
  const { element } = run
  const found = locateIn(run, item) ?? (element && locateElement(run, element))
  return found ?? (run.resource && { resource: run.resource, pointer: '' })
}

/** A scalar has no identity of its own: its list does. */
function locateElement(
  run: Run,
  { list, index }: ListElement,
): { resource: Resource; pointer: string } | undefined {
  const origin = originOf(list)
  const found = locateIn(run, origin ? origin.list : list)
  return found && { ...found, pointer: `${found.pointer}/${origin ? origin.indexes[index] : index}` }
}

function locateIn(run: Run, value: unknown): { resource: Resource; pointer: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (run.resource) {
    const pointer = pointerOf(run.resource.data, value)
    if (pointer !== undefined) return { resource: run.resource, pointer }
  }
  return run.policy.readsInventory ? run.context.inventory.find(value) : undefined
}

/** The verdict that findings make. */
export function worst(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.verdict === 'error')) return 'error'
  return findings.length > 0 ? 'fail' : 'pass'
}

const refs = new WeakMap<object, ResourceRef>()

/** How a resource is named in a report; the same object for the same resource. */
export function refOf(resource: Resource): ResourceRef {
  const known = refs.get(resource)
  if (known) return known
  const { type, id, name, namespace, file, subject } = resource
  const ref = { type, id, name, ...(namespace !== undefined && { namespace }), file, subject }
  refs.set(resource, ref)
  return ref
}

/** What an inventory-scoped policy judges when its finding is about no resource in particular. */
export function inventoryRef(policy: CompiledPolicy, { name }: Inventory): ResourceRef {
  return { type: 'Inventory', id: name, name, file: policy.file, subject: {} }
}
