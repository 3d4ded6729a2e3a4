import { expect, test } from 'vitest'
import { parseDocuments } from './index.js'
import { optionalParser, type ParserPackage } from './optional-parser.js'

const [document] = parseDocuments('a/settings.toml', 'a = 1', { format: 'text' })

test('a parser that is not installed is named, with what to do', () => {
  expect(() => optionalParser('not-there/sync' as ParserPackage, document as never)).toThrow(
    `a/settings.toml:1:1: reading this takes the package not-there, which is not installed [parser-missing]
  npm install --save-dev not-there; or leave the file out with --exclude`,
  )
})

test('one that is there is loaded', () => {
  expect(Object.keys(optionalParser<object>('ini', document as never))).toContain('parse')
})
