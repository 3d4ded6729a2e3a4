import { expect, test } from 'vitest'
import { compile } from '../index.js'

function explained(source: string, object: unknown): string[] {
  const compiled = compile(source, { declarations: { object: 'dyn' } })
  if (!('program' in compiled)) throw new Error(JSON.stringify(compiled.problems))
  return compiled.program
    .trace({ object })
    .explain()
    .map(({ expression, value }) => `${expression} = ${value}`)
}

test('a comparison is told by its operands', () => {
  expect(explained('object.port == 22 ', { port: 80 })).toEqual(['object.port = 80'])
})

test('only the operands that made a conjunction false are shown', () => {
  expect(explained('object.a == 1 && object.b == 2 && object.c == 3', { a: 1, b: 5, c: 3 })).toEqual([
    'object.b = 5',
  ])
})

test('every operand of a false disjunction is shown', () => {
  expect(explained('object.a == 1 || has(object.x)', { a: 2 })).toEqual([
    'object.a = 2',
    'has(object.x) = false',
  ])
})

test('all() is told by the element that broke it', () => {
  const rules = [{ port: 443 }, { port: 22, peer: 'any' }, { port: 80 }]
  expect(explained('object.rules.all(r, r.port > 100)', { rules })).toEqual([
    'r = object.rules[1]',
    'r.port = 22',
  ])
})

test('a negated exists() is told by the element that it found', () => {
  const rules = [{ port: 443 }, { port: 22 }]
  expect(explained('!object.rules.exists(r, r.port < 100)', { rules })).toEqual([
    'r = object.rules[1]',
    'r.port = 22',
  ])
})

test('a value that is made from others is shown with them', () => {
  expect(explained('object.names.size() > 2', { names: ['a', 'b'] })).toEqual([
    'object.names.size() = 2',
    'object.names = ["a", "b"]',
  ])
})

test('a dynamic index is shown with what it was', () => {
  expect(explained('object.ports[object.key] == 1', { ports: { web: 2 }, key: 'web' })).toEqual([
    'object.ports[object.key] = 2',
    'object.key = "web"',
  ])
})

test('a large map says nothing; what is looked up in it does', () => {
  expect(explained('object.spec.hostNetwork != true', { spec: { hostNetwork: true, x: {} } })).toEqual([
    'object.spec.hostNetwork = true',
  ])
})

test('of a conditional the condition and the branch that was taken are shown', () => {
  expect(explained('object.a ? object.b == 1 : object.c == 1', { a: false, b: 1, c: 2 })).toEqual([
    'object.a = false',
    'object.c = 2',
  ])
})

test('an error is told by what could be evaluated', () => {
  expect(explained('object.a + object.missing == 3', { a: 1 })).toEqual(['object.a = 1'])
})

test('a chain is shown as a whole, with its operands but not its halves', () => {
  expect(explained('object.a + "-" + object.b == "x"', { a: '1', b: '2' })).toEqual([
    'object.a + "-" + object.b = "1-2"',
    'object.a = "1"',
    'object.b = "2"',
  ])
})

test('a literal list is not repeated', () => {
  expect(explained('object.a in ["x", object.b]', { a: '1', b: '2' })).toEqual([
    'object.a = "1"',
    'object.b = "2"',
  ])
})
