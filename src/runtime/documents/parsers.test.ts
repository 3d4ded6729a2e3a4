import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ParserPackage } from '../model/index.js'
import { parseDocuments } from './index.js'
import { parsersOf } from './parsers.js'

const [document] = parseDocuments('a/settings.toml', 'a = 1', { format: 'text' })

test('a parser that is not installed is named, with what to do', () => {
  expect(() => parsersOf({ root: '.' }).load('not-there/sync' as ParserPackage, document as never)).toThrow(
    `a/settings.toml:1:1: reading this takes the package not-there, which is not installed [parser-missing]
  npm install --save-dev not-there; or leave the file out with --exclude`,
  )
})

test('one that is there is loaded', () => {
  expect(Object.keys(parsersOf({ root: '.' }).load<object>('ini', document as never))).toContain('parse')
})

const project = mkdtempSync(join(tmpdir(), 'policytest-parsers-'))
afterAll(() => rmSync(project, { recursive: true }))
mkdirSync(join(project, 'node_modules/ini'), { recursive: true })
writeFileSync(join(project, 'node_modules/ini/index.js'), 'module.exports = { own: true }')

test.each([
  ['of the project', [join(project, 'policies/strict')], ['own']],
  ['of the first project that has it', [tmpdir(), project], ['own']],
  ['beside this package, where no project has it', [tmpdir()], expect.arrayContaining(['parse'])],
  ['beside this package, where no project is trusted', [], expect.arrayContaining(['parse'])],
])('the one %s', (_which, parserFolders, expected) => {
  const parsers = parsersOf({ root: project, parserFolders })
  expect(Object.keys(parsers.load<object>('ini', document as never))).toEqual(expected)
})
