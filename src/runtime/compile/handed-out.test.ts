import { expect, test } from 'vitest'
import { unknownValue } from '../cel/index.js'
import { handedOut, takenBack } from './handed-out.js'

const why = 'known after apply'
const planned = () => ({
  name: 'web',
  tags: ['a'],
  network: { id: unknownValue(why), zone: { name: 'z1' } },
})

test('what holds nothing unknown is the very value, frozen', () => {
  const data = { name: 'web', tags: ['a'] }
  expect(handedOut(data)).toBe(data)
  expect(Object.isFrozen(data.tags)).toBe(true)
})

test('what is known can be read beside what is unknown', () => {
  const data = handedOut(planned())
  expect([data.name, data.tags.length, data.network.zone.name]).toEqual(['web', 1, 'z1'])
  expect(Object.keys(data.network)).toEqual(['id', 'zone'])
  expect('id' in data.network).toBe(true)
  const list = handedOut(['a', unknownValue(why)])
  expect([list.length, Object.keys(list), list[0]]).toEqual([2, ['0', '1'], 'a'])
})

test.each<[string, (data: ReturnType<typeof planned>) => unknown]>([
  ['read', ({ network }) => network.id],
  ['compared', ({ network }) => String(network.id) === 'x'],
  ['listed', ({ network }) => Object.values(network)],
  ['copied', ({ network }) => ({ ...network })],
  ['described', ({ network }) => Object.getOwnPropertyDescriptor(network, 'id')?.get?.()],
  ['searched', (data) => JSON.stringify(data).includes('z1')],
  ['mapped', ({ network }) => [network].map(({ id }) => id)],
  ['cloned', (data) => structuredClone(data)],
])('what is unknown is no value: who has it %s is stopped', (_, read) => {
  expect(() => read(handedOut(planned()))).toThrow()
})

test('nothing of it can be changed', () => {
  const given = planned()
  const data = handedOut(given)
  for (const change of [
    () => Object.assign(data, { name: 'x' }),
    () => data.tags.push('b'),
    () => Object.defineProperty(data.network.zone, 'name', { value: 'x' }),
    () => Reflect.deleteProperty(data, 'name') || expect.fail(),
    () => Object.freeze(data),
  ])
    expect(change).toThrow()
  expect(JSON.stringify(given)).toBe(JSON.stringify(planned()))
})

test('a part of it is that very part of the data, whenever it was handed out', () => {
  const given = planned()
  const { zone } = handedOut(given).network
  expect(zone).toBe(handedOut(given).network.zone)
  expect(takenBack(zone)).toBe(given.network.zone)
})

test('what was handed out alone can be read in a list with what holds something unknown', () => {
  const known = { spec: { zone: { name: 'z1' } } }
  expect(handedOut(known).spec.zone.name).toBe('z1')
  const [first] = handedOut([known, planned()] as const)
  expect(first.spec.zone.name).toBe('z1')
})
