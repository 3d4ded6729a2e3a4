import type { CompiledAdmission, CompiledPolicy } from '../compile/compiled-policy.js'
import { refOf } from '../judge/resource-ref.js'
import type { Diagnostic, Finding, Resource, ResourceRef } from '../model/index.js'
import { by } from '../order.js'
import { errorAt } from '../policies/index.js'
import type { Admission } from './admit.js'
import type { Doubt } from './stored/doubts.js'

/** What judging by a policy of Kubernetes left to be told, each once: approximations, and errors that are ignored. */
export interface AdmissionRemarks {
  readonly notes: ReadonlySet<string>
  /** Errors that failurePolicy Ignore lets pass, by the rule that could not be evaluated. */
  readonly ignored: ReadonlyMap<string, IgnoredErrors>
  /** Fields that only a cluster knows, by type, field and reason. */
  readonly doubts: ReadonlyMap<string, Doubtful>
}

/** Objects whose field is in doubt. */
interface Doubtful extends Doubt {
  /** The first by file and id. */
  readonly first: ResourceRef
  readonly count: number
}

interface IgnoredErrors {
  /** The first by file and place. */
  readonly first: Finding
  readonly count: number
}

/** The remarks on one resource; undefined where there is nothing to tell. */
export function remarksOf(
  { notes, ignored, doubts }: Admission,
  resource: Resource,
): AdmissionRemarks | undefined {
  if (notes.length + ignored.length + doubts.length === 0) return undefined
  const remarks = ignored.map(
    (first): AdmissionRemarks => ({
      notes: new Set<string>(),
      ignored: new Map([[first.validation, { first, count: 1 }]]),
      doubts: new Map(),
    }),
  )
  const first = refOf(resource)
  const doubtful = doubts.map((doubt): [string, Doubtful] => [
    [first.type, doubt.field, doubt.why].join('\0'),
    { ...doubt, first, count: 1 },
  ])
  return remarks.reduce(mergeRemarks, {
    notes: new Set(notes),
    ignored: new Map(),
    doubts: new Map(doubtful),
  })
}

/** The remarks of two batches of resources; whatever their order, the same. */
export function mergeRemarks(a: AdmissionRemarks, b: AdmissionRemarks): AdmissionRemarks {
  const ignored = new Map(a.ignored)
  for (const [rule, errors] of b.ignored) {
    const other = ignored.get(rule)
    ignored.set(rule, other ? mergeErrors(other, errors) : errors)
  }
  const doubts = new Map(a.doubts)
  for (const [key, doubtful] of b.doubts) {
    const other = doubts.get(key)
    doubts.set(key, other ? mergeDoubts(other, doubtful) : doubtful)
  }
  return { notes: new Set([...a.notes, ...b.notes]), ignored, doubts }
}

function mergeDoubts(a: Doubtful, b: Doubtful): Doubtful {
  return { ...a, first: byName(b.first, a.first) < 0 ? b.first : a.first, count: a.count + b.count }
}

const byName = by<ResourceRef>(
  ({ file }) => file,
  ({ id }) => id,
)

function mergeErrors(a: IgnoredErrors, b: IgnoredErrors): IgnoredErrors {
  return { first: byPlace(b.first, a.first) < 0 ? b.first : a.first, count: a.count + b.count }
}

const byPlace = by<Finding>(
  ({ location }) => location.file,
  ({ location }) => location.start.line,
  ({ location }) => location.start.column,
  ({ resource }) => resource.type,
  ({ resource }) => resource.id,
  ({ message }) => message,
)

/** Remarks as warnings, at the place of the policy. */
export function remarkWarnings(policy: CompiledPolicy, remarks: AdmissionRemarks): Diagnostic[] {
  const { admission: rules } = policy
  if (!rules) return []
  return [
    ...[...remarks.notes].map((note) => approximation(rules, `'${policy.id}': ${note}`)),
    ...[...remarks.ignored.values()].map((errors) => ignoredWarning(policy, errors)),
    ...[...remarks.doubts.values()].map((doubtful) => doubtWarning(policy.id, rules, doubtful)),
  ]
}

function approximation({ place }: CompiledAdmission, message: string): Diagnostic {
  return { ...errorAt(place, 'admission-approximate', message), level: 'warning' }
}

function doubtWarning(
  id: string,
  { place }: CompiledAdmission,
  { first, count, field, why }: Doubtful,
): Diagnostic {
  const more = count > 1 ? ` and ${count - 1} more` : ''
  const message = `'${id}' looks at '${field}', which in ${first.type} ${first.id}${more} ${why}`
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
