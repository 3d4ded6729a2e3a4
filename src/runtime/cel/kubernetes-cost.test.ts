import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocuments } from '../documents/index.js'
import { type Budget, compile, isCelError } from './index.js'

interface Recorded {
  readonly expr: string
  readonly vars?: Readonly<Record<string, unknown>>
  /** Variables as the text that the API server read. */
  readonly json?: string
  readonly answer: { readonly cost?: number; readonly error?: string }
}

/** What costs something else here, and why. */
const exceptions: Readonly<Record<string, string>> = {
  "dyn(b'a') in dyn({1: 2})": 'the API server panics',
  // The checker takes what an empty list holds for dyn, which goes with every overload; there the first is taken.
  '[].sortBy(x, x)': 'element of an empty list',
  '[].sortBy(x, -x)': 'element of an empty list',
  'd.e.reverse().sort()': 'element of an empty list',
  '(d.e + []).sort().sum()': 'element of an empty list',
}

function recorded(): readonly Recorded[] {
  const file = new URL('../../../testdata/kubernetes/1.37/expressions.ndjson', import.meta.url)
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line))
}

function scopeOf({ vars, json }: Recorded): Readonly<Record<string, unknown>> {
  if (json === undefined) return vars ?? {}
  return parseDocuments('variables.json', json)[0]?.data as Readonly<Record<string, unknown>>
}

test('an expression costs what it costs the API server of Kubernetes 1.37', () => {
  const differences: string[] = []
  let compared = 0
  for (const each of recorded()) {
    const { expr, answer } = each
    if (answer.cost === undefined || Object.hasOwn(exceptions, expr)) continue
    const scope = scopeOf(each)
    const declarations = Object.fromEntries(Object.keys(scope).map((name) => [name, 'dyn']))
    const compiled = compile(expr, { declarations, kubernetes: { minor: 37 } })
    // Whether it compiles, and what it gives, is for kubernetes.test.ts.
    if ('problems' in compiled) continue
    const budget: Budget = { left: 10_000_000 }
    const value = compiled.program.evaluate(scope, budget)
    if (isCelError(value) !== (answer.error !== undefined)) continue
    compared++
    if (budget.spent !== answer.cost) differences.push(`${expr}: ${answer.cost}, not ${budget.spent}`)
  }
  expect(differences).toEqual([])
  expect(compared).toBeGreaterThan(6_500)
})
