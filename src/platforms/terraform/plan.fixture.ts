import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Report } from '../../runtime/model/index.js'
import { run } from '../../runtime/run.js'
import { platforms } from '../index.js'

/** What a policy says of a plan: verdict, resource, message, and the line of the file that it points at. */
export function judged(spec: string, data: unknown): string[] {
  return findings(
    `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: small}\nspec:\n  ${spec.trim().replaceAll('\n', '\n  ')}\n`,
    data,
  )
}

/** The same of a whole policy. */
export function findings(policy: string, data: unknown): string[] {
  return saidOf(reportOf(policy, data))
}

/** What a pack says of a plan, with the policy in place of the message. */
export function judgedBy(pack: string, data: unknown): string[] {
  const { report, lines } = reportOf({ path: resolve('policies', pack) }, data)
  const said = report.findings.map((finding) => ({ ...finding, message: finding.policy }))
  return saidOf({ report: { findings: said }, lines })
}

function saidOf({ report, lines }: { report: Pick<Report, 'findings'>; lines: readonly string[] }): string[] {
  return report.findings.map(({ verdict, resource, message, location: { start } }) =>
    [verdict, resource.id, message, `${start.line} ${lines[start.line - 1]?.trim()}`].join(' | '),
  )
}

/** What the source warns of. */
export function warningsOf(data: unknown): string[] {
  return reportOf(anything, data)
    .report.warnings.filter(({ code }) => code.startsWith('source-'))
    .map(({ message }) => message)
}

const anything = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: any}
spec: {match: {resources: ['*']}, validations: [{name: any, expression: "true", message: no}]}
`

function reportOf(policy: string | { readonly path: string }, data: unknown) {
  const root = mkdtempSync(join(tmpdir(), 'policytest-terraform-'))
  const text = JSON.stringify(data, undefined, 1)
  const request = {
    disk: { root },
    platforms,
    policies: [typeof policy === 'string' ? 'policy.yaml' : policy.path],
    inputs: [{ path: 'plan.json' }],
  }
  try {
    if (typeof policy === 'string') writeFileSync(join(root, 'policy.yaml'), policy)
    writeFileSync(join(root, 'plan.json'), text)
    return { report: run(request).report, lines: text.split('\n') }
  } finally {
    rmSync(root, { recursive: true })
  }
}

export interface Change {
  after: Record<string, unknown>
  after_unknown: Record<string, unknown>
  after_sensitive: unknown
  before: unknown
  actions: string[]
}

/** A copy of a plan in which a change is another. */
export function changed<Plan>(plan: Plan, address: string, edit: (change: Change) => void): Plan {
  const copy = structuredClone(plan)
  const { resource_changes: changes } = copy as { resource_changes: { address: string; change: Change }[] }
  const found = changes.find((change) => change.address === address)
  if (found === undefined) throw new Error(`no change of ${address}`)
  edit(found.change)
  return copy
}
