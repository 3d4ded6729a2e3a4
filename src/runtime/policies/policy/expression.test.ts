import { describe, expect, test } from 'vitest'
import { formatDiagnostic } from '../../../wording/diagnostic.js'
import { parsePolicyFile } from '../reading/policies-of-file.js'
import { celDiagnostic, type Expression } from './expression.js'

/** The expression of a policy whose validation is written as given, indented by six spaces. */
function expressionOf(written: string): Expression {
  const text = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: example}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - name: first
      expression: ${written}
`
  const expression = parsePolicyFile('policies/example.yaml', text)[0]?.validations[0]?.expression
  if (expression === undefined) throw new Error('no expression')
  return expression
}

function shown(written: string, part: string): string {
  const expression = expressionOf(written)
  const start = expression.source.indexOf(part)
  expect(start).toBeGreaterThanOrEqual(0)
  const problem = { code: 'cel-type', message: 'wrong', start, end: start + part.length } as const
  return formatDiagnostic(celDiagnostic(expression, problem))
}

describe('a mistake in an expression is shown where it is written', () => {
  test('in a plain scalar', () => {
    expect(shown('objct.x == 1', 'objct')).toBe(`policies/example.yaml:8:19: wrong [cel-type]
  8 |       expression: objct.x == 1
    |                   ^^^^^`)
  })

  test('behind escaped quotes', () => {
    expect(
      shown(`'object.x == ''a'' && objct.y'`, 'objct'),
    ).toBe(`policies/example.yaml:8:41: wrong [cel-type]
  8 |       expression: 'object.x == ''a'' && objct.y'
    |                                         ^^^^^`)
    expect(
      shown(`"object.x == \\"a\\" && objct.y"`, 'objct'),
    ).toBe(`policies/example.yaml:8:41: wrong [cel-type]
  8 |       expression: "object.x == \\"a\\" && objct.y"
    |                                         ^^^^^`)
  })

  test('in a literal block', () => {
    expect(
      shown('|\n        object.x == 1 &&\n          objct.y', 'objct'),
    ).toBe(`policies/example.yaml:10:11: wrong [cel-type]
  10 |           objct.y
     |           ^^^^^`)
  })

  test('in a folded block', () => {
    expect(
      shown('>-\n        object.x == 1 &&\n        objct.y', 'objct'),
    ).toBe(`policies/example.yaml:10:9: wrong [cel-type]
  10 |         objct.y
     |         ^^^^^`)
  })

  test('over several lines: the rest of its first line', () => {
    expect(
      shown('>-\n        object.x ==\n        1 && true', 'x == 1'),
    ).toBe(`policies/example.yaml:9:16: wrong [cel-type]
  9 |         object.x ==
    |                ^^^^`)
  })

  test('up to the end of a folded line, not into the next', () => {
    const expression = expressionOf('>-\n        object.x ==\n        1')
    expect(
      celDiagnostic(expression, { code: 'cel-syntax', message: 'm', start: 9, end: 11 }).location,
    ).toEqual({
      file: 'policies/example.yaml',
      start: { line: 9, column: 18 },
      end: { line: 9, column: 20 },
    })
  })

  test('at its end, where something is lacking', () => {
    const expression = expressionOf('object.x ==')
    const problem = {
      code: 'cel-syntax',
      message: 'unexpected end',
      hint: 'go on',
      start: 11,
      end: 11,
    } as const
    expect(
      formatDiagnostic(celDiagnostic(expression, problem)),
    ).toBe(`policies/example.yaml:8:30: unexpected end [cel-syntax]
  8 |       expression: object.x ==
    |                              ^
  go on`)
  })
})
