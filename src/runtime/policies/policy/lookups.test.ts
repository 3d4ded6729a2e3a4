import { expect, test } from 'vitest'
import type { Expression } from './expression.js'
import { lookupsIn } from './lookups.js'

const found = (source: string) =>
  lookupsIn([{ source } as Expression]).map(({ type, start, end }) => [type, source.slice(start, end)])

test.each<[source: string, ...types: string[]]>([
  ['inventory.list("v1/Node").size() > 0', 'v1/Node'],
  [
    "inventory . where ( 'v1/Pod', 'a', 1).size() + inventory.get('v1/Node', 'a').size() > 0",
    'v1/Pod',
    'v1/Node',
  ],
  ['variables.all(v, inventory.list("a/B").exists(b, b.c == v))', 'a/B'],
  ['object.text == \'inventory.list("v1/Node")\''],
  ['// inventory.list("v1/Node")\ntrue'],
  ['inventory.list(object.kind).size() > 0'],
  ['my.inventory.list("v1/Node")'],
])('%s', (source, ...types) => {
  expect(found(source)).toEqual(types.map((type) => [type, type]))
})

test('a type with an escape is shown with its quotes', () => {
  expect(found('inventory.list("v1\\u002fPod")')).toEqual([['v1/Pod', '"v1\\u002fPod"']])
})
