import { expect, test } from 'vitest'
// That every recorded expression costs what it cost the API server: kubernetes-replay.test.ts.
import { type Budget, type Compiled, compile, isCelError, type Program } from './index.js'

function programOf(source: string): Program {
  const compiled: Compiled = compile(source, { declarations: { d: 'dyn' }, kubernetes: { minor: 37 } })
  if ('problems' in compiled) throw new Error(compiled.problems[0]?.message)
  return compiled.program
}

test('an expression may cost a million units and not one more', () => {
  // range: 11 + n; all: 1 + 3n; the constants cost nothing.
  const atLimit = programOf('lists.range(249997).all(x, true)')
  const budget: Budget = { left: 10_000_000 }
  expect(atLimit.evaluate({ d: null }, budget)).toBe(true)
  expect(budget).toEqual({ left: 9_000_000, spent: 1_000_000 })
  const error = programOf('lists.range(249998).all(x, true)').evaluate({ d: null }, budget)
  expect(isCelError(error) && error).toMatchObject({
    code: 'budget',
    message: 'costs more than the API server allows an expression: 1,000,000',
  })
})

test('nothing in an expression absorbs that it costs too much', () => {
  const program = programOf('lists.range(500000).exists(x, x < 0) || d.isThere')
  expect(program.evaluate({ d: { isThere: true } })).toMatchObject({ code: 'budget' })
})

test('what is counted for one expression is not counted for another', () => {
  const inner = programOf('[1, 2, 3].all(x, x > 0)')
  const outer = programOf('d.x && d.x')
  const budget: Budget = { left: 1_000 }
  const d = {
    get x() {
      return inner.evaluate({ d: null }, budget)
    },
  }
  outer.evaluate({ d }, budget)
  expect(budget.spent).toBe(4)
  expect(budget.left).toBe(1_000 - 4 - 2 * 16)
})

test('what is no field behind has() is a mistake, whatever it would cost', () => {
  const options = { declarations: { object: 'dyn' }, kubernetes: { minor: 36 } }
  for (const asked of ['object - object.a', '-object.a', 'object', 'object.a == 1 ? object : object.b'])
    expect(compile(`has(${asked})`, options)).toMatchObject({ problems: [{}] })
})
