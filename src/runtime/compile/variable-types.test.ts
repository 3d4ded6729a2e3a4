import { expect, test } from 'vitest'
import type { StaticType } from '../cel/index.js'
import { dyn, variableTypes } from './variable-types.js'

const int: StaticType = { name: 'int', args: [] }
const string: StaticType = { name: 'string', args: [] }

test('each sees those above it, and goes on seeing no more', () => {
  const types = variableTypes()
  types.know(types.declare('a'), int)
  const above = types.above()
  types.know(types.declare('b'), string)
  expect([above.get('a'), above.get('b'), [...above.keys()]]).toEqual([int, undefined, ['a']])
  expect([types.above().get('b'), [...types.above().keys()]]).toEqual([string, ['a', 'b']])
})

test('one that does not compile is dynamic', () => {
  const types = variableTypes()
  types.declare('a')
  expect(types.above().get('a')).toEqual(dyn)
})

test('of two that have one name the nearer above holds', () => {
  const types = variableTypes()
  types.know(types.declare('a'), int)
  const between = types.above()
  types.know(types.declare('a'), string)
  expect([between.get('a'), types.above().get('a')]).toEqual([int, string])
})

test('those of the pack stand above all', () => {
  const pack = variableTypes()
  pack.know(pack.declare('a'), int)
  pack.know(pack.declare('b'), int)
  const types = variableTypes(pack.above())
  types.know(types.declare('b'), string)
  const above = types.above()
  expect([above.get('a'), above.get('b'), [...above.keys()]]).toEqual([int, string, ['a', 'b']])
})

test('one more looks at none of the others', () => {
  let looks = 0
  const outer = { get: () => void looks++, keys: () => [void looks++].values() as never }
  const types = variableTypes(outer)
  for (let i = 0; i < 1000; i++) {
    types.above().get(`v${i - 1}`)
    types.know(types.declare(`v${i}`), int)
  }
  // v-1 alone is not among them
  expect(looks).toBe(1)
})
