import { refOf } from '../judge/resource-ref.js'
import type {
  AdmissionSummary,
  Diagnostic,
  DoubtfulField,
  IgnoredError,
  IgnoredErrors,
  Resource,
} from '../model/index.js'
import { by } from '../order.js'
import { errorAt, type Place } from '../policies/index.js'
import type { Admission } from './admit.js'

/** What judging by a policy of Kubernetes left to be told, each once: approximations, and errors that are ignored. */
export interface AdmissionRemarks {
  readonly notes: ReadonlySet<string>
  /** Errors that failurePolicy Ignore lets pass, by the rule that could not be evaluated. */
  readonly ignored: ReadonlyMap<string, IgnoredErrors>
  /** Fields that only a cluster knows, by type, field and reason. */
  readonly doubts: ReadonlyMap<string, DoubtfulField>
}

/** The remarks on one resource; undefined where there is nothing to tell. */
export function remarksOf(
  { notes, ignored, doubts }: Admission,
  resource: Resource,
): AdmissionRemarks | undefined {
  if (notes.length + ignored.length + doubts.length === 0) return undefined
  const first = named(refOf(resource))
  return remarksFrom({
    notes,
    ignored: ignored.map(({ validation, message, resource, location, policyLocation }) => ({
      first: { validation, message, resource: named(resource), location, policyLocation },
      count: 1,
    })),
    doubts: doubts.map(({ field, why }) => ({ field, why, first, count: 1 })),
  })
}

function named({ type, id, file }: DoubtfulField['first']): DoubtfulField['first'] {
  return { type, id, file }
}

/** The remarks that a report holds. */
export function remarksFrom({
  notes = [],
  ignored = [],
  doubts = [],
}: Pick<AdmissionSummary, 'notes' | 'ignored' | 'doubts'>): AdmissionRemarks {
  const none: AdmissionRemarks = { notes: new Set(notes), ignored: new Map(), doubts: new Map() }
  const each = [
    ...ignored.map((errors) => ({ ignored: new Map([[errors.first.validation, errors]]) })),
    ...doubts.map((doubtful) => ({ doubts: new Map([[keyOf(doubtful), doubtful]]) })),
  ]
  return each.reduce((all, one) => mergeRemarks(all, { ...none, ...one }), none)
}

function keyOf({ first, field, why }: DoubtfulField): string {
  return [first.type, field, why].join('\0')
}

/** What a report holds of a policy of Kubernetes. */
export function admissionSummary(place: Place, remarks: AdmissionRemarks | undefined): AdmissionSummary {
  const { location, sourceLine } = place
  const notes = [...(remarks?.notes ?? [])].sort()
  const ignored = sortedValues(remarks?.ignored)
  const doubts = sortedValues(remarks?.doubts)
  return {
    location,
    sourceLine,
    ...(notes.length > 0 && { notes }),
    ...(ignored.length > 0 && { ignored }),
    ...(doubts.length > 0 && { doubts }),
  }
}

function sortedValues<T>(map: ReadonlyMap<string, T> = new Map()): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
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

function mergeDoubts(a: DoubtfulField, b: DoubtfulField): DoubtfulField {
  return { ...a, first: byName(b.first, a.first) < 0 ? b.first : a.first, count: a.count + b.count }
}

const byName = by<DoubtfulField['first']>(
  ({ file }) => file,
  ({ id }) => id,
)

function mergeErrors(a: IgnoredErrors, b: IgnoredErrors): IgnoredErrors {
  return { first: byPlace(b.first, a.first) < 0 ? b.first : a.first, count: a.count + b.count }
}

const byPlace = by<IgnoredError>(
  ({ location }) => location.file,
  ({ location }) => location.start.line,
  ({ location }) => location.start.column,
  ({ resource }) => resource.type,
  ({ resource }) => resource.id,
  ({ message }) => message,
)

/** Remarks as warnings, at the place of the policy. */
export function remarkWarnings(
  { id, admission }: { readonly id: string; readonly admission?: { readonly place: Place } },
  remarks: AdmissionRemarks,
): Diagnostic[] {
  if (!admission) return []
  const { place } = admission
  return [
    ...[...remarks.notes].map((note) => approximation(place, `'${id}': ${note}`)),
    ...[...remarks.ignored.values()].map((errors) => ignoredWarning(id, errors)),
    ...[...remarks.doubts.values()].map((doubtful) => doubtWarning(id, place, doubtful)),
  ]
}

function approximation(place: Place, message: string): Diagnostic {
  return { ...errorAt(place, 'admission-approximate', message), level: 'warning' }
}

function doubtWarning(id: string, place: Place, { first, count, field, why }: DoubtfulField): Diagnostic {
  const more = count > 1 ? ` and ${count - 1} more` : ''
  const message = `'${id}' looks at '${field}', which in ${first.type} ${first.id}${more} ${why}`
  return { ...errorAt(place, 'admission-approximate', message), level: 'warning' }
}

function ignoredWarning(id: string, { first, count }: IgnoredErrors): Diagnostic {
  const more = count > 1 ? ` and ${count - 1} more` : ''
  const { resource, validation, message, policyLocation } = first
  return {
    code: 'admission-ignored',
    level: 'warning',
    message: `'${id}' did not judge ${resource.type} ${resource.id}${more}: ${validation} ${message}`,
    hint: 'failurePolicy is Ignore, so the API server lets such objects pass',
    location: policyLocation,
  }
}
