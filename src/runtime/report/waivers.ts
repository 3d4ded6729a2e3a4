import { globMatcher } from '../globs.js'
import { textAt } from '../member.js'
import { groupBy } from '../model/by-guideline.js'
import type { Approval, Diagnostic, Finding, Location, WaiverRef, WaiverSummary } from '../model/index.js'
import type { Fault } from '../scan/outcome.js'

/** An accepted finding: reason, owner, expiry date. What it does not name, it does not restrict. */
export interface Waiver {
  readonly policy?: string | undefined
  readonly guideline?: string | undefined
  readonly validation?: string | undefined
  /** Globs. */
  readonly resource?:
    | {
        readonly type?: string | undefined
        readonly name?: string | undefined
        readonly namespace?: string | undefined
        readonly id?: string | undefined
      }
    | undefined
  /** Globs by what the export does not say of itself: cluster, node. */
  readonly subject?: Readonly<Record<string, string>> | undefined
  /** Glob of the export's file. */
  readonly file?: string | undefined
  /** As reports give it, or the `element` beside it, which stays the same when other elements come before. */
  readonly pointer?: string | undefined
  readonly reason: string
  readonly owner: string
  readonly approvedBy?: string | undefined
  /** ISO date. */
  readonly approvedOn?: string | undefined
  /** Where the decision is kept. */
  readonly ticket?: string | undefined
  /** ISO date, the last day on which it holds (UTC). */
  readonly expires: string
  readonly location: Location
}

/** Faults whose findings know the waivers that accept them, and what became of each waiver. */
export interface Waived {
  readonly faults: readonly Fault[]
  readonly waivers: readonly WaiverSummary[]
}

/**
 * Marks the findings that waivers accept. An expired waiver is marked as such and its finding stays open;
 * where several waivers name one finding, an active one wins. Evaluation errors cannot be waived: nobody
 * knows what they would have said.
 */
export function applyWaivers(faults: readonly Fault[], waivers: readonly Waiver[], now: Date): Waived {
  const today = now.toISOString().slice(0, 10)
  const judged = waivers.map((waiver) => ({
    waiver,
    accepts: matcher(waiver),
    status: waiver.expires < today ? ('expired' as const) : ('active' as const),
    matched: 0,
  }))
  const candidatesOf = byResource([
    ...judged.filter(({ status }) => status === 'active'),
    ...judged.filter(({ status }) => status === 'expired'),
  ])
  const mark = (finding: Finding): Finding => {
    if (finding.verdict === 'error') return finding
    let chosen: WaiverRef | undefined
    for (const entry of candidatesOf(finding)) {
      if (!entry.accepts(finding)) continue
      entry.matched++
      chosen ??= { ...approvalOf(entry.waiver), status: entry.status }
    }
    return chosen ? { ...finding, waiver: chosen } : finding
  }
  const marked =
    judged.length === 0 ? faults : faults.map((fault) => ({ ...fault, findings: fault.findings.map(mark) }))
  const summaries = judged.map(({ waiver, status, matched }) => ({
    ...(waiver.policy !== undefined && { policy: waiver.policy }),
    ...(waiver.guideline !== undefined && { guideline: waiver.guideline }),
    ...approvalOf(waiver),
    location: waiver.location,
    status: matched === 0 ? ('unused' as const) : status,
    matched,
  }))
  return { faults: marked, waivers: summaries }
}

/** The entries that can name a finding, in their order: of thousands for one resource each only its own are tried. */
function byResource<Entry extends { readonly waiver: Waiver }>(
  entries: readonly Entry[],
): (finding: Finding) => readonly Entry[] {
  const places = new Map(entries.map((entry, index) => [entry, index]))
  const isForOne = ({ waiver }: Entry) =>
    waiver.resource?.id !== undefined && !/[*?]/.test(waiver.resource.id)
  const others = entries.filter((entry) => !isForOne(entry))
  const own = groupBy(entries.filter(isForOne), ({ waiver }) => [waiver.resource?.id ?? ''])
  const place = (entry: Entry) => places.get(entry) ?? 0
  return ({ resource }) => {
    const found = own.get(resource.id)
    return found ? [...found, ...others].toSorted((a, b) => place(a) - place(b)) : others
  }
}

function approvalOf({ reason, owner, approvedBy, approvedOn, ticket, expires }: Waiver): Approval {
  return {
    reason,
    owner,
    ...(approvedBy !== undefined && { approvedBy }),
    ...(approvedOn !== undefined && { approvedOn }),
    ...(ticket !== undefined && { ticket }),
    expires,
  }
}

function matcher(waiver: Waiver): (finding: Finding) => boolean {
  const tests: ((finding: Finding) => boolean)[] = []
  const { policy, guideline, validation, resource, subject = {}, file, pointer } = waiver
  if (policy !== undefined) {
    const names = globMatcher([policy])
    tests.push((finding) => names(finding.policy))
  }
  if (guideline !== undefined) {
    const names = globMatcher([guideline])
    tests.push((finding) => finding.guidelines.some(names))
  }
  if (validation !== undefined) tests.push((finding) => finding.validation === validation)
  if (file !== undefined) {
    const names = globMatcher([file])
    tests.push((finding) => names(finding.resource.file))
  }
  if (pointer !== undefined)
    tests.push((finding) => finding.pointer === pointer || finding.element === pointer)
  for (const key of ['type', 'name', 'namespace', 'id'] as const) {
    const glob = resource?.[key]
    if (glob === undefined) continue
    const names = globMatcher([glob])
    tests.push((finding) => names(finding.resource[key] ?? ''))
  }
  for (const [key, glob] of Object.entries(subject)) {
    const names = globMatcher([glob])
    tests.push((finding) => names(textAt(finding.resource.subject, key) ?? ''))
  }
  return (finding) => tests.every((test) => test(finding))
}

/** A waiver that matches nothing is misspelt, or no longer needed. */
export function unusedWaivers(waivers: readonly WaiverSummary[]): Diagnostic[] {
  return waivers
    .filter(({ status }) => status === 'unused')
    .map(({ policy, guideline, location }) => ({
      code: 'waiver-unused',
      level: 'warning',
      message: `the waiver for ${[policy, guideline].filter(Boolean).join(' and ')} matches no finding`,
      hint: 'remove it, or correct what it names',
      location,
    }))
}
