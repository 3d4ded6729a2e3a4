import { describe, expect, test } from 'vitest'
import { compile, failure, formatValue, isCelError } from './index.js'

const declarations = {
  object: 'dyn',
  params: { fields: { pag: 'string', port: 'int' } },
  variables: { fields: {} },
}

function run(source: string, scope: Record<string, unknown> = {}): unknown {
  const compiled = compile(source, { declarations })
  if ('problems' in compiled) return compiled.problems
  const value = compiled.program.evaluate(scope)
  return isCelError(value) ? `error: ${value.message}` : value
}

describe('values', () => {
  test.each([
    ['1 + 2', 3],
    ['5 / 2', 2],
    ['-5 / 2', -2],
    ['5 % 3', 2],
    ['9223372036854775807 + 1', 'error: integer overflow: 9223372036854775808 does not fit into 64 bits'],
    ['9007199254740991 + 1', 9007199254740992n],
    ['"a" + "b"', 'ab'],
    ['size("añ😀")', 3],
    ['[1, 2].map(x, x * 2)', [2, 4]],
    ['[1, 2, 3].filter(x, x > 1)', [2, 3]],
    ['[1, 2, 3].exists_one(x, x > 2)', true],
    ['1 in [1, 2]', true],
    ['"a" in ["a"]', true],
    ['{"a": 1}.a', 1],
    ['has({"a": 1}.b)', false],
    ['true ? 1 : 2', 1],
    ['1 / 0 > 1 || true', true],
    ['[0, 1].all(x, 1 / x > 5)', false],
    ['[0, 1].exists(x, 1 / x == 1)', true],
    ['"abc".startsWith("a") && "abc".matches("b.$")', true],
    ['cel.bind(x, 2, x * x)', 4],
    ['1.5 + 1.5 == 3.0', true],
    ['type(1) == int', true],
  ])('%s', (source, value) => {
    expect(run(source)).toEqual(value)
  })
})

describe('errors', () => {
  test('a missing key names the key and the path', () => {
    expect(run('object.rules[0].remote', { object: { rules: [{}] } })).toBe(
      "error: no such key 'remote' in object.rules[0]",
    )
  })

  test('a typo in a variable is found with its range', () => {
    expect(run('objct.name == params.pagg')).toEqual([
      {
        code: 'cel-type',
        message: "unknown variable 'objct'",
        hint: "did you mean 'object'?",
        start: 0,
        end: 5,
      },
      {
        code: 'cel-type',
        message: "unknown parameter 'pagg'",
        hint: "did you mean 'pag'?",
        start: 21,
        end: 25,
      },
    ])
  })
})

describe('the place of an error', () => {
  const failed = (source: string, object: unknown): unknown => {
    const compiled = compile(source, { declarations })
    return 'program' in compiled ? compiled.program.evaluate({ object }) : compiled
  }

  test('is the operation that failed', () => {
    expect(failed('1 == 2 || object.a.b == 1', { a: {} })).toEqual({
      code: 'no-such-key',
      message: "no such key 'b' in object.a",
      range: { start: 10, end: 20 },
    })
  })

  test('that the scope holds instead of a value is the name that asks for it', () => {
    expect(failed('1 == 2 || object.a', failure('unknown', 'it is not at hand'))).toEqual({
      code: 'unknown',
      message: 'it is not at hand',
      range: { start: 10, end: 16 },
    })
  })

  test('is left out when it is nowhere in particular', () => {
    let nested: unknown = 1
    for (let i = 0; i < 100_000; i++) nested = [nested]
    expect(failed('object == object', nested)).toEqual({
      code: 'budget',
      message: 'the data is nested too deeply',
    })
  })
})

test('a method of the host program may be named like one of the language', () => {
  class Mask {
    readonly bits: number
    constructor(bits: number) {
      this.bits = bits
    }
  }
  const or = {
    name: 'or',
    overloads: { 'Mask.or(int): int': (mask: Mask, bits: number) => mask.bits | bits },
    doc: 'Either.',
    since: 'policytest' as const,
    examples: [],
  }
  const types = [{ name: 'Mask', is: (value: unknown) => value instanceof Mask }]
  const compiled = compile('mask.or(1)', {
    declarations: { mask: 'Mask' },
    extensions: [{ functions: [or], types }],
  })
  if ('problems' in compiled) throw new Error('it compiles')
  expect(compiled.program.evaluate({ mask: new Mask(4) })).toBe(5)
})

describe('identity', () => {
  test('objects of the document come out as themselves', () => {
    const object = { rules: [{ port: 1 }, { port: 2 }] }
    const rules = run('object.rules.filter(r, r.port > 1)', { object }) as unknown[]
    expect(rules[0]).toBe(object.rules[1])
  })
})

test('values are formatted as CEL', () => {
  expect(formatValue(['a"b', 1, null, { a: 1.5 }])).toBe('["a\\"b", 1, null, {"a": 1.5}]')
})
