import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { nativePattern } from './native-pattern.js'

describe('which patterns are simple', () => {
  test.each([
    ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 63, 4096],
    [':[0-9]+\\.[0-9]+\\.[0-9]+$', 40, 1681],
    ['^sha256:[0-9a-f]{64}$', 71, 72],
    ['^(prod|staging|dev)-', 20, 1],
    ['a+a+b', 9, 1000],
    ['^(a|ab)(c|bcd)$', 9, 2],
  ])('%s', (pattern, length, steps) => {
    expect(nativePattern(pattern)?.steps(length)).toBe(steps)
  })

  test.each([
    '(a+)+$',
    '(a|a)*b',
    'a*?b',
    '(?i)a',
    '\\bx',
    '[[:alpha:]]',
    'é',
    '^a|b$',
    '\\s',
    '(?=a)',
    'a**',
    'a{1000}',
    '[a-\\d]',
  ])('%s is left to RE2', (pattern) => {
    expect(nativePattern(pattern)).toBeUndefined()
  })
})

test.each(['a{999}', '[ab]{0,999}', '(a{999}|b{999})', '.{999,}$'])(
  '%s is a pattern of RE2, too',
  (pattern) => {
    expect(nativePattern(pattern)).toBeDefined()
    expect(() => RE2JS.compile(pattern)).not.toThrow()
  },
)

test('it gives the answers of RE2', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\.', '-', '[a-c-]', '[-a]', '1')
  const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{1,}')
  const item = fc.tuple(atom, times).map(([a, t]) => a + t)
  const sequence = fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(''))
  const group = fc.tuple(sequence, sequence, fc.constantFrom('', '?')).map(([a, b, t]) => `(${a}|${b})${t}`)
  const pattern = fc
    .tuple(
      fc.constantFrom('', '^'),
      fc.array(fc.oneof(sequence, group), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '$'),
    )
    .map(([start, parts, end]) => start + parts.join('') + end)
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', '\n', '\r', 'é', '😀', '\u2028'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(pattern, text, (source, input) => {
      const native = nativePattern(source)
      expect(native?.regexp.test(input)).toBe(RE2JS.compile(source).test(input))
    }),
    { numRuns: 2_000 },
  )
})
