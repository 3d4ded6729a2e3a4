import { expect, test } from 'vitest'
import type { Finding } from '../runtime/model/index.js'
import { messageOf } from './finding.js'

const place = { file: 'pod.yaml', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }
const finding: Finding = {
  verdict: 'fail',
  policy: 'pinned',
  validation: 'validation-1',
  guidelines: ['pinned'],
  severity: 'low',
  message: 'pin the image',
  resource: { type: 'v1/Pod', id: 'shop/web', name: 'web', file: 'pod.yaml', subject: {} },
  pointer: '',
  location: place,
  policyLocation: place,
}

test('a finding of a ValidatingAdmissionPolicy says by which binding, with what parameters, to what effect', () => {
  const admission = { binding: 'b\u001b[31m', params: 'ops/limits', actions: ['Warn', 'Audit'] } as const
  expect(messageOf({ ...finding, admission })).toBe(
    'pin the image (binding b\\u001b[31m, params ops/limits: Warn, Audit)',
  )
})

test('a policy that nothing binds says no more than its message', () => {
  expect(messageOf({ ...finding, admission: { actions: [], reason: 'Invalid' } })).toBe('pin the image')
})

test('an expired waiver comes after the binding', () => {
  const waiver = { reason: 'old', owner: 'ops', expires: '2026-01-01', status: 'expired' } as const
  expect(messageOf({ ...finding, waiver, admission: { binding: 'b', actions: ['Deny'] } })).toBe(
    'pin the image (binding b: Deny; waiver of ops expired 2026-01-01: old)',
  )
})
