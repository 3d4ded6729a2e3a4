import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targets } from './targets.js'

// A look at each; `npm run fuzz` takes its time.
test.each(targets.map((target) => [target.name, target] as const))('%s holds', (_, { check }) => {
  const { failed, errorInstance, counterexample } = check({
    seed: 1,
    numRuns: 30,
    interruptAfterTimeLimit: 1_000,
  })
  expect(failed ? [String(errorInstance), fc.stringify(counterexample).slice(0, 2_000)] : []).toEqual([])
})

test('no two targets have one name', () => {
  expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length)
})
