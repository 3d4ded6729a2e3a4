import { disabledText } from '../../wording/override.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { type ExcludeGlob, pathsOf } from '../exclusion.js'
import { globMatcher } from '../globs.js'
import type {
  Acceptance,
  Diagnostic,
  Finding,
  InputSummary,
  Location,
  OverrideSummary,
  Severity,
} from '../model/index.js'
import { severities } from '../model/index.js'
import { pathOf } from '../package-names.js'
import type { ActiveGuideline } from '../report/active-guideline.js'
import type { DisabledPolicy } from '../report/build-report.js'
import type { Fault } from '../scan/outcome.js'
import { didYouMean } from '../suggest.js'
import type { Library } from './library.js'

/** What is said against a pack: another severity, or that something is not judged, and why. */
export interface GivenOverride extends Acceptance {
  /** A glob over full ids of policies; at least one of this and `guideline`. */
  readonly policy?: string
  readonly guideline?: string
  readonly severity?: Severity
  /** Whether it is not judged; `false` takes back what an earlier override says. */
  readonly disable?: boolean
  /** The exports that it is about. Default: all. */
  readonly paths?: readonly ExcludeGlob[]
  readonly location: Location
}

/** The policies and guidelines of a run, as overrides leave them. */
export interface Overridden {
  /** Those that judge. */
  readonly policies: readonly CompiledPolicy[]
  readonly disabled: readonly DisabledPolicy[]
  readonly guidelines: readonly ActiveGuideline[]
  /** Faults whose findings have the severities that overrides give them. */
  rated(faults: readonly Fault[]): readonly Fault[]
  /** What became of each override, when these have been judged. */
  summaries(inputs: readonly InputSummary[]): readonly OverrideSummary[]
}

/**
 * Applies overrides to the policies of a library: of two that are about the same the later one wins, and one that has
 * expired changes nothing.
 * @param root what files of exports are named relative to
 */
export function overridden(
  { policies, guidelines }: Pick<Library, 'policies' | 'guidelines'>,
  overrides: readonly GivenOverride[],
  { now, root }: { readonly now: Date; readonly root: string },
): Overridden {
  const today = now.toISOString().slice(0, 10)
  const entries = overrides.map((given) => entryOf(given, root, today))
  const active = entries.filter(({ isExpired }) => !isExpired)
  const everywhere = active.filter(({ given }) => given.paths === undefined)
  const severityOf = new Map(guidelines.map(({ id, severity }) => [id, severity]))

  const all = new Map(policies.map((policy) => [policy.id, policy]))
  /** The severity of a policy for what is left of its guidelines. */
  const rate = (policy: CompiledPolicy, rating: readonly Entry[]): Severity => {
    const changed = policy.guidelines.map((id) => ratingOf(rating, policy.id, id))
    const isWhole = policy.guidelines.length === all.get(policy.id)?.guidelines.length
    if (isWhole && !changed.some(Boolean)) return policy.severity
    return worst(policy.guidelines.map((id, i) => changed[i] ?? severityOf.get(id) ?? policy.severity))
  }
  const isOff = (policy: string, guideline: string) => {
    const last = everywhere.findLast(
      ({ given, about }) => given.disable !== undefined && about(policy, guideline),
    )
    return last?.given.disable ? last.given : undefined
  }

  const disabled: DisabledPolicy[] = []
  const judging: CompiledPolicy[] = []
  for (const policy of policies) {
    const off = policy.guidelines.map((id) => isOff(policy.id, id))
    const [by] = off
    if (by && off.every(Boolean)) {
      disabled.push({ policy: { ...policy, severity: rate(policy, everywhere) }, by: acceptanceOf(by) })
      continue
    }
    const left = { ...policy, guidelines: policy.guidelines.filter((_, i) => !off[i]) }
    const spares = sparing(policy, active)
    judging.push({ ...left, severity: rate(left, everywhere), ...(spares && { spares }) })
  }
  const inUse = new Map(judging.map((policy) => [policy.id, policy]))
  const enforced = new Set(policies.flatMap((policy) => policy.guidelines))
  return {
    policies: judging,
    disabled,
    guidelines: guidelines.map((guideline) => {
      const { id } = guideline
      const enforcing = policies.filter((policy) => policy.guidelines.includes(id))
      const off = enforcing.length > 0 ? enforcing.map((policy) => isOff(policy.id, id)) : [isOff('', id)]
      const [by] = off
      const severity = ratingOf(everywhere, all.has(id) ? id : '', id)
      return {
        ...guideline,
        ...(severity && { severity }),
        ...(by && off.every(Boolean) && { disabled: acceptanceOf(by) }),
      }
    }),
    rated(faults) {
      const rating = active.filter(({ given }) => given.severity)
      const rated = (finding: Finding): Finding => {
        const policy = inUse.get(finding.policy)
        const about = rating.filter(({ isAbout }) => isAbout(finding.resource.file))
        const isAny = about.some((entry) => policy && reaches(entry, policy))
        return policy && isAny ? { ...finding, severity: rate(policy, about) } : finding
      }
      return rating.length === 0
        ? faults
        : faults.map((fault) => ({ ...fault, findings: fault.findings.map(rated) }))
    },
    summaries: (inputs) =>
      entries.map((entry) => {
        const matched = policies.filter((policy) => reaches(entry, policy))
        const attested = guidelines.filter(({ id }) => !enforced.has(id) && entry.about('', id))
        const isUsed = matched.length + attested.length > 0 && inputs.some(({ file }) => entry.isAbout(file))
        const status = !isUsed ? 'unused' : entry.isExpired ? 'expired' : 'active'
        return summaryOf(entry.given, status, matched)
      }),
  }
}

/** An override that is about nothing is misspelt, or no longer needed; one that has expired changes nothing. */
export function overrideWarnings(
  summaries: readonly OverrideSummary[],
  { policies, guidelines }: Pick<Library, 'policies' | 'guidelines'>,
): Diagnostic[] {
  return summaries.flatMap((summary): Diagnostic[] => {
    const { policy, guideline, paths, location, status, expires } = summary
    const what = [policy, guideline].filter(Boolean).join(' and ')
    if (status === 'active') return []
    if (status === 'expired') {
      const message = `the override of ${what} held until ${expires}`
      const hint = 'remove it, or give a new date'
      return [{ code: 'override-expired', level: 'warning', message, hint, location }]
    }
    const isKnown = summary.policies.length > 0
    const about = isKnown && paths ? `no export (${paths.join(', ')})` : 'nothing'
    const known = policy === undefined ? guidelines : policies
    const hint =
      (isKnown
        ? undefined
        : didYouMean(
            policy ?? guideline ?? '',
            known.map(({ id }) => id),
            'known',
          )) ?? 'remove it, or correct what it names'
    const message = `the override of ${what} is about ${about}`
    return [{ code: 'override-unused', level: 'warning', message, hint, location }]
  })
}

interface Entry {
  readonly given: GivenOverride
  readonly isExpired: boolean
  /** Whether it is about a policy where that enforces a guideline. */
  about(policy: string, guideline: string): boolean
  /** Whether it is about an export. */
  isAbout(file: string): boolean
}

function entryOf(given: GivenOverride, root: string, today: string): Entry {
  const { policy, guideline, paths, expires } = given
  const isPolicy = policy === undefined ? () => true : globMatcher([policy])
  const isGuideline = guideline === undefined ? () => true : globMatcher([guideline])
  const matchers = paths?.map(pathsOf)
  return {
    given,
    isExpired: expires !== undefined && expires < today,
    about: (id, of) => isPolicy(id) && isGuideline(of),
    isAbout: (file) => matchers?.some((matches) => matches(pathOf(root, file))) ?? true,
  }
}

function ratingOf(entries: readonly Entry[], policy: string, guideline: string): Severity | undefined {
  return entries.findLast(({ given, about }) => given.severity && about(policy, guideline))?.given.severity
}

/** Why a policy does not judge the resources of a file, when an override leaves some files out. */
function sparing(policy: CompiledPolicy, active: readonly Entry[]): CompiledPolicy['spares'] {
  const entries = active.filter((entry) => entry.given.disable && entry.given.paths && reaches(entry, policy))
  if (entries.length === 0) return undefined
  const known = new Map<string, string | undefined>()
  return (file) => {
    if (!known.has(file)) {
      const by = entries.findLast(({ isAbout }) => isAbout(file))
      known.set(file, by && disabledText(by.given))
    }
    return known.get(file)
  }
}

/** Whether it changes something of a policy. A resource is judged for all guidelines of a policy, or for none. */
function reaches({ given, about }: Entry, { id, guidelines }: CompiledPolicy): boolean {
  return given.disable && given.paths
    ? guidelines.every((guideline) => about(id, guideline))
    : guidelines.some((guideline) => about(id, guideline))
}

function worst(of: readonly Severity[]): Severity {
  return severities.find((severity) => of.includes(severity)) ?? 'info'
}

function acceptanceOf({ reason, owner, expires }: GivenOverride): Acceptance {
  return { reason, ...(owner !== undefined && { owner }), ...(expires !== undefined && { expires }) }
}

function summaryOf(
  given: GivenOverride,
  status: OverrideSummary['status'],
  matched: readonly CompiledPolicy[],
): OverrideSummary {
  const { policy, guideline, severity, disable, paths, location } = given
  return {
    ...(policy !== undefined && { policy }),
    ...(guideline !== undefined && { guideline }),
    ...(severity !== undefined && { severity }),
    ...(disable !== undefined && { disable }),
    ...(paths !== undefined && { paths: paths.map(({ glob }) => glob) }),
    ...acceptanceOf(given),
    location,
    status,
    policies: matched.map(({ id }) => id).sort(),
  }
}
