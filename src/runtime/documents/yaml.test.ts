import { describe, expect, test } from 'vitest'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { maxDepth } from './limits.js'
import { parseYaml, type YamlDocument, type YamlOptions } from './yaml.js'

function one(text: string, options?: YamlOptions): YamlDocument {
  const documents = parseYaml('a.yaml', text, options)
  if (documents.length !== 1 || documents[0] === undefined) throw new Error(`${documents.length} documents`)
  return documents[0]
}

/** The text that a location covers, to see at a glance what it points at. */
function shown(document: YamlDocument, pointer: string, part?: 'key' | 'value'): string {
  const { start, end } = document.locate(pointer, part)
  if (start.line === end.line) {
    return `${start.line}: ${document.lineAt(start.line).slice(start.column - 1, end.column - 1)}`
  }
  return `${start.line}: ${document.lineAt(start.line).slice(start.column - 1)} … ${end.line}:${end.column}`
}

function problems(text: string, options?: YamlOptions): string {
  return parseYaml('a.yaml', text, options)
    .flatMap((document) => document.errors.map(formatDiagnostic))
    .join('\n')
}

describe('data', () => {
  test('the YAML 1.2 core schema gives null, booleans, integers, floats and text', () => {
    const text = `
nulls: [~, null, Null, '']
booleans: [true, False, yes, on, y]
integers: [0, -12, 0o17, 0x1F, 0644, 9007199254740993]
floats: [1.5, -.5e3, .inf]
texts: [1_000, 0b1, "1", 2024-01-01, 22:22]`
    expect(one(text).data).toEqual({
      nulls: [null, null, null, ''],
      booleans: [true, false, 'yes', 'on', 'y'],
      integers: [0, -12, 15, 31, 644, 9007199254740993n],
      floats: [1.5, -500, Number.POSITIVE_INFINITY],
      texts: ['1_000', '0b1', '1', '2024-01-01', '22:22'],
    })
  })

  test('read as Kubernetes does, yes and on are true and 0644 is octal', () => {
    const text = `
booleans: [yes, No, on, OFF, y, N, "yes"]
integers: [0644, 0o17, 0b101, 1_000, -0x10, 9223372036854775807, 1e3, 5.0]
texts: [2024-01-01, 22:22, 0x, 08x, _1, yEs, 12e4567]
floats: [1.5, 08.5, 18446744073709551615]
on: key
1.20: version`
    expect(one(text, { scalars: 'kubernetes' }).data).toEqual({
      booleans: [true, false, true, false, true, false, 'yes'],
      integers: [420, 15, 5, 1000, -16, 9223372036854775807n, 1000, 5],
      texts: ['2024-01-01', '22:22', '0x', '08x', '_1', 'yEs', '12e4567'],
      floats: [1.5, 8.5, 2 ** 64],
      true: 'key',
      '1.2': 'version',
    })
  })

  test('several documents are read, empty ones are left out', () => {
    const documents = parseYaml('a.yaml', '# head\n---\na: 1\n---\n# nothing\n---\n---\nb: 2\n...\n')
    expect(documents.map((document) => document.data)).toEqual([{ a: 1 }, { b: 2 }])
    expect(parseYaml('a.yaml', '# only a comment\n')).toEqual([])
    expect(parseYaml('a.yaml', '')).toEqual([])
  })

  test('aliases are copies, merge keys give way to explicit keys', () => {
    const document = one('base: &b {x: 1, y: [2]}\na: {<<: *b, x: 3}\nb: {<<: [{z: 5}, *b]}\nc: *b\n')
    expect(document.data).toEqual({
      base: { x: 1, y: [2] },
      a: { x: 3, y: [2] },
      b: { z: 5, x: 1, y: [2] },
      c: { x: 1, y: [2] },
    })
    const data = document.data as { base: object; c: object }
    expect(data.c).not.toBe(data.base)
  })

  test('an alias means the anchor that was given last', () => {
    expect(one('- &x {a: &y 1}\n- &y 2\n- *x\n- *y\n').data).toEqual([{ a: 1 }, 2, { a: 1 }, 2])
  })

  test('__proto__ is a key like any other', () => {
    const data = one('__proto__: {polluted: yes}\nconstructor: 1\n').data as Record<string, unknown>
    expect(Object.keys(data)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
    expect(one('a: {<<: {__proto__: {x: 1}}}').data).toEqual(JSON.parse('{"a":{"__proto__":{"x":1}}}'))
  })

  test('a version directive does not change how values are read', () => {
    expect(one('%YAML 1.1\n---\na: yes\n').data).toEqual({ a: 'yes' })
  })
})

describe('errors', () => {
  test('a duplicate key names the line of the first', () => {
    expect(problems('spec:\n  a: 1\n  "a": 2\n')).toBe(`a.yaml:3:3: duplicate key 'a' [duplicate-key]
  3 |   "a": 2
    |   ^^^
  first given on line 2; keep one of them`)
  })

  test('every mistake is reported, sorted by position', () => {
    expect(problems('a: *nope\nb: !Ref x\nc: !!int text\n? [1]\n: 2\n').match(/\[yaml-\w+\]$/gm)).toEqual([
      '[yaml-alias]',
      '[yaml-tag]',
      '[yaml-tag]',
      '[yaml-key]',
    ])
  })

  test('a tab as indentation says what to do', () => {
    expect(problems('a:\n\tb: 1\n')).toBe(`a.yaml:2:1: Tabs are not allowed as indentation [yaml-syntax]
  2 |  b: 1
    | ^
  indent with spaces: YAML does not allow tabs`)
  })

  test('only the first mistake of syntax is shown, for the rest follows from it', () => {
    expect(
      problems('a:\n  - b: 1\n    c: 2\n   d: 3\n'),
    ).toBe(`a.yaml:4:1: Sequence item without - indicator [yaml-syntax]
  4 |    d: 3
    | ^
  items of one level need the same indentation`)
  })

  test('an unquoted expression that starts with ! is shown at its tag', () => {
    expect(problems('a: !has(b.c)\n')).toBe(`a.yaml:1:4: unsupported tag '!has(b.c)' [yaml-tag]
  1 | a: !has(b.c)
    |    ^^^^^^^^^
  a text that starts with ! needs quotes; other values have no tag`)
    expect(problems('a: !b.c("x")\n')).toMatch(/\n {2}a text that starts with ! or & needs quotes$/)
  })

  test('the second document may be broken without the first', () => {
    const [first, second] = parseYaml('a.yaml', 'a: 1\n---\nb: [1\n')
    expect(first?.errors).toEqual([])
    expect(second?.errors.map((error) => [error.code, error.location?.start.line])).toContainEqual([
      'yaml-syntax',
      4,
    ])
  })

  test('billions of laughs end in an error', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`)
    expect(problems(['a0: &a0 lol', ...levels].join('\n'))).toContain(
      'aliases expand to more than 100000 values',
    )
    const merges = Array.from({ length: 30 }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [*m${i}, *m${i}]}`)
    expect(problems(['m0: &m0 {}', ...merges].join('\n'))).toContain(
      'aliases expand to more than 100000 values',
    )
  })

  test('an anchor that contains itself is an error', () => {
    expect(problems('a: &a [*a]\n')).toContain("anchor 'a' contains itself")
    expect(problems('a: &a\n  <<: *a\n')).toContain('an object cannot be merged into itself')
  })

  test.each([
    ['flow lists', (n: number) => '['.repeat(n) + ']'.repeat(n)],
    ['unclosed lists', (n: number) => '['.repeat(n)],
    ['flow maps', (n: number) => '{a: '.repeat(n) + '}'.repeat(n)],
    ['block lists', (n: number) => `${'- '.repeat(n)}x`],
    ['keys', (n: number) => '? '.repeat(n)],
  ])('%s that nest too deep are an error, not a crash', (_, nest) => {
    for (const depth of [maxDepth + 2, 20_000]) {
      expect(problems(nest(depth))).toContain(`nested deeper than ${maxDepth} levels [document-limit]`)
    }
  })

  test('a depth below the limit is read', () => {
    expect(problems('['.repeat(maxDepth - 1) + ']'.repeat(maxDepth - 1))).toBe('')
  })

  test('a depth that aliases add up is limited too', () => {
    const chain = Array.from({ length: 250 }, (_, i) => `- &a${i + 1} [*a${i}]`)
    expect(problems(['- &a0 x', ...chain].join('\n'))).toContain('nested deeper than')
  })
})

describe('places', () => {
  const document = one(`# policy
metadata:
  name: 'ports'   # why
spec:
  empty:
  list: [1, {a: 2}]
  rules:
    - a~b/c: x
      port: 22
    - *other
base: &other
  deep:
    value: |
      text
`)

  test('a scalar is exactly its text', () => {
    expect(document.errors.map((error) => error.message)).toEqual(["unknown anchor 'other'"])
    expect(shown(document, '/metadata/name')).toBe("3: 'ports'")
    expect(shown(document, '/spec/rules/0/a~0b~1c')).toBe('8: x')
    expect(shown(document, '/spec/rules/0/port')).toBe('9: 22')
    expect(shown(document, '/base/deep/value')).toBe('13: | … 14:11')
  })

  test('an object or a list that spans lines is its first line', () => {
    expect(shown(document, '')).toBe('2: metadata:')
    expect(shown(document, '/spec/rules')).toBe('8: - a~b/c: x')
    expect(shown(document, '/spec/rules/0')).toBe('8: a~b/c: x')
    expect(shown(document, '/spec/list')).toBe('6: [1, {a: 2}]')
    expect(shown(document, '/spec/list/1')).toBe('6: {a: 2}')
  })

  test('a key has a place of its own; an empty value is shown at its key', () => {
    expect(shown(document, '/spec/rules/0/port', 'key')).toBe('9: port')
    expect(shown(document, '/spec', 'key')).toBe('4: spec')
    expect(shown(document, '/spec/empty')).toBe('5: empty')
  })

  test('what is missing is shown at its nearest ancestor', () => {
    expect(shown(document, '/metadata/name/first')).toBe("3: 'ports'")
    expect(shown(document, '/metadata/labels/app')).toBe("3: name: 'ports'   # why")
    expect(shown(document, '/spec/list/7')).toBe('6: [1, {a: 2}]')
    expect(shown(document, '/spec/list/01')).toBe('6: [1, {a: 2}]')
    expect(shown(document, '/spec/nothing', 'key')).toBe('4: spec')
  })

  test('inside an alias or a merge the place is where the value was written', () => {
    const aliased = one('a: &a\n  x: 1\nb: *a\nc:\n  <<: *a\n')
    expect(shown(aliased, '/b')).toBe('3: *a')
    expect(shown(aliased, '/b/x')).toBe('2: 1')
    expect(shown(aliased, '/c/x', 'key')).toBe('2: x')
  })

  test('the byte order mark and carriage returns take no column', () => {
    const windows = one('\ufeffa: 1\r\nb:\r\n  c: two\r\n')
    expect([shown(windows, '/a'), shown(windows, '/b'), shown(windows, '/b/c')]).toEqual([
      '1: 1',
      '3: c: two',
      '3: two',
    ])
    expect(windows.lineAt(3)).toBe('  c: two')
  })
})
