import { expect, test } from 'vitest'
import { loadPolicies } from '../src/runtime/policies/index.js'

test('a parameter whose name says that it exempts, approves, trusts or allows is marked as an exemption', () => {
  const { packs } = loadPolicies(['policies'])
  const named = packs.flatMap(({ name, params }) =>
    [...params]
      .filter(([param]) => /^(exempt|approved|accepted|trusted|allowed|extra)[A-Z]/.test(param))
      .map(([param, { schema }]) => ({
        param: `${name}: ${param}`,
        isMarked: schema['x-exemption'] === true,
      })),
  )
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter(({ isMarked }) => !isMarked)).toEqual([])
})
