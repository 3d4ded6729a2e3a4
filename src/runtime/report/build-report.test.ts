import { describe, expect, test } from 'vitest'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Finding, ResourceRef, Result, WaiverRef } from '../model/index.js'
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
  matchConditions: [],
  variables: [],
  validations: [],
}

function ref(type: string, id: string): ResourceRef {
  return { type, id, name: id, file: 'export.json', subject: {} }
}

function result(resource: ResourceRef, verdict: Result['verdict']): Result {
  return { policy: 'p', resource, verdict }
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

function countsOf(results: readonly Result[], findings: readonly Finding[]) {
  const report = buildReport(
    {
      now: new Date(0),
      packs: [],
      guidelines: [
        { id: 'g', title: 'G', statement: 'S', kind: 'requirement', severity: 'high', controls: {} },
      ],
      policies: [policy],
      idle: new Map(),
      attestations: [],
      inputs: [],
      results,
      findings,
      cases: [],
      waivers: [],
      warnings: [],
    },
    { startedAt: new Date(0), durationMs: 0 },
  )
  const { fail, waived } = report.summary.verdicts
  return { status: report.guidelines[0]?.status, fail, waived }
}

describe('a failure counts as waived', () => {
  test('when every finding of the resource is waived', () => {
    const findings = [finding(cluster, { waiver }), finding(cluster, { waiver })]
    expect(countsOf([result(cluster, 'fail')], findings)).toEqual({ status: 'waived', fail: 0, waived: 1 })
  })

  test('not while one is open', () => {
    const findings = [finding(cluster, { waiver }), finding(cluster)]
    expect(countsOf([result(cluster, 'fail')], findings)).toEqual({ status: 'violated', fail: 1, waived: 0 })
  })

  test('not while one is open that stands at another resource', () => {
    expect(countsOf([result(cluster, 'fail')], [finding(server)])).toEqual({
      status: 'violated',
      fail: 1,
      waived: 0,
    })
  })

  test('when another resource could not be judged', () => {
    const results = [result(cluster, 'fail'), result(server, 'error')]
    const findings = [finding(cluster, { waiver }), finding(server, { verdict: 'error' })]
    expect(countsOf(results, findings)).toEqual({ status: 'error', fail: 0, waived: 1 })
  })

  test('when the findings at other resources are waived', () => {
    const findings = [finding(server, { waiver })]
    expect(countsOf([result(cluster, 'fail')], findings)).toEqual({ status: 'waived', fail: 0, waived: 1 })
  })
})
