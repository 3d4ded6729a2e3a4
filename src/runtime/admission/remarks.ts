import type { CompiledAdmission, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Diagnostic, Finding } from '../model/index.js'
import { by } from '../order.js'
import { errorAt } from '../policies/index.js'
import type { Admission } from './admit.js'

/** What judging by a policy of Kubernetes left to be told, each once: approximations, and errors that are ignored. */
export interface AdmissionRemarks {
  readonly notes: ReadonlySet<string>
  /** Errors that failurePolicy Ignore lets pass, by the rule that could not be evaluated. */
  readonly ignored: ReadonlyMap<string, IgnoredErrors>
}

interface IgnoredErrors {
  /** The first by file and place. */
  readonly first: Finding
  readonly count: number
}

/** The remarks on one resource; undefined where there is nothing to tell. */
export function remarksOf({ notes, ignored }: Admission): AdmissionRemarks | undefined {
  if (notes.length + ignored.length === 0) return undefined
  const remarks = ignored.map(
    (first): AdmissionRemarks => ({
      notes: new Set<string>(),
      ignored: new Map([[first.validation, { first, count: 1 }]]),
    }),
  )
  return remarks.reduce(mergeRemarks, { notes: new Set(notes), ignored: new Map() })
}

/** The remarks of two batches of resources; whatever their order, the same. */
export function mergeRemarks(a: AdmissionRemarks, b: AdmissionRemarks): AdmissionRemarks {
  const ignored = new Map(a.ignored)
  for (const [rule, errors] of b.ignored) {
    const other = ignored.get(rule)
    ignored.set(rule, other ? mergeErrors(other, errors) : errors)
  }
  return { notes: new Set([...a.notes, ...b.notes]), ignored }
}

function mergeErrors(a: IgnoredErrors, b: IgnoredErrors): IgnoredErrors {
  return { first: byPlace(b.first, a.first) < 0 ? b.first : a.first, count: a.count + b.count }
}

const byPlace = by<Finding>(({ location: { file, start }, resource, message }) => [
  file,
  start.line,
  start.column,
  resource.type,
  resource.id,
  message,
])

/** Remarks as warnings, at the place of the policy. */
export function remarkWarnings(policy: CompiledPolicy, remarks: AdmissionRemarks): Diagnostic[] {
  const { admission: rules } = policy
  if (!rules) return []
  return [
    ...[...remarks.notes].map((note) => approximation(rules, `'${policy.id}': ${note}`)),
    ...[...remarks.ignored.values()].map((errors) => ignoredWarning(policy, errors)),
  ]
}

function approximation({ place }: CompiledAdmission, message: string): Diagnostic {
  return { ...errorAt(place, 'admission-approximate', message), level: 'warning' }
}

function ignoredWarning(policy: CompiledPolicy, { first, count }: IgnoredErrors): Diagnostic {
  const more = count > 1 ? ` and ${count - 1} more` : ''
  const { resource, validation, message, policyLocation } = first
  return {
    code: 'admission-ignored',
    level: 'warning',
    message: `'${policy.id}' did not judge ${resource.type} ${resource.id}${more}: ${validation} ${message}`,
    hint: 'failurePolicy is Ignore, so the API server lets such objects pass',
    location: policyLocation,
  }
}
