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
  const { inventory, now } = givens
  const bind = (
    params: Givens['params'],
    variables: readonly CompiledCondition[],
    home: string | undefined,
  ): PolicyScope => {
    const scope: PolicyScope = {
      object,
      subject,
      params,
      inventory,
      now,
      variables: undefined,
      item: undefined,
      index: undefined,
      key: undefined,
      get namespaceObject() {
        return namespaceOf(object, inventory)
      },
    }
    if (variables.length > 0) scope.variables = lazyVariables(variables, scope, budget, { home })
    for (const { pack } of policy.homes)
      Object.defineProperty(scope, `@${pack}`, { enumerable: true, get: () => homeScope(pack) })
    return scope
  }
  const homes = new Map<string, PolicyScope>()
  const homeScope = (pack: string): PolicyScope | undefined => {
    const of = policy.homes.find((candidate) => candidate.pack === pack)
    const scope = homes.get(pack) ?? (of && bind(givens.homes?.get(pack) ?? {}, of.variables, pack))
    if (scope) homes.set(pack, scope)
    return scope
  }
  return bind(givens.params, policy.variables, undefined)
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
    Object.defineProperty(variables, name, {
      configurable: true,
      enumerable: true,
      get() {
        const result = variable.home === home ? program.evaluate(scope, budget) : valueAt(variable, scope)
        if (budget.spent !== undefined && costs) {
          const what = `variables.${name}`
          costs({ what, expression: variable, units: budget.spent, limit: costLimits.expression })
        }
        const value = budget.spent !== undefined ? absorbable(result) : result
        if (isCelError(value)) rememberProgram(value, program)
        Object.defineProperty(variables, name, { value, enumerable: true })
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
