import { expect, test } from 'vitest'
import { parseJsonDocuments } from './json-documents.js'
import { parseYaml, type YamlDocument } from './yaml.js'

const only = (text: string): YamlDocument => {
  const [document, ...more] = parseJsonDocuments('a.json', text)
  expect(more).toEqual([])
  return document as YamlDocument
}

const text = `{
\t"a\\"b:": {"list": [1, {"deep": "x\\u00e9\\n\\/\\ud83d\\ude00y"}]},
\t"plain" : "text", "empty": ""
}`

test('a key, a value, and the nearest one above what is not there', () => {
  const document = only(text)
  const spot = (pointer: string, part?: 'key' | 'value') => {
    const { start, end } = document.locate(pointer, part)
    return `${start.line}:${start.column}-${end.column}`
  }
  expect(document.errors).toEqual([])
  expect(spot('')).toBe('1:1-2')
  expect(spot('/a"b:', 'key')).toBe('2:2-9')
  expect(spot('/a"b:/list/0')).toBe('2:21-22')
  expect(spot('/a"b:/list/1/deep', 'key')).toBe('2:25-31')
  expect(spot('/a"b:/list/1/no')).toBe('2:24-60')
  expect(spot('/plain')).toBe('3:12-18')
  expect(spot('/plain', 'key')).toBe('3:2-9')
  expect(document.lineAt(3)).toBe('\t"plain" : "text", "empty": ""')
})

test('every character of a string stands where it was written, escapes too', () => {
  const document = only(text)
  const value = 'x\u00e9\n/\ud83d\ude00y'
  const columns = [...Array(value.length + 1).keys()].map(
    (offset) => document.offsetIn('/a"b:/list/1/deep', offset).column,
  )
  expect(columns).toEqual([34, 35, 41, 43, 45, 51, 57, 58])
  expect(document.offsetIn('/empty', 5)).toEqual({ line: 3, column: 30 })
  expect(document.offsetIn('/a"b:/list/0', 3)).toEqual({ line: 2, column: 21 })
  expect(document.offsetIn('/no', 3)).toEqual({ line: 1, column: 1 })
})

test('the same text as YAML has the same places', () => {
  const flow = '{"a": [true, {"b": "1 \\u0041 \\"q\\" \\\\ z"}], "c": {"d": null, "e": -1.5e3}}'
  const [yaml] = parseYaml('a.yaml', flow)
  const json = only(flow)
  expect(json.data).toEqual(yaml?.data)
  for (const pointer of ['', '/a', '/a/0', '/a/1/b', '/c/d', '/c/e', '/c/no', '/a/7'])
    for (const part of ['key', 'value'] as const) {
      const { start, end } = json.locate(pointer, part)
      const place = yaml?.locate(pointer, part)
      expect({ pointer, part, start, end }).toEqual({ pointer, part, start: place?.start, end: place?.end })
    }
  for (let offset = 0; offset < 16; offset++)
    expect(json.offsetIn('/a/1/b', offset)).toEqual(yaml?.offsetIn('/a/1/b', offset))
})

test('bad JSON is one document with its mistakes; several values are several documents', () => {
  expect(only('{"a": \n').errors.map(({ code }) => code)).toEqual(['json-syntax'])
  expect(only('{"a": 1, "a": 2}').errors.map(({ message }) => message)).toEqual(["duplicate key 'a'"])
  const [, second] = parseJsonDocuments('a.json', '{"a": 1}\n{"b": "x"}\n')
  expect(second?.locate('/b').start).toEqual({ line: 2, column: 7 })
  expect(parseJsonDocuments('a.json', ' \n')).toEqual([])
})
