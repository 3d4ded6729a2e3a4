import { expect, test } from 'vitest'
import { compile } from '../cel/index.js'
import type { Resource } from '../model/index.js'
import { buildInventory } from './inventory.js'

function resource(type: string, name: string, data: object, namespace?: string): Resource {
  const start = { line: 1, column: 1 }
  return {
    type,
    name,
    id: namespace ? `${namespace}/${name}` : name,
    ...(namespace && { namespace }),
    subject: {},
    data,
    file: 'export.json',
    locate: () => ({ file: 'export.json', start, end: start }),
  }
}

const web = { metadata: { name: 'web', namespace: 'shop', labels: { 'app.kubernetes.io/name': 'web' } } }
const db = { metadata: { name: 'db', namespace: 'shop' }, replicas: 3 }
const group = { name: 'vsi-sg', targets: [{ id: 'n1' }, { id: 'n2' }, { id: 'n1' }] }
const inventory = buildInventory([
  resource('apps/v1/Deployment', 'web', web, 'shop'),
  resource('apps/v1/StatefulSet', 'db', db, 'shop'),
  resource('ibm.is/SecurityGroup', 'vsi-sg', group),
])

test('lists the very objects of the export, by type or glob', () => {
  expect(inventory.list('apps/v1/Deployment')[0]).toBe(web)
  expect(inventory.list('apps/v1/*')).toEqual([web, db])
  expect(inventory.list('v1/Pod')).toEqual([])
})

test('gets one resource by type, namespace and name', () => {
  expect(inventory.get('apps/v1/StatefulSet', 'shop', 'db')).toBe(db)
  expect(inventory.get('apps/v1/StatefulSet', '', 'db')).toBeUndefined()
})

test('finds by a field, through lists, each resource once', () => {
  expect(inventory.where('apps/v1/*', 'metadata.namespace', 'shop')).toEqual([web, db])
  expect(inventory.where('ibm.is/SecurityGroup', 'targets[].id', 'n1')).toEqual([group])
  expect(inventory.where('ibm.is/SecurityGroup', 'targets[].id', 'n3')).toEqual([])
})

test('a key with dots is written in brackets', () => {
  expect(inventory.where('apps/v1/*', 'metadata.labels["app.kubernetes.io/name"]', 'web')).toEqual([web])
})

test('numbers and strings are different values', () => {
  expect(inventory.where('apps/v1/*', 'replicas', 3)).toEqual([db])
  expect(inventory.where('apps/v1/*', 'replicas', 3n)).toEqual([db])
  expect(inventory.where('apps/v1/*', 'replicas', '3')).toEqual([])
})

test('a path that cannot be read is refused', () => {
  expect(() => inventory.where('apps/v1/*', 'metadata..name', 'web')).toThrow(
    "cannot read the path 'metadata..name' from character 9",
  )
})

test('finds the resource and place of an object that is part of one', () => {
  expect(inventory.find(db)).toMatchObject({ resource: { id: 'shop/db' }, pointer: '' })
  expect(inventory.find(group.targets[1] as object)).toMatchObject({
    resource: { id: 'vsi-sg' },
    pointer: '/targets/1',
  })
  expect(inventory.find({ ...db })).toBeUndefined()
})

test('a look-up compares as CEL does: numbers by value whatever their type, and no list or map at all', () => {
  const data = [{ n: 1 }, { n: 1.5 }, { n: 2n ** 63n }, { n: '1' }, { n: {} }, { n: [] }, { n: null }]
  const found = (value: string) => {
    const text = `inventory.where("x/Y", "n", ${value})`
    const compiled = compile(text, { declarations: { inventory: 'Inventory' } })
    if ('problems' in compiled) throw new Error(compiled.problems[0]?.message)
    const inventory = buildInventory(data.map((each, i) => resource('x/Y', `y${i}`, each)))
    const list = compiled.program.evaluate({ inventory })
    return Array.isArray(list) ? list.map((each) => data.indexOf(each)) : list
  }
  expect(
    Object.fromEntries(
      ['1', '1.0', '1u', '1.5', '"1"', 'null', '{}', '[]', 'true'].map((v) => [v, found(v)]),
    ),
  ).toEqual({
    1: [0],
    '1.0': [0],
    '1u': [0],
    '1.5': [1],
    '"1"': [3],
    null: [6],
    '{}': [],
    '[]': [],
    true: [],
  })
})
