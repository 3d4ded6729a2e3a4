import { describe, expect, test } from 'vitest'
import { check } from './check/check.js'
import { indexFunctions } from './check/function-index.js'
import { types } from './check/type.js'
import { library } from './functions/index.js'
import { generate } from './generate/generate.js'
import { type CelProblem, compile, isCelError } from './index.js'
import { parse } from './syntax/parse.js'

/** The code of the problem or error, or the value. */
function outcome(source: string, object: unknown = {}, budget?: { left: number }): unknown {
  const compiled = compile(source, { declarations: { object: 'dyn' } })
  if ('problems' in compiled) return (compiled.problems[0] as CelProblem).code
  const value = compiled.program.evaluate({ object }, budget)
  return isCelError(value) ? value.code : value
}

const ten = '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]'

describe('expressions that blow up end', () => {
  test.each([
    ['maps nested six deep', `${`${ten}.map(a, `.repeat(7)}1${')'.repeat(7)}`, 'budget'],
    [
      'a string doubled forty times',
      `${'cel.bind(s, "aaaaaaaaaa",'.repeat(1)}${'cel.bind(s, s + s, '.repeat(40)}s${')'.repeat(41)}`,
      'budget',
    ],
    [
      'a list doubled forty times',
      `cel.bind(s, [1], ${'cel.bind(s, s + s, '.repeat(40)}s.size()${')'.repeat(41)}`,
      'budget',
    ],
    [
      'replace that multiplies',
      '"a".replace("a", "aaaaaaaaaa")'.concat('.replace("a", "aaaaaaaaaa")'.repeat(12)),
      'budget',
    ],
    ['a list of a billion', 'lists.range(1000000000).size() > 0', 'budget'],
    ['ten thousand parentheses', '('.repeat(10_000) + 1 + ')'.repeat(10_000), 'cel-limit'],
    ['ten thousand negations', `${'!'.repeat(10_000)}true`, 'cel-limit'],
    ['a hundred thousand characters', `"${'a'.repeat(100_000)}"`, 'cel-limit'],
    ['a long sum', `1${' + 1'.repeat(5_000)}`, 'cel-limit'],
    ['nested conditionals', `${'true ? 1 : '.repeat(3_000)}1`, 'cel-limit'],
    ['a catastrophic pattern', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")', false],
    ['another one', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a|a)*(a|a)*(a|a)*b$")', false],
    ['a huge repetition', '"a".matches("((a{100}){100}){100}")', 'cel-type'],
    ['an exponent', 'quantity("1e999999999").sign() > 0', true],
    ['a duration', 'duration("999999999999999999999999h") > duration("1s")', 'cel-type'],
  ])('%s', (_, source, expected) => {
    expect(outcome(source)).toBe(expected)
  })

  test('the budget is that of all expressions of a policy when it is given', () => {
    const budget = { left: 15 }
    expect(outcome(`${ten}.all(x, x > 0)`, {}, budget)).toBe(true)
    expect(outcome(`${ten}.all(x, x > 0)`, {}, budget)).toBe('budget')
  })

  test('spending the budget is not absorbed', () => {
    expect(outcome('lists.range(1000000000).size() > 0 || true')).toBe('budget')
    expect(outcome('[1, 2].exists(x, lists.range(1000000000).size() > 0 || x == 2)')).toBe('budget')
  })
})

describe('hostile data', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = 1
    for (let i = 0; i < depth; i++) value = [value]
    return value
  }

  test('nesting beyond the stack is an error', () => {
    expect(outcome('object.a == object.b', { a: nested(100_000), b: nested(100_000) })).toBe('budget')
  })

  test('comparing everything with everything ends', () => {
    const list = Array.from({ length: 3_000 }, (_, i) => [i])
    expect(outcome('object.exists(a, object.exists(b, b == [a, a]))', list)).toBe('budget')
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length', '$some', '$entries'])(
    '%s is a key like any other',
    (name) => {
      expect(outcome(`object.${name.replace('$', 'x')} == 1`, {})).toBe('no-such-key')
      expect(outcome(`object["${name}"]`, {})).toBe('no-such-key')
      expect(outcome(`object[object.k]`, { k: name })).toBe('no-such-key')
      expect(outcome(`"${name}" in object`, {})).toBe(false)
      expect(outcome(`has(object.\`x\`) || object["${name}"] == 1`, JSON.parse(`{"${name}": 1}`))).toBe(true)
      expect(outcome(`{"${name}": 2}["${name}"]`)).toBe(2)
    },
  )

  test('nothing of JavaScript shows through lists, strings and the values of the language', () => {
    for (const field of ['length', 'constructor', 'map', '$nanos', '$value', '$equals', '$some']) {
      const name = field.replace('$', '')
      expect(outcome(`object.a.${name}`, { a: [1] })).toBe('no-such-key')
      expect(outcome(`object.a.${name}`, { a: 'text' })).toBe('no-such-key')
      expect(outcome(`dyn(duration("1s")).${name}`)).toBe('no-such-key')
      expect(outcome(`dyn(ip("10.0.0.1")).\`${field.replace('$', '')}\``)).toBe('no-such-key')
    }
  })

  test('methods of the host program are no fields', () => {
    const inventory = { list: () => [], get: () => null, where: () => [] }
    const compiled = compile('dyn(inventory).where', { declarations: { inventory: 'Inventory' } })
    if ('problems' in compiled) throw new Error('it compiles')
    expect(compiled.program.evaluate({ inventory })).toMatchObject({ code: 'no-such-key' })
  })

  test('nothing is written to prototypes', () => {
    outcome('{"__proto__": {"polluted": true}}.polluted')
    outcome('{"constructor": {"prototype": {"polluted": true}}}')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

test('no byte of the expression is in the generated source', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an injection that must not work
  const text = 'Zq7"; process.exit(1); //`${1}\\n\u2028'
  const quoted = JSON.stringify(text).replaceAll('\u2028', '\\u2028')
  const source = [
    `object.Zq7field.?Zq7optional[?"Zq7key"].orValue(${quoted}) == ${quoted}`,
    `has(object.\`Zq7-quoted\`) && object[${quoted}].matches("Zq7+")`,
    `["Zq7"].all(Zq7variable, Zq7variable in [${quoted}, "Zq7list"])`,
    `{${quoted}: 1}.exists(Zq7key, Zq7value, Zq7key != "Zq7")`,
    `cidr("10.71.0.0/16").containsIP(object.Zq7ip) && 8675309 == object.Zq7number`,
  ].join(' || ')
  const parsed = parse(source)
  if ('problem' in parsed) throw new Error(parsed.problem.message)
  const checked = check(
    parsed.root,
    parsed.nodes,
    new Map([['object', types.dyn]]),
    indexFunctions(library.functions),
  )
  expect(checked.problems).toEqual([])
  for (const tracing of [false, true]) {
    const { body } = generate(parsed.root, {
      source,
      checked,
      opaque: [],
      hostNames: new Set(),
      lazyRoots: new Set(),
      args: [],
      tracing,
      careful: tracing,
    })
    expect(body).not.toMatch(/Zq7|process|8675309|10\.71/i)
    expect(body.replace(/\b(?:[tkL]\d+|\d{1,4})\b/g, '')).toMatch(/^[\w\s$.,;:(){}[\]=!&|<>?+'-]*$/)
  }
})
