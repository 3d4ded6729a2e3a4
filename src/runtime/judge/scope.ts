import {
  type Budget,
  type CelError,
  costLimits,
  failure,
  isCelError,
  programOf,
  rememberProgram,
  type Scope,
  scopeOf,
} from '../cel/index.js'
import type { CompiledCondition, CompiledExpression, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Subject } from '../model/index.js'
import type { Inventory } from './inventory.js'

/** What is the same for every resource that a policy judges. */
export interface Givens {
  readonly params: Readonly<Record<string, unknown>>
  /** The parameters of the packs that it comes to use something of, by name. */
  readonly homes?: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly inventory: Inventory
  /** The run's time as a CEL timestamp. */
  readonly now: unknown
}

/** The names that the expressions of a policy see. `item`, `index` and `key` change while a `forEach` runs. */
export interface PolicyScope extends Scope {
  item: unknown
  /** Of an element of a list. */
  index: number | undefined
  /** Of an entry of a map. */
  key: unknown
  variables: unknown
}

/**
 * Binds the names for one resource; `variables` and `namespaceObject` are computed when first read, and once. What is imported
 * sees the parameters and variables of its home: the scope that each scope has as `@<home>`.
 * @param budget what all expressions of the policy may spend on this resource
 */
export function bindScope(
  policy: Pick<CompiledPolicy, 'variables' | 'homes'>,
  object: unknown,
  subject: Subject,
  givens: Givens,
  budget: Budget,
): PolicyScope {
  const scope = new BoundScope(object, subject, givens.params, givens)
  if (policy.variables.length > 0) scope.variables = lazyVariables(policy.variables, scope, budget)
  if (policy.homes.length > 0) bindHomes(scope, policy.homes, givens, budget)
  return scope
}

/** A class, because one is made for every resource and policy: what is computed on demand costs nothing where nobody asks. */
class BoundScope implements PolicyScope {
  [name: string]: unknown
  readonly object: unknown
  readonly subject: Subject
  readonly params: Givens['params']
  readonly inventory: Inventory
  readonly now: unknown
  variables: unknown = undefined
  item: unknown = undefined
  index: number | undefined = undefined
  key: unknown = undefined

  constructor(object: unknown, subject: Subject, params: Givens['params'], { inventory, now }: Givens) {
    this.object = object
    this.subject = subject
    this.params = params
    this.inventory = inventory
    this.now = now
  }

  get namespaceObject(): unknown {
    return namespaceOf(this.object, this.inventory)
  }
}

/** Gives a scope those of its homes, each of which has all of them too. */
function bindHomes(scope: BoundScope, homes: CompiledPolicy['homes'], givens: Givens, budget: Budget): void {
  const bound = new Map<string, BoundScope>()
  const homeScope = ({ pack, variables }: CompiledPolicy['homes'][number]): BoundScope => {
    const known = bound.get(pack)
    if (known) return known
    const home = new BoundScope(scope.object, scope.subject, givens.homes?.get(pack) ?? {}, givens)
    bound.set(pack, home)
    if (variables.length > 0) home.variables = lazyVariables(variables, home, budget, { home: pack })
    give(home)
    return home
  }
  const give = (to: BoundScope) => {
    for (const home of homes)
      Object.defineProperty(to, `@${home.pack}`, { enumerable: true, get: () => homeScope(home) })
  }
  give(scope)
}

/** What the expressions of a policy of Kubernetes see of a request. */
export interface RequestNames {
  readonly object: unknown
  /** Null unless the request changes or deletes what was there. */
  readonly oldObject: unknown
  readonly request: unknown
  /** Null where a binding names none. */
  readonly params: unknown
  readonly namespaceObject: unknown
}

/** What the API server charges for an expression, or for a group of them, and where it stops. */
export interface Cost {
  readonly policy: CompiledPolicy
  /** `matchConditions.is-web`, `variables.pods`, a validation's name; of a group what its limit is for. */
  readonly what: string
  /** Undefined for a group. */
  readonly expression?: CompiledExpression
  readonly units: number
  readonly limit: number
}

/** Binds the names of Kubernetes for one request. */
export function bindRequest(
  policy: CompiledPolicy,
  names: RequestNames,
  budget: Budget,
  costs?: (cost: Cost) => void,
): PolicyScope {
  const scope: PolicyScope = {
    ...names,
    variables: undefined,
    item: undefined,
    index: undefined,
    key: undefined,
  }
  const ofPolicy = costs && ((cost: Omit<Cost, 'policy'>) => costs({ policy, ...cost }))
  if (policy.variables.length > 0)
    scope.variables = lazyVariables(policy.variables, scope, budget, { costs: ofPolicy })
  return scope
}

/** The variable or function in whose expression an error arose; undefined when it arose in the one that was evaluated. */
export function homeOf(
  error: CelError,
  { variables, functions, homes }: CompiledPolicy,
): CompiledExpression | undefined {
  const home = programOf(error)
  const all = [...variables, ...functions, ...homes.flatMap((other) => other.variables)]
  return home && all.find(({ program }) => program === home)
}

/** To an expression of Kubernetes a variable that costs too much is an error like any other: `variables.x || true` is true. */
function absorbable(value: unknown): unknown {
  return isCelError(value) && value.code === 'budget' ? failure('unknown', value.message) : value
}

function lazyVariables(
  compiled: readonly CompiledCondition[],
  scope: Scope,
  budget: Budget,
  {
    costs,
    home,
  }: { costs?: ((cost: Omit<Cost, 'policy'>) => void) | undefined; home?: string | undefined } = {},
): object {
  const variables = {}
  for (const variable of compiled) {
    const { name, program } = variable
    // Kept here: to make values of properties takes time for all of them each time.
    let known: { readonly value: unknown } | undefined
    Object.defineProperty(variables, name, {
      enumerable: true,
      // Of variables with one name the last holds.
      configurable: true,
      get() {
        if (known) return known.value
        const result = variable.home === home ? program.evaluate(scope, budget) : valueAt(variable, scope)
        if (budget.spent !== undefined && costs) {
          const what = `variables.${name}`
          costs({ what, expression: variable, units: budget.spent, limit: costLimits.expression })
        }
        const value = budget.spent !== undefined ? absorbable(result) : result
        if (isCelError(value)) rememberProgram(value, program)
        known = { value }
        return value
      },
    })
  }
  return variables
}

/** The value of an imported variable: that which it has at home. */
function valueAt({ name, home }: CompiledCondition, scope: Scope): unknown {
  return (scopeOf(scope, home).variables as Record<string, unknown>)[name]
}

/** The v1/Namespace of a namespaced Kubernetes object, or null when there is none in the inventory. */
function namespaceOf(object: unknown, inventory: Inventory): unknown {
  const namespace = (object as { metadata?: { namespace?: unknown } } | null)?.metadata?.namespace
  return (typeof namespace === 'string' && inventory.get('v1/Namespace', '', namespace)) || null
}
