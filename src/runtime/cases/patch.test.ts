import { expect, test } from 'vitest'
import type { Resource } from '../model/index.js'
import type { PatchOperation } from '../policies/index.js'
import { patchResources } from './patch.js'

const place = { file: 'f.json', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }

function resource(name: string, data: object, id = name): Resource {
  return { id, type: 't', name, subject: {}, data, file: 'f.json', locate: () => place }
}

const judges = (type: string) => type === 't'

function patched(resources: readonly Resource[], ...operations: Omit<PatchOperation, 'location'>[]) {
  const result = patchResources(
    resources,
    operations.map((operation) => ({ ...operation, location: place })),
    judges,
  )
  return 'problem' in result ? result.problem : result.map(({ data }) => data)
}

const group = resource('vsi-sg', { rules: [{ port: 22 }] }, 'r006-1')
const other = resource('pag-sg', { rules: [] }, 'r006-2')

test('each operation of RFC 6902 changes the named resource and leaves the fixture as it was', () => {
  expect(
    patched(
      [group, other],
      { resource: 'vsi-sg', op: 'add', path: '/rules/-', value: { port: 80 } },
      { resource: 'r006-1', op: 'replace', path: '/rules/0/port', value: 23 },
      { resource: 'vsi-sg', op: 'copy', from: '/rules/0', path: '/first' },
      { resource: 'vsi-sg', op: 'move', from: '/rules/1', path: '/last' },
      { resource: 'vsi-sg', op: 'test', path: '/first/port', value: 23 },
      { resource: 'pag-sg', op: 'remove', path: '/rules' },
    ),
  ).toEqual([{ rules: [{ port: 23 }], first: { port: 23 }, last: { port: 80 } }, {}])
  expect(group.data).toEqual({ rules: [{ port: 22 }] })
})

test('the only resource need not be named, and can be replaced as a whole', () => {
  expect(patched([group], { op: 'replace', path: '', value: { rules: [] } })).toEqual([{ rules: [] }])
})

test.each([{}, { resource: 'vsi-sg' }, { resource: 'r006-1' }])(
  'of several it is the one that the policy judges: %j',
  (named) => {
    const whole = { ...resource('vsi-sg', { x: 0 }, 'r006-1'), type: 'other' }
    expect(patched([whole, group], { ...named, op: 'replace', path: '/rules', value: [] })).toEqual([
      { x: 0 },
      { rules: [] },
    ])
  },
)

test.each([
  [
    { op: 'add', path: '/x', value: 1 },
    'patch add /x: there are 2 resources, say which one: resource: <name or id>',
  ],
  [
    { resource: 'nobody', op: 'add', path: '/x', value: 1 },
    "patch add /x: no resource is called 'nobody'; there are vsi-sg, pag-sg",
  ],
  [
    { resource: 'vsi-sg', op: 'remove', path: '/nothing/here' },
    'patch remove /nothing/here of r006-1: there is nothing at this place',
  ],
  [
    { resource: 'vsi-sg', op: 'replace', path: '/rules/7', value: 1 },
    'patch replace /rules/7 of r006-1: there is nothing at this place',
  ],
] as const)('%j is refused', (operation, problem) => {
  expect(patched([group, other], operation)).toBe(problem)
})

test('a failed test operation says so', () => {
  expect(patched([group], { op: 'test', path: '/rules/0/port', value: 80 })).toMatch(
    /^patch test \/rules\/0\/port of r006-1: /,
  )
})

test('a key named __proto__ changes no prototype', () => {
  patched([group], { op: 'add', path: '/__proto__/polluted', value: true })
  patched([group], { op: 'add', path: '/constructor/prototype/polluted', value: true })
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
