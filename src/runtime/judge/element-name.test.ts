import { expect, test } from 'vitest'
import { nameOfElement } from './element-name.js'

const app = { name: 'app', ports: [{ containerPort: 80 }], args: ['--a', '--b', '--a'] }
const rule = { from: 'any', to: { port: 22 } }

test('an element goes by a key of its own, its value or its digest', () => {
  const data = { containers: [app], rules: [rule] }
  expect(nameOfElement(data, '/containers/0')).toBe('/containers/name=app')
  expect(nameOfElement(data, '/containers/0/ports/0')).toBe('/containers/name=app/ports/containerPort=80')
  expect(nameOfElement(data, '/containers/0/args/1')).toBe('/containers/name=app/args/=--b')
  expect(nameOfElement(data, '/rules/0')).toMatch(/^\/rules\/#[0-9a-f]{12}$/)
  expect(nameOfElement(data, '')).toBe('')
})

test('whatever comes before it, the name stays', () => {
  const [one, other] = [
    { list: [app, rule] },
    { list: [{ name: 'first' }, { from: 'x' }, app, { to: { port: 22 }, from: 'any' }] },
  ]
  expect(nameOfElement(other, '/list/2')).toBe(nameOfElement(one, '/list/0'))
  expect(nameOfElement(other, '/list/3')).toBe(nameOfElement(one, '/list/1'))
})

test('elements that are equal in all are told apart, and stay so', () => {
  const names = (list: readonly unknown[], ...indexes: number[]) =>
    indexes.map((i) => nameOfElement({ list }, `/list/${i}`))
  const [first, second] = names([rule, { ...rule }], 0, 1)
  expect(second).toBe(`${first};2`)
  expect(names([{ name: 'new' }, rule, { ...rule }], 1, 2)).toEqual([first, second])
  expect(names(['a', 'b', 'a'], 0, 1, 2)).toEqual(['/list/=a', '/list/=b', '/list/=a;2'])
})

test('a key that several share tells none of them', () => {
  const list = [
    { port: 53, protocol: 'TCP' },
    { port: 53, protocol: 'UDP' },
  ]
  expect(nameOfElement({ list }, '/list/0')).toMatch(/^\/list\/#/)
})
