import { expect, test } from 'vitest'
import { withEntry, yamlOf } from './yaml-text.js'

const path = ['spec', 'list']
const entry = { value: { name: 'new', text: 'a: b' } }

test.each([
  ['below the last line', 'spec:\n  list:\n    - name: old\n', '    - name: new\n      text: "a: b"\n'],
  ['where the last line has no end', 'spec:\n  list:\n  - name: old', '\n  - name: new\n    text: "a: b"\n'],
  [
    'with the line breaks of the file',
    'spec:\r\n  list:\r\n  - a\r\n',
    '  - name: new\r\n    text: "a: b"\r\n',
  ],
  [
    'behind a comment of the line',
    'spec:\n  list:\n  - {name: old} # said\n',
    '  - name: new\n    text: "a: b"\n',
  ],
  [
    'behind text of several lines',
    'spec:\n  list:\n  - |\n    a\n    b\n',
    '  - name: new\n    text: "a: b"\n',
  ],
])('an entry is added %s, and nothing else changes', (_, before, added) => {
  expect(withEntry(before, path, entry)).toBe(`${before}${added}`)
})

test('what stands below the list stays below it', () => {
  expect(withEntry('spec:\n  list:\n    - name: old\n\n  # more\n  other: 1\n', path, entry)).toBe(
    'spec:\n  list:\n    - name: old\n    - name: new\n      text: "a: b"\n\n  # more\n  other: 1\n',
  )
})

test.each([
  [
    'in brackets',
    'spec: {list: [{name: old}]} # said\n',
    'spec: {list: [{name: old}, {name: new, text: "a: b"}]} # said\n',
  ],
  ['without entries', '# mine\nspec:\n  list: []\n', '# mine\nspec:\n  list: [{name: new, text: "a: b"}]\n'],
  [
    'that is not there',
    'spec:\n  other: 1\n',
    'spec:\n  other: 1\n  list:\n    - name: new\n      text: "a: b"\n',
  ],
])('a list %s', (_, before, after) => {
  expect(withEntry(before, path, entry)).toBe(after)
})

test('neither a value nor a comment can drive a terminal, and values are what they were', () => {
  const text = yamlOf(
    { list: [] },
    ['list'],
    [{ value: { a: 'x\u202ey' }, comment: 'c\u001b[31m\nd: e' }],
    'about\u0007',
  )
  expect(text).toBe('# about\\u0007\n\nlist:\n  # c\\u001b[31m d: e\n  - a: "x\\u202ey"\n')
})
