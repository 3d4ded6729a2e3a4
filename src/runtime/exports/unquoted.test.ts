import { expect, test } from 'vitest'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { parseDocuments } from '../documents/index.js'
import { InputError } from '../input-error.js'
import { unquoted } from './unquoted.js'

function said(file: string, text: string): string {
  try {
    parseDocuments(file, text)
    return ''
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.diagnostics.map((mistake) => formatDiagnostic(unquoted(mistake))).join('\n')
  }
}

test('a mistake in an export says what is wrong and where, and quotes nothing', () => {
  const first = (file: string, text: string) => said(file, text).split('\n')[0]
  expect(first('a.yaml', 'data: *hunter2\n')).toBe('a.yaml:1:7: unknown anchor … [yaml-alias]')
  expect(first('a.yaml', 'data: !hunter2 x\n')).toBe('a.yaml:1:7: unsupported tag … [yaml-tag]')
  expect(first('a.yaml', 'hunter2: 1\nhunter2: 2\n')).toBe('a.yaml:2:1: duplicate key … [duplicate-key]')
  expect(first('a.yaml', 'a: !!int hunter2\n')).toBe('a.yaml:1:4: … is not a value of type !!int [yaml-tag]')
  expect(first('a.json', '{"a": hunter2}')).toBe('a.json:1:7: expected a value [json-syntax]')
  expect(first('a.json', '{"hunter2": {"b": [')).toBe(
    'a.json:1:20: the text ends in the middle [json-syntax]',
  )
})

test('no word of a broken Secret is in a mistake, wherever it breaks', () => {
  const words = ['hunter', 'swordf', 'passwo', 'wqzkey', 'keyfile', 'zanchy', 'taggish']
  const yaml = `apiVersion: v1
kind: Secret
metadata: {name: keyfile}
data: &zanchy
  passwo: !!str aHVudGVy
  wqzkey: "swordf\\n hunter"
  keyfile: |-
    hunter swordf
stringData: {<<: *zanchy, passwo: hunter, wqzkey: [swordf, 'hunter']}
`
  const json =
    '{"kind": "Secret", "data": {"passwo": "hunter", "wqzkey": ["swordf", 123456789], "keyfile": true}}'
  const bits = [
    '*taggish ',
    '!taggish ',
    '&taggish ',
    '!!int ',
    '"',
    "'",
    '{',
    ']',
    ': ',
    '|',
    '\\q',
    '%',
    '\t',
    '\n',
    '? ',
    '- ',
    '#',
    '@',
    '1e999',
    '...',
  ]
  const told: string[] = []
  let mistakes = 0
  for (const [file, text] of [
    ['a.yaml', yaml],
    ['a.json', json],
  ] as const) {
    for (let at = 0; at <= text.length; at += 3) {
      for (const broken of [
        text.slice(0, at),
        ...bits.map((bit) => text.slice(0, at) + bit + text.slice(at)),
      ]) {
        const message = said(file, broken)
        if (message !== '') mistakes++
        if (words.some((word) => message.includes(word.slice(0, 5)))) told.push(`${broken}\n=> ${message}`)
      }
    }
  }
  expect(told.slice(0, 5)).toEqual([])
  expect(mistakes).toBeGreaterThan(1000)
})
