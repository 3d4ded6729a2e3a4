import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../input-error.js'
import { formatPointer } from '../pointer.js'
import { parseDocuments } from './index.js'
import { maxDepth } from './limits.js'

function data(text: string, file = 'a.json'): unknown[] {
  return parseDocuments(file, text).map((document) => document.data)
}

function mistakes(text: string | Buffer, file = 'a.json'): string {
  try {
    parseDocuments(file, text)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return ''
}

describe('values', () => {
  test('integers beyond 2^53 are exact, other numbers are as JSON.parse gives them', () => {
    const text =
      '{"a": [9007199254740991, 9007199254740992, -9007199254740993], "b": 1e20, "c": 1234567890123456.5}'
    expect(data(text)).toEqual([
      { a: [9007199254740991, 9007199254740992n, -9007199254740993n], b: 1e20, c: 1234567890123456.5 },
    ])
    expect(data('18446744073709551615')).toEqual([18446744073709551615n])
    expect(data('{"__proto__": {"big": 9007199254740993}}')).toEqual([
      Object.fromEntries([['__proto__', { big: 9007199254740993n }]]),
    ])
  })

  test('long digits inside texts and keys stay texts', () => {
    expect(
      data('{"9007199254740993": "9007199254740993, \\"9007199254740993\\": 9007199254740993"}'),
    ).toEqual([{ '9007199254740993': '9007199254740993, "9007199254740993": 9007199254740993' }])
  })

  test('objects may follow each other, one per line or written over several', () => {
    expect(data('{"a":1}\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }])
    expect(data('{\n  "a": 1\n}\n{\n  "a": 2\n}')).toEqual([{ a: 1 }, { a: 2 }])
    expect(data('{"a":1}\r\n\r\n{"a":9007199254740993}', 'a.ndjson')).toEqual([
      { a: 1 },
      { a: 9007199254740993n },
    ])
  })

  test('any JSON value is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const value = JSON.parse(text) as unknown
        expect(data(JSON.stringify(value, null, indent))).toEqual([exact(value)])
      }),
    )
  })
})

/** The same data with bigint for every integer that is written with all its digits and that a double may not hold. */
function exact(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21
      ? BigInt(String(value))
      : value
  }
  if (Array.isArray(value)) return value.map(exact)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, exact(item)]))
}

describe('mistakes', () => {
  test.each([
    ['{"items": [{"name": "a"', 'a.json:1:24: the text ends in the middle of /items/0 [json-syntax]'],
    ['{"items": [{"na', 'a.json:1:16: the text ends in the middle of /items/0 [json-syntax]'],
    ['{"a/b":\n  {"c": tru\n\n', 'a.json:2:12: the text ends in the middle of /a~1b/c [json-syntax]'],
    ['[1, 2', 'a.json:1:6: the text ends in the middle of /1 [json-syntax]'],
    ['["\\u00', 'a.json:1:7: the text ends in the middle of /0 [json-syntax]'],
  ])('an export that was cut off is told so: %s', (text, message) => {
    expect(mistakes(text).split('\n')[0]).toBe(message)
  })

  test.each([
    ['{"a": 1,}', "a.json:1:8: expected a key after ',' [json-syntax]"],
    ['[1, 2,\n]', "a.json:1:6: expected a value after ',' [json-syntax]"],
    ['[1 2]', "a.json:1:4: expected ',' or ']', found \"2\" [json-syntax]"],
    ["{'a': 1}", 'a.json:1:2: expected a key in double quotes, found "\'" [json-syntax]'],
    ['{"a" 1}', 'a.json:1:6: expected \':\' after the key, found "1" [json-syntax]'],
    ['{"a": NaN}', 'a.json:1:7: expected a value, found "NaN" [json-syntax]'],
    ['[01]', 'a.json:1:2: not a JSON number [json-syntax]'],
    [
      '["a\tb"]',
      'a.json:1:4: a text in double quotes holds a line break or another control character [json-syntax]',
    ],
    ['["\\x"]', 'a.json:1:3: invalid escape sequence [json-syntax]'],
    ['{"a": 1}\nfoo', 'a.json:2:1: text after the end of the JSON value [json-syntax]'],
    ['1 2', 'a.json:1:3: text after the end of the JSON value [json-syntax]'],
    ['foo', 'a.json:1:1: expected a value, found "foo" [json-syntax]'],
    ['apiVersion: v1', 'a.json:1:1: expected a value, found "apiVersion" [json-syntax]'],
    ['1'.repeat(2000), 'a.json:1:1: a number of 2000 digits [document-limit]'],
  ])('%s', (text, message) => {
    expect(mistakes(text).split('\n')[0]).toBe(message)
  })

  test('every duplicate key is reported', () => {
    expect(
      mistakes('{"a": 1,\n "\\u0061": 2, "b": [{"c": 1, "c": 2}]}'),
    ).toBe(`a.json:2:2: duplicate key 'a' [duplicate-key]
  2 |  "\\u0061": 2, "b": [{"c": 1, "c": 2}]}
    |  ^^^^^^^^
  first given on line 1; keep one of them
a.json:2:30: duplicate key 'c' [duplicate-key]
  2 |  "\\u0061": 2, "b": [{"c": 1, "c": 2}]}
    |                              ^^^
  first given on line 2; keep one of them`)
    expect(mistakes('{"__proto__": 1, "__proto__": 2}')).toContain("duplicate key '__proto__'")
  })

  test('every broken line of NDJSON is reported', () => {
    expect(mistakes('{"a":1}\n{"a":\n{"a":2} x\n', 'a.ndjson').match(/^a.*$/gm)).toEqual([
      'a.ndjson:2:6: the text ends in the middle of /a [json-syntax]',
      'a.ndjson:3:9: text after the end of the JSON value [json-syntax]',
    ])
  })

  test('a file of broken lines ends in twenty diagnostics', () => {
    for (const line of ['{"a":\n', '{"a":1,"a":2}\n']) {
      expect(mistakes(line.repeat(200_000), 'a.ndjson').match(/^a\.ndjson/gm)).toHaveLength(20)
    }
  })

  test('a number beyond a double is an error, not Infinity', () => {
    expect(
      mistakes('{"a": [1e308, -1e999, 1e-999]}'),
    ).toBe(`a.json:1:15: -1e999 is too large a number [json-number]
  1 | {"a": [1e308, -1e999, 1e-999]}
    |               ^^^^^^
  no program could read it; a text stands in double quotes`)
  })

  test('nesting without end is an error, not a crash', () => {
    for (const depth of [maxDepth + 1, 100_000]) {
      const message = `a.json:1:${maxDepth + 1}: nested deeper than ${maxDepth} levels [document-limit]`
      expect(mistakes('['.repeat(depth) + ']'.repeat(depth)).split('\n')[0]).toBe(message)
      expect(mistakes('['.repeat(depth)).split('\n')[0]).toBe(message)
    }
    expect(mistakes('{"a":'.repeat(100_000))).toContain('nested deeper')
    expect(mistakes('['.repeat(maxDepth) + ']'.repeat(maxDepth))).toBe('')
  })

  test('whatever JSON.parse rejects is a diagnostic, and nothing else is', () => {
    const valid = fc.json({ maxDepth: 3 })
    const broken = fc
      .tuple(valid, fc.nat(), fc.constantFrom('', ',', ':', '"', '}', ']', '\\', '1', 'x', '-'))
      .map(
        ([text, at, extra]) =>
          text.slice(0, at % (text.length + 1)) + extra + text.slice((at % (text.length + 1)) + 1),
      )
    fc.assert(
      fc.property(broken, (text) => {
        fc.pre(text.trim() !== '')
        const message = mistakes(text)
        if (isJson(text)) expect(message.replace(/^.*\[(?:duplicate-key|json-number)\].*$/s, '')).toBe('')
        else if (message !== '') expect(message).toContain('[json-syntax]')
        else expect(data(text).length).toBeGreaterThan(1)
      }),
      { numRuns: 2000 },
    )
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('places', () => {
  const [document] = parseDocuments(
    'a.json',
    '{\r\n  "a/b": [10, {"c": "ü\\"]", "d": {}}],\r\n  "e": {\r\n    "f": null\r\n  }\r\n}',
  )
  const at = (pointer: string): string => {
    const { start, end } = document?.locate(pointer) ?? {}
    return `${start?.line}:${start?.column}-${end?.line}:${end?.column}`
  }

  test('a scalar is exactly its text; what spans lines is its first line', () => {
    expect(['/a~1b/0', '/a~1b/1', '/a~1b/1/c', '/a~1b/1/d', '/e', '/e/f', ''].map(at)).toEqual([
      '2:11-2:13',
      '2:15-2:37',
      '2:21-2:27',
      '2:34-2:36',
      '3:8-3:9',
      '4:10-4:14',
      '1:1-1:2',
    ])
  })

  test('what is missing is shown at its nearest ancestor', () => {
    expect(['/a~1b/2', '/a~1b/00', '/a~1b/0/x', '/nothing/at/all', '/e/g'].map(at)).toEqual([
      at('/a~1b'),
      at('/a~1b'),
      at('/a~1b/0'),
      at(''),
      at('/e'),
    ])
  })

  test('each NDJSON line knows its own line', () => {
    const documents = parseDocuments('a.ndjson', '{"a":1}\n\n  {"a":[2]}\n')
    expect(documents.map((each) => each.locate('/a/0').start)).toEqual([
      { line: 1, column: 6 },
      { line: 3, column: 9 },
    ])
  })

  test('every value of any JSON is found where it was written', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, 2), (json, indent) => {
        const data = JSON.parse(json) as unknown
        const text = JSON.stringify(data, null, indent)
        const [document] = parseDocuments('a.json', text)
        const lines = text.split('\n')
        for (const [path, value] of walk(data)) {
          const { start, end } = document?.locate(formatPointer(path)) ?? {}
          const shown = lines[(start?.line ?? 0) - 1]?.slice((start?.column ?? 0) - 1, (end?.column ?? 0) - 1)
          const written = JSON.stringify(value, null, indent)
          if (written.includes('\n')) expect(shown).toBe(written.split('\n')[0])
          else expect(shown).toBe(written)
        }
      }),
    )
  })
})

function* walk(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[readonly (string | number)[], unknown]> {
  yield [path, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key])
}

test('a large integer of a key that is given twice is a mistake of the key, and nothing else', () => {
  expect(mistakes('{"a": {"name": 12345678901234567890}, "a": 0}')).toContain("duplicate key 'a'")
})
