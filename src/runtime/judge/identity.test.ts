import { expect, test } from 'vitest'
import { pointerOf, rememberCopy } from './identity.js'

test('an element is found by identity, not by equality', () => {
  const rules = [{ port: 22 }, { port: 22 }]
  const group = { name: 'vsi-sg', rules }
  expect(pointerOf(group, rules[1])).toBe('/rules/1')
  expect(pointerOf(group, { port: 22 })).toBeUndefined()
})

test('the root is the empty pointer', () => {
  const root = { a: 1 }
  expect(pointerOf(root, root)).toBe('')
})

test('keys with slashes and tildes are escaped', () => {
  const inner = {}
  expect(pointerOf({ 'a/b': { '~c': inner } }, inner)).toBe('/a~1b/~0c')
})

test('a key named __proto__ is a key like any other', () => {
  const root = JSON.parse('{"__proto__": {"x": {}}}')
  expect(pointerOf(root, Object.entries(root)[0]?.[1])).toBe('/__proto__')
})

test('a part of a copy stands where it is written, and what the copy adds where the next thing around it is', () => {
  const written = { spec: { containers: [{ name: 'a' }], policy: null } }
  const added = { enabled: true }
  const copy = { kind: 'Pod', spec: { containers: [{ name: 'a', also: {} }], policy: added } }
  rememberCopy(copy, written)
  for (const root of [written, copy]) {
    expect(pointerOf(root, copy.spec.containers[0])).toBe('/spec/containers/0')
    expect(pointerOf(root, written.spec.containers[0])).toBe('/spec/containers/0')
    expect(pointerOf(root, added)).toBe('/spec')
    expect(pointerOf(root, copy.spec.containers[0]?.also)).toBe('/spec/containers/0')
    expect(pointerOf(root, copy)).toBe('')
  }
})

test('what stands at several places is found at the first one, however often something is looked for', () => {
  const shared = { port: 22 }
  const root = {
    kind: 'Rules',
    first: { '0': [shared, { inside: shared }] },
    again: shared,
    list: [[shared]],
  }
  const part = root.first['0'][1]
  for (let time = 0; time < 20; time++) {
    expect([shared, part, root.list, root, {}].map((target) => pointerOf(root, target))).toEqual([
      '/first/0/0',
      '/first/0/1',
      '/list',
      '',
      undefined,
    ])
  }
})
