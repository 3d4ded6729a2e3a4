import { expect, test } from 'vitest'
import type { CompiledCondition } from './compiled-policy.js'
import { reachedBy } from './reached.js'

/** A variable that reads the one before it, and counts how often somebody asks what it is called. */
function chain(length: number) {
  let asked = 0
  const variables = Array.from({ length }, (_, i) => {
    const fields = new Set(i === 0 ? [] : [`variables.v${i - 1}`])
    const program = { references: { fields, calls: new Set<string>() } }
    return {
      program,
      get name() {
        asked++
        return `v${i}`
      },
    } as unknown as CompiledCondition
  })
  return { variables, asked: () => asked }
}

test.each([100, 1000])(
  'of %i variables each is asked for its name a few times, however many there are',
  (n) => {
    const { variables, asked } = chain(n)
    const { names, expressions } = reachedBy(variables.slice(-1), { variables, functions: [], homes: [] })
    expect([names.size, expressions.length]).toEqual([n - 1, n])
    expect(asked()).toBeLessThan(5 * n)
  },
)
