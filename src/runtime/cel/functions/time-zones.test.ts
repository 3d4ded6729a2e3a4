import { describe, expect, test } from 'vitest'
import { compile, isCelError } from '../index.js'

function evaluate(source: string, kubernetes?: { minor: number }): unknown {
  const compiled = compile(source, { declarations: {}, ...(kubernetes && { kubernetes }) })
  if ('problems' in compiled) return 'problem'
  const value = compiled.program.evaluate({})
  return isCelError(value) ? 'error' : value
}

describe('time zones as CEL has them, and as API servers of Kubernetes do', () => {
  test.each([
    ['"2024-01-01T00:00:00Z"', 'getHours("Europe/Berlin")', 1, 1],
    ['"2024-01-01T00:00:00Z"', 'getHours("US/Pacific")', 16, 16],
    ['"2024-01-01T00:00:00Z"', 'getHours("europe/berlin")', 1, 'error'],
    ['"2024-01-01T00:00:00Z"', 'getHours("Europe//Berlin")', 'error', 1],
    ['"2024-01-01T00:00:00Z"', 'getHours("/UTC")', 'error', 'error'],
    ['"2024-01-01T00:00:00Z"', 'getHours("UTC/")', 'error', 'error'],
    ['"2024-01-01T00:00:00Z"', 'getHours("Europe/../UTC")', 'error', 'error'],
    ['"2024-01-01T00:00:00Z"', 'getHours("+02:00")', 2, 2],
    ['"2024-01-01T00:00:00Z"', 'getHours("+2:00")', 'error', 2],
    ['"2024-01-01T00:00:00Z"', 'getHours("+1:")', 'error', 'error'],
    ['"2024-01-01T00:00:00Z"', 'getFullYear("-99999999999999999999:00")', 'error', 'error'],
    ['"0001-01-01T00:00:00Z"', 'getFullYear("America/New_York")', 0, 0],
    ['"0001-01-01T00:00:00Z"', 'getFullYear("-2000000:00")', 'error', -228],
    ['"0001-01-01T00:00:00Z"', 'getDayOfYear("America/New_York")', 365, 365],
  ])('%s.%s', (time, call, ours, theirs) => {
    const source = `timestamp(${time}).${call}`
    expect([evaluate(source), evaluate(source, { minor: 37 })]).toEqual([ours, theirs])
  })
})
