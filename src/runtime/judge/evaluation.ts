import { type Budget, policyBudget } from '../cel/index.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { AdmissionAnswer, Resource, Severity } from '../model/index.js'
import { valueAt } from '../pointer.js'
import { locateElement, locateIn } from './place.js'
import { type Redaction, redacted } from './redaction.js'
import { bindRequest, bindScope, type PolicyScope, type RequestNames, type Surroundings } from './scope.js'

/** What an evaluation needs beside policy and resource. */
export interface Context extends Surroundings {
  readonly redaction: Redaction
  /** Told the outcome of each validation and match condition, for coverage. */
  readonly observe?: (policy: CompiledPolicy, rule: string, outcome: 'true' | 'false' | 'error') => void
}

/** One request to the API server, under one binding and with one parameter resource. */
export interface Occasion {
  readonly names: RequestNames
  /** The same with sensitive values masked. */
  readonly masked: () => RequestNames
  readonly severity: Severity
  readonly answer: AdmissionAnswer
}

/** One policy on one resource, while it is judged. */
export interface Run {
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
export interface ListElement {
  readonly list: readonly unknown[]
  readonly index: number
  /** What the expression of the `forEach` makes of masked data. */
  readonly listIn: (masked: PolicyScope) => unknown
}

/** Binds the names that the policy's expressions see of a resource. */
export function startRun(policy: CompiledPolicy, resource: Resource | undefined, context: Context): Run {
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

/** The same for one request to the API server. */
export function startRequest(
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
