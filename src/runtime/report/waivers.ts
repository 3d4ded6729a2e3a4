import type { Approval, Diagnostic, Finding, Location, WaiverScope, WaiverSummary } from '../model/index.js'
import type { Fault } from '../scan/outcome.js'
import { waiverIndex } from './waiver-index.js'

/** An accepted finding: reason, owner, expiry date. */
export interface Waiver extends WaiverScope {
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
    status: waiver.expires < today ? ('expired' as const) : ('active' as const),
    matched: 0,
  }))
  const active = judged.filter(({ status }) => status === 'active')
  const expired = judged.filter(({ status }) => status === 'expired')
  const accepting = waiverIndex([...active, ...expired])
  const mark = (finding: Finding): Finding => {
    if (finding.verdict === 'error') return finding
    const entries = accepting(finding)
    for (const entry of entries) entry.matched++
    const [chosen] = entries
    if (!chosen) return finding
    return { ...finding, waiver: { ...approvalOf(chosen.waiver), status: chosen.status } }
  }
  const marked =
    judged.length === 0 ? faults : faults.map((fault) => ({ ...fault, findings: fault.findings.map(mark) }))
  const summaries = judged.map(({ waiver, status, matched }) => ({
    ...scopeOf(waiver),
    ...approvalOf(waiver),
    location: waiver.location,
    status: matched === 0 ? ('unused' as const) : status,
    matched,
  }))
  return { faults: marked, waivers: summaries }
}

function scopeOf({ policy, guideline, validation, resource, subject, file, pointer }: Waiver): WaiverScope {
  const named = Object.entries({ policy, guideline, validation, resource, subject, file, pointer })
  return Object.fromEntries(named.filter(([, value]) => value !== undefined))
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
