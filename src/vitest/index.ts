/**
 * Policies in vitest: their test cases as tests, and matchers for objects.
 *
 * ```ts
 * // policies.test.ts
 * import { expect, test } from 'vitest'
 * import { policyTests, usePolicies } from 'policytest/vitest'
 *
 * policyTests('policies')
 * usePolicies('policies')
 *
 * test('the manifest that we generate has a fixed tag', () => {
 *   expect(manifest()).toPass('no-floating-tags')
 * })
 * ```
 *
 * @module
 */
import { expect } from 'vitest'
import { type ExpectedViolation, toPass, toViolate } from './matchers.js'
import { recordUses } from './record-uses.js'

export type { ExpectedViolation } from './matchers.js'
export { usePolicies } from './policies-in-use.js'
export { policyTests } from './policy-tests.js'

expect.extend({ toPass, toViolate })
recordUses()

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it
  interface Matchers<T = any> {
    /**
     * The policy judges the object, and is satisfied. A policy that does not apply to it, or cannot be evaluated, is neither
     * satisfied nor violated: the test fails, with `.not`, too.
     */
    toPass(policy: string): T
    /** The policy judges the object, and has a finding of this kind; others may be there too. */
    toViolate(policy: string, expected?: ExpectedViolation): T
  }
}
