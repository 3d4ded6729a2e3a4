import { expect, test } from 'vitest'
import { compile, namesIn } from './index.js'

test.each([
  ['object.spec.hostNetwork', 'hostNetwork spec'],
  ['has(object.spec.env) || object.?spec.tls.hasValue()', 'env spec tls'],
  ['object["a-b"] == object.c // looks at d', 'a-b c'],
  ['object.filter(env, env.matches("^(tls|kind)$"))', 'kind tls'],
  ['object.__namespace__ == object.a__dash__b', 'a-b namespace'],
  ['{"x": 1} == object', 'x'],
  ['object == "\\u0061"', 'a'],
])('the keys that are named in %s: %s', (source, keys) => {
  const compiled = compile(source, { declarations: { object: 'dyn' } })
  expect('program' in compiled && [...compiled.program.references.keys].sort().join(' ')).toBe(keys)
})

test('variables are counted where they stand as such', () => {
  expect(
    namesIn('inventory.list(a) == [inventory] && b.inventory == "inventory" // inventory').roots.toSorted(),
  ).toEqual(['a', 'b', 'inventory', 'inventory'])
})
