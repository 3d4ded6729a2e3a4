import type { CompiledAdmission } from '../compile/compiled-policy.js'
import type { Resource } from '../model/index.js'
import { storedOnce } from './as-stored.js'
import type { GroupVersion } from './discovery.js'
import type { Match } from './match.js'
import type { AdmissionRequest } from './request.js'
import { doubtsOfWritten, type Mentions } from './stored/doubts.js'

const none: readonly string[] = []

/** What was decided about a request without what only a cluster knows. */
export function notesOf(
  rules: CompiledAdmission,
  request: AdmissionRequest,
  match: Match,
): readonly string[] {
  const as = match.is === 'yes' ? match.as : undefined
  if (!request.guessed && !as) return none
  return [...guess(rules, request), ...(as ? [conversion(request, as)] : [])]
}

/** Parameters of a kind that only its CRD describes. */
export function notesOnParams(params: readonly Resource[], mentions: Mentions): readonly string[] {
  return params.flatMap(({ type, id, data }) =>
    doubtsOfWritten(data, storedOnce(type, data), mentions).map(
      ({ field, why }) => `it looks at '${field}', which in ${type} ${id} ${why}`,
    ),
  )
}

/** A plural that is made from a kind's name matters where a rule names plurals of its group. */
function guess({ matchConstraints, bindings }: CompiledAdmission, request: AdmissionRequest): string[] {
  const { guessed, kind, group, resource } = request
  const rules = [matchConstraints, ...bindings.flatMap(({ matchResources }) => matchResources ?? [])].flatMap(
    ({ resourceRules, excludeResourceRules }) => [...resourceRules, ...excludeResourceRules],
  )
  const counts = rules.some(
    ({ apiGroups, resources }) =>
      apiGroups.includes(group) && resources.some((name) => !name.startsWith('*')),
  )
  if (!guessed || !counts) return []
  return [`kind ${kind} of ${group} is taken for '${resource}', made from its name: its CRD is not at hand`]
}

function conversion(request: AdmissionRequest, to: GroupVersion): string {
  const written = `${request.kind} is judged as written, in ${shown(request)}`
  return `${written}: the API server would convert it to ${shown(to)} first`
}

function shown({ group, version }: GroupVersion): string {
  return group === '' ? version : `${group}/${version}`
}
