import { describe, expect, test } from 'vitest'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Finding, ResourceRef, WaiverRef } from '../model/index.js'
import { type Fault, noOutcome, noTally } from '../scan/outcome.js'
import { buildReport } from './build-report.js'

const start = { line: 1, column: 1 }
const location = { file: 'export.json', start, end: start }
const cluster = ref('tke/Cluster', 'prod')
const server = ref('cvm/Instance', 'bastion')
const waiver: WaiverRef = { reason: 'r', owner: 'o', expires: '2026-12-31', status: 'active' }
const policy: CompiledPolicy = {
  id: 'p',
  name: 'p',
  file: 'p.yaml',
  guidelines: ['g'],
  severity: 'high',
  scope: 'resource',
  types: ['tke/Cluster'],
  requires: [],
  readsInventory: true,
  looksUp: [],
  matchConditions: [],
  variables: [],
  functions: [],
  homes: [],
  validations: [],
}

function ref(type: string, id: string): ResourceRef {
  return { type, id, name: id, file: 'export.json', subject: {} }
}

function finding(resource: ResourceRef, more: Partial<Finding> = {}): Finding {
  return {
    verdict: 'fail',
    policy: 'p',
    validation: 'v',
    guidelines: ['g'],
    severity: 'high',
    message: 'm',
    resource,
    pointer: '',
    location,
    policyLocation: location,
    ...more,
  }
}

function fault(resource: ResourceRef, ...findings: readonly Finding[]): Fault {
  const verdict = findings.some((each) => each.verdict === 'error') ? 'error' : 'fail'
  return { policy: 'p', verdict, resource, findings }
}

function countsOf(...faults: readonly Fault[]) {
  const count = (verdict: string) => faults.filter((each) => each.verdict === verdict).length
  const tally = { ...noTally, hadData: true, fail: count('fail'), error: count('error') }
  const report = buildReport(
    {
      now: new Date(0),
      packs: [],
      guidelines: [
        { id: 'g', title: 'G', statement: 'S', kind: 'requirement', severity: 'high', controls: {} },
      ],
      policies: [policy],
      attestations: [],
      inputs: [],
      outcome: { ...noOutcome, tallies: new Map([['p', tally]]), faults },
      waived: { faults, waivers: [] },
      cases: [],
      warnings: [],
    },
    { startedAt: new Date(0), durationMs: 0 },
  )
  const { fail, waived } = report.summary.verdicts
  return { status: report.guidelines[0]?.status, fail, waived }
}

describe('a failure counts as waived', () => {
  test('when every finding of the resource is waived', () => {
    const both = fault(cluster, finding(cluster, { waiver }), finding(cluster, { waiver }))
    expect(countsOf(both)).toEqual({ status: 'waived', fail: 0, waived: 1 })
  })

  test('not while one is open', () => {
    const one = fault(cluster, finding(cluster, { waiver }), finding(cluster))
    expect(countsOf(one)).toEqual({ status: 'violated', fail: 1, waived: 0 })
  })

  test('not while one is open that stands at another resource', () => {
    expect(countsOf(fault(cluster, finding(server)))).toEqual({ status: 'violated', fail: 1, waived: 0 })
  })

  test('when another resource could not be judged', () => {
    const waived = fault(cluster, finding(cluster, { waiver }))
    const error = fault(server, finding(server, { verdict: 'error' }))
    expect(countsOf(waived, error)).toEqual({ status: 'error', fail: 0, waived: 1 })
  })

  test('when the findings at other resources are waived', () => {
    const elsewhere = fault(cluster, finding(server, { waiver }))
    expect(countsOf(elsewhere)).toEqual({ status: 'waived', fail: 0, waived: 1 })
  })

  test('whatever is open of another resource at the same place', () => {
    const waived = fault(cluster, finding(server, { waiver }))
    const open = fault(server, finding(server))
    expect(countsOf(waived, open)).toEqual({ status: 'violated', fail: 1, waived: 1 })
  })
})
