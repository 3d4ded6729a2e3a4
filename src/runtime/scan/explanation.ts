import { formatValue, isCelError } from '../cel/index.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { ExportSet } from '../exports/inputs.js'
import type { Step } from '../judge/evaluation.js'
import { placeOfElement } from '../judge/place.js'
import { refOf } from '../judge/resource-ref.js'
import type { Cost } from '../judge/scope.js'
import type { AdmissionAnswer, Location, ResourceRef, Verdict } from '../model/index.js'
import { idleOf } from './idle.js'
import { type ScanOptions, scan } from './scan.js'

/** How a policy came to its verdict on one resource, or on the whole inventory: every expression that was evaluated. */
export interface PolicyExplanation {
  readonly resource?: ResourceRef
  readonly location?: Location
  readonly verdict: Verdict
  /** For `skip`: why. */
  readonly reason?: string
  readonly rules: readonly RuleExplanation[]
}

export interface RuleExplanation {
  /** `matchConditions.is-web`, a validation's name. */
  readonly rule: string
  /** For an element of `forEach`: its index or key as CEL, and its place when it came out of a document. */
  readonly element?: { readonly key: string; readonly location?: Location }
  /** Under which binding and parameters, for a policy of Kubernetes. */
  readonly admission?: AdmissionAnswer
  readonly expression: string
  /** The value as CEL, or `error: …`. */
  readonly value: string
  /** What the API server charges for it, in its cost units. */
  readonly cost?: number
  /** What it charges for the variables that were first read there. */
  readonly variables: readonly { readonly name: string; readonly cost: number }[]
  readonly parts: readonly { readonly expression: string; readonly value: string }[]
}

/** How one policy comes to its verdicts. */
export interface Explained {
  readonly explanations: readonly PolicyExplanation[]
  /** Why it judged nothing. */
  readonly idle?: string
}

/** Explains one policy as `scan` judges by it; where it judged nothing, `idle` says why. Sensitive values are masked. */
export function explain(
  policy: CompiledPolicy,
  sets: readonly ExportSet[],
  options: Omit<ScanOptions, 'trace' | 'costs' | 'keepResults'>,
): Explained {
  const steps = new Map<ResourceRef | undefined, RuleExplanation[]>()
  let variables: { name: string; cost: number }[] = []
  const costs = ({ what, expression, units }: Cost) => {
    if (expression && what.startsWith('variables.')) variables.push({ name: what, cost: units })
  }
  const trace = (step: Step) => {
    const { resource } = step.evaluation
    const key = resource && refOf(resource)
    const read = variables
    const explanation = { ...explained(step), variables: read }
    variables = []
    const known = steps.get(key)
    if (known) known.push(explanation)
    else steps.set(key, [explanation])
  }
  const explanations: PolicyExplanation[] = []
  const idle: string[] = []
  for (const set of sets) {
    const { results, tallies } = scan([policy], [set], {
      ...options,
      trace,
      costs,
      keepResults: Number.POSITIVE_INFINITY,
    })
    const resources = new Map(set.resources.map((resource) => [keyOf(resource), resource]))
    for (const { resource: ref, verdict, reason } of results) {
      const resource = resources.get(keyOf(ref))
      const named = resource && { resource: ref, location: resource.locate('') }
      const rules = steps.get(resource && ref) ?? []
      explanations.push({ ...named, verdict, ...(reason !== undefined && { reason }), rules })
    }
    steps.clear()
    idle.push(idleOf(policy, tallies.get(policy.id))?.reason ?? '')
  }
  return explanations.length > 0 ? { explanations } : { explanations, idle: idle[0] ?? 'no inputs' }
}

function keyOf({ type, id, file }: ResourceRef): string {
  return JSON.stringify([type, id, file])
}

function explained({
  evaluation,
  rule,
  expression,
  value,
  masked,
}: Step): Omit<RuleExplanation, 'variables'> {
  const { program } = expression
  const { occasion, budget } = evaluation
  const shown = masked === evaluation.scope ? value : program.evaluate(masked)
  const [whole, ...parts] = program.trace(masked).explain({ all: true })
  const source = program.source.trim()
  return {
    rule,
    ...elementOf(evaluation),
    ...(occasion && { admission: occasion.answer }),
    expression: source,
    value: isCelError(shown) ? `error: ${shown.message}` : formatValue(shown),
    ...(budget.spent !== undefined && { cost: budget.spent }),
    parts: whole === undefined || whole.expression.trim() === source ? parts : [whole, ...parts],
  }
}

function elementOf(evaluation: Step['evaluation']): Pick<RuleExplanation, 'element'> {
  const { element } = evaluation
  if (!element) return {}
  const place = placeOfElement(evaluation, element)
  const location = place && { location: place.resource.locate(place.pointer) }
  return { element: { key: formatValue(element.key), ...location } }
}
