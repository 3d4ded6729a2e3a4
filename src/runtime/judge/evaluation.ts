import { append } from '../append.js'
import { type Budget, costLimits, elementsOf, policyBudget, type Trace } from '../cel/index.js'
import type { CompiledExpression, CompiledPolicy } from '../compile/compiled-policy.js'
import type { AdmissionAnswer, Resource, Severity } from '../model/index.js'
import { valueAt } from '../pointer.js'
import { pathIn } from './identity.js'
import type { Inventory } from './inventory.js'
import { type Redaction, redacted } from './redaction.js'
import {
  bindRequest,
  bindScope,
  type Cost,
  type Givens,
  type PolicyScope,
  type RequestNames,
} from './scope.js'

/** What an evaluation needs beside policy and resource. */
export interface Context extends Givens {
  readonly redaction: Redaction
  /** Told the outcome of each validation and match condition, for coverage. */
  readonly observe?: (policy: CompiledPolicy, rule: string, outcome: 'true' | 'false' | 'error') => void
  /** Told what each evaluation of an expression of a policy of Kubernetes costs the API server, and what groups cost in all. */
  readonly costs?: (cost: Cost) => void
  /** Told each expression that decides a verdict, just after it was evaluated, for `policytest explain`. */
  readonly trace?: (step: Step) => void
}

/** One expression of a policy on one resource. */
export interface Step {
  readonly evaluation: Evaluation
  /** `matchConditions.is-web`, a validation's name. */
  readonly rule: string
  readonly expression: CompiledExpression
  readonly value: unknown
  /** What it saw, with sensitive values masked. */
  readonly masked: PolicyScope
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
export interface Evaluation {
  readonly policy: CompiledPolicy
  /** The judged resource; undefined when the whole inventory is judged. */
  readonly resource: Resource | undefined
  /** Where the policy may find values of other resources. */
  readonly inventory: Inventory | undefined
  readonly context: Context
  readonly occasion?: Occasion
  readonly scope: PolicyScope
  /** What all expressions of the policy may spend on this resource. */
  readonly budget: Budget
  /**
   * The scope that messages and explanations are computed from, at the element that is being judged: `scope` itself, or
   * one with sensitive values masked.
   */
  wordScope(): PolicyScope
  /** The element of a `forEach` that is being judged. */
  element: ElementInTurn | undefined
}

/** An element of a list, or an entry of a map, that a `forEach` goes through. */
export interface ElementInTurn {
  readonly list: unknown
  readonly values: readonly unknown[]
  readonly index: number
  /** In the map; in a list the index. */
  readonly key: unknown
  /** How the expression of the `forEach` comes to its value; the same for all its elements. */
  readonly trace: (scope: PolicyScope) => Trace
}

/** Binds the names that the policy's expressions see of a resource, or of the whole inventory. */
export function startEvaluation(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
): Evaluation {
  const object = resource ? resource.data : null
  const subject = resource?.subject ?? {}
  const budget = { left: policyBudget }
  const scope = bindScope(policy, object, subject, context, budget)
  const inventory = policy.readsInventory ? context.inventory : undefined
  return new ResourceEvaluation(policy, resource, inventory, context, scope, budget)
}

/** A class, because one is made for every resource and policy, and most pass without a word. */
class ResourceEvaluation implements Evaluation {
  readonly policy: CompiledPolicy
  readonly resource: Resource | undefined
  readonly inventory: Inventory | undefined
  readonly context: Context
  readonly scope: PolicyScope
  readonly budget: Budget
  element: ElementInTurn | undefined = undefined
  #masked: PolicyScope | undefined

  constructor(
    policy: CompiledPolicy,
    resource: Resource | undefined,
    inventory: Inventory | undefined,
    context: Context,
    scope: PolicyScope,
    budget: Budget,
  ) {
    this.policy = policy
    this.resource = resource
    this.inventory = inventory
    this.context = context
    this.scope = scope
    this.budget = budget
  }

  wordScope(): PolicyScope {
    const { scope } = this
    this.#masked ??= maskedScope(this)
    const masked = this.#masked
    if (masked === scope) return scope
    masked.item = undefined
    masked.index = undefined
    masked.key = undefined
    masked.item = maskedItem(this, masked)
    masked.index = scope.index
    masked.key = scope.key
    return masked
  }
}

/** The scope of masked data; the very same where nothing is sensitive. */
function maskedScope({ policy, resource, context, scope }: Evaluation): PolicyScope {
  const { redaction } = context
  if (!redaction.concerns(policy, resource)) return scope
  const givens = { ...context, inventory: redaction.inventory }
  const object = redaction.mask(scope.object)
  return bindScope(policy, object, resource?.subject ?? {}, givens, { left: policyBudget })
}

/** The same for one request to the API server; the expressions that are evaluated share the budget. */
export function startRequest(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
  occasion: Occasion,
  budget: Budget,
): Evaluation {
  const scope = bindRequest(policy, occasion.names, budget, context.costs)
  let masked: PolicyScope | undefined
  const wordScope = () => {
    if (masked) return masked
    const names = occasion.masked()
    masked = names === occasion.names ? scope : bindRequest(policy, names, { left: policyBudget })
    return masked
  }
  const plain = { policy, resource, inventory: undefined, context, occasion, scope, budget }
  return { ...plain, wordScope, element: undefined }
}

/**
 * The value of an expression, paid for; `rule` is what it is known by.
 * @param narrow takes names away that the expression is not given
 */
export function evaluate(
  evaluation: Evaluation,
  rule: string,
  expression: CompiledExpression,
  narrow: (scope: PolicyScope) => PolicyScope = asBound,
): unknown {
  const { policy, budget, context, scope } = evaluation
  const value = expression.program.evaluate(narrow(scope), budget)
  if (budget.spent !== undefined && context.costs)
    context.costs({ policy, what: rule, expression, units: budget.spent, limit: costLimits.expression })
  context.trace?.({ evaluation, rule, expression, value, masked: narrow(evaluation.wordScope()) })
  return value
}

const asBound = (scope: PolicyScope) => scope

/**
 * Goes through what a `forEach` gives: the elements of a list, or the entries of a map. One scope serves them all: a new one
 * for each would be most of what a passing element costs. Only here `item`, `index` and `key` are set, and unset.
 * @returns undefined when it is neither a list nor a map
 */
export function forEachElement<Result>(
  evaluation: Evaluation,
  { program }: CompiledExpression,
  list: unknown,
  visit: () => readonly Result[],
): readonly Result[] | undefined {
  const elements = elementsOf(list)
  if (!elements) return undefined
  const { values, keys } = elements
  const { scope } = evaluation
  const traces = new Map<PolicyScope, Trace>()
  const trace = (seen: PolicyScope): Trace => {
    const made = traces.get(seen) ?? program.trace(seen)
    traces.set(seen, made)
    return made
  }
  const results: Result[] = []
  try {
    for (const [index, item] of values.entries()) {
      scope.item = item
      if (keys) scope.key = keys[index]
      else scope.index = index
      evaluation.element = { list, values, index, key: keys ? keys[index] : index, trace }
      append(results, visit())
    }
  } finally {
    evaluation.element = undefined
    scope.item = undefined
    scope.index = undefined
    scope.key = undefined
  }
  return results
}

/**
 * What the words about an element may quote of it: its masked self. One that an expression has computed, or that may have
 * been filled in, is taken from the same expression over masked data, and not quoted at all when that gives another list.
 */
function maskedItem({ element, context, resource }: Evaluation, scope: PolicyScope): unknown {
  if (!element) return undefined
  const { values, index, trace } = element
  const item = values[index]
  const pointer = resource && pathIn(resource.data, item)
  if (pointer !== undefined) return valueAt(scope.object, pointer)
  const elsewhere = typeof item === 'object' && item !== null ? context.inventory.find(item) : undefined
  const path = elsewhere && pathIn(elsewhere.resource.data, item)
  if (path !== undefined) return valueAt(context.redaction.mask(elsewhere?.resource.data), path)
  const other = elementsOf(trace(scope).value)?.values
  return other?.length === values.length ? other[index] : redacted
}

/** Tells the outcome of a rule to whoever counts. */
export function observe({ context, policy }: Evaluation, rule: string, value: unknown): void {
  context.observe?.(policy, rule, value === true ? 'true' : value === false ? 'false' : 'error')
}
