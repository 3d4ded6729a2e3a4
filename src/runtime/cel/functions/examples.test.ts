import { describe, expect, test } from 'vitest'
import { buildInventory } from '../../judge/inventory.js'
import type { Resource } from '../../model/index.js'
import { compile, formatValue, isCelError } from '../index.js'
import { macroNames, macroReference } from '../syntax/macros.js'
import { operatorReference } from '../syntax/operator-reference.js'
import { subjects } from './index.js'

function resource(type: string, name: string, spec: unknown): Resource {
  const place = { file: 'cluster.yaml', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
  const data = { metadata: { name, namespace: 'shop' }, spec }
  return {
    id: `shop/${name}`,
    type,
    name,
    namespace: 'shop',
    subject: {},
    file: place.file,
    data,
    locate: () => place,
  }
}

const inventory = buildInventory([
  resource('v1/Pod', 'web-1', { containers: [{ image: 'nginx:1.29' }] }),
  resource('v1/Service', 'web', { type: 'NodePort' }),
])

/** The value as a CEL literal, or `error: …` for what the compiler or the evaluation refuses. */
function evaluate(expression: string): string {
  const compiled = compile(expression, { declarations: { inventory: 'Inventory' } })
  if ('problems' in compiled) return `error: ${compiled.problems.map(({ message }) => message).join('; ')}`
  const value = compiled.program.evaluate({ inventory })
  return isCelError(value) ? `error: ${value.message}` : formatValue(value)
}

describe.each([
  ...Object.entries(subjects),
  ['Operators', operatorReference] as const,
  ['Macros', macroReference] as const,
])('%s', (_, entries) => {
  test.each(entries.flatMap(({ examples }) => examples))('%s is %s', (expression, value) => {
    expect(evaluate(expression)).toBe(value)
  })
})

test('every function has a sentence, a version and an example', () => {
  const incomplete = Object.values(subjects)
    .flat()
    .filter(
      ({ doc, since, examples }) =>
        !doc.endsWith('.') ||
        !Object.values(typeof since === 'string' ? [since] : since).every((one) =>
          /^(?:base|policytest|1\.\d\d)$/.test(one),
        ) ||
        examples.length === 0,
    )
  expect(incomplete.map(({ name }) => name)).toEqual([])
})

test('every macro is described', () => {
  const described = macroReference.flatMap(({ syntax }) => syntax.match(/\w+(?=\()/g) ?? [])
  expect(new Set(described)).toEqual(new Set([...macroNames, 'bind']))
})
