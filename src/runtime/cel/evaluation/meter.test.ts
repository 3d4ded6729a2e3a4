import { beforeEach, expect, test } from 'vitest'
import { compile } from '../index.js'
import { expressionBudget, meter } from './meter.js'

// Other tests spend what no evaluation gives back.
beforeEach(() => {
  meter.left = expressionBudget
})

test('compiling spends nothing of what evaluations may spend', () => {
  compile(`url("https://example.com/${'a'.repeat(8_000)}").getHost() == "example.com"`, { declarations: {} })
  expect(meter.left).toBe(expressionBudget)
})

test('a program that ran leaves the budget as it was', () => {
  const compiled = compile('[1, 2].all(x, x > 0)', { declarations: {} })
  if ('problems' in compiled) throw new Error('it compiles')
  compiled.program.evaluate({})
  compiled.program.trace({})
  expect(meter.left).toBe(expressionBudget)
})
