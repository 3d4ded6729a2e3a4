import { expect, test } from 'vitest'
import { type Finding, isOpen } from '../model/index.js'
import type { Fault } from '../scan/outcome.js'
import { applyWaivers, type Waiver } from './waivers.js'

const place = { file: 'waivers.yaml', start: { line: 5, column: 5 }, end: { line: 5, column: 9 } }
const now = new Date('2026-06-15T23:59:59Z')

function finding(name: string, more: Partial<Finding> = {}): Finding {
  return {
    verdict: 'fail',
    policy: 'net/ssh',
    validation: 'closed',
    guidelines: ['net/no-ssh'],
    severity: 'high',
    message: 'open',
    resource: { type: 'ibm.is/SecurityGroup', id: `r006-${name}`, name, file: 'sgs.json', subject: {} },
    pointer: '/rules/0',
    location: place,
    policyLocation: place,
    ...more,
  }
}

/** The findings after waiving, and what became of the waivers. */
function waived(findings: readonly Finding[], waivers: readonly Waiver[], at = now) {
  const faults = findings.map((each): Fault => {
    const { policy, resource, verdict } = each
    return { policy, resource, verdict, findings: [each] }
  })
  const result = applyWaivers(faults, waivers, at)
  return { findings: result.faults.flatMap((fault) => fault.findings), waivers: result.waivers }
}

function waiver(more: Partial<Waiver>): Waiver {
  return { reason: 'migration', owner: 'ops', expires: '2026-06-15', location: place, ...more }
}

test('a waiver holds through its last day and takes the finding out of those that count', () => {
  const { findings, waivers } = waived([finding('a')], [waiver({ policy: 'net/ssh' })], now)
  expect(findings.map(isOpen)).toEqual([false])
  expect(findings[0]?.waiver).toEqual({
    reason: 'migration',
    owner: 'ops',
    expires: '2026-06-15',
    status: 'active',
  })
  expect(waivers.map(({ status, matched }) => ({ status, matched }))).toEqual([
    { status: 'active', matched: 1 },
  ])
})

test('an expired waiver counts again and says so', () => {
  const late = new Date('2026-06-16T00:00:00Z')
  const { findings, waivers } = waived([finding('a')], [waiver({ policy: 'net/ssh' })], late)
  expect(findings.map((f) => [isOpen(f), f.waiver?.status])).toEqual([[true, 'expired']])
  expect(waivers[0]?.status).toBe('expired')
})

test('an active waiver wins over an expired one', () => {
  const old = waiver({ guideline: 'net/no-ssh', expires: '2020-01-01' })
  const { findings } = waived([finding('a')], [old, waiver({ policy: 'net/*' })], now)
  expect(findings[0]?.waiver?.status).toBe('active')
})

test('everything that a waiver names has to match; wildcards are for resources and policies', () => {
  const only = waiver({
    policy: 'net/ssh',
    validation: 'closed',
    pointer: '/rules/0',
    resource: { name: 'kube-*', type: 'ibm.is/SecurityGroup' },
  })
  const findings = [
    finding('kube-1'),
    finding('vsi'),
    finding('kube-2', { pointer: '/rules/1' }),
    finding('kube-3', { validation: 'other' }),
  ]
  expect(waived(findings, [only], now).findings.map(isOpen)).toEqual([false, true, true, true])
})

test('one that matches nothing is reported as unused', () => {
  const { waivers } = waived([finding('a')], [waiver({ policy: 'net/rdp' })], now)
  expect(waivers).toEqual([
    {
      policy: 'net/rdp',
      reason: 'migration',
      owner: 'ops',
      expires: '2026-06-15',
      location: place,
      status: 'unused',
      matched: 0,
    },
  ])
})

test('an evaluation error cannot be waived', () => {
  const { findings } = waived([finding('a', { verdict: 'error' })], [waiver({ policy: 'net/ssh' })], now)
  expect(findings.map(isOpen)).toEqual([true])
})

test('the first of two waivers wins, whether it names the resource or many', () => {
  const [many, one] = [
    waiver({ policy: 'net/*', owner: 'many' }),
    waiver({ policy: 'net/ssh', resource: { id: 'r006-a' }, owner: 'one' }),
  ]
  const ownerBy = (...waivers: Waiver[]) => waived([finding('a')], waivers).findings[0]?.waiver?.owner
  expect([ownerBy(many, one), ownerBy(one, many)]).toEqual(['many', 'one'])
  expect(ownerBy({ ...one, expires: '2026-06-01' }, many)).toBe('many')
})

test('a waiver for one cluster holds for no other', () => {
  const inCluster = (cluster: string) =>
    finding('a', { resource: { ...finding('a').resource, subject: { cluster } } })
  const { findings } = waived(
    [inCluster('test-1'), inCluster('production'), finding('a')],
    [waiver({ policy: 'net/ssh', subject: { cluster: 'test-?' } })],
  )
  expect(findings.map(isOpen)).toEqual([false, true, true])
})
