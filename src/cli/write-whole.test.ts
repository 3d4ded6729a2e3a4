import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeWhole } from './write-whole.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policytest-write-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('folders are made, and nothing is left beside the file', () => {
  writeWhole(join(folder, 'a/b/out.txt'), 'text')
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['out.txt'])
  expect(readFileSync(join(folder, 'a/b/out.txt'), 'utf8')).toBe('text')
})

describe.skipIf(process.platform === 'win32')('on POSIX', () => {
  test.each([0o600, 0o640, 0o755])('a file of mode %o keeps it', (mode) => {
    const file = join(folder, 'out')
    writeFileSync(file, 'old')
    chmodSync(file, mode)
    writeWhole(file, 'new')
    expect(statSync(file).mode & 0o7777).toBe(mode)
    expect(readFileSync(file, 'utf8')).toBe('new')
  })

  test('a pipe without a reader is a mistake, not a wait', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(() => writeWhole(join(folder, 'pipe'), 'text')).toThrow(/^cannot write .*pipe: ENXIO/)
  })

  test.skipIf(process.platform !== 'linux')('where nothing can be made, that is said', () => {
    expect(() => writeWhole('/proc/policytest/out', 'text')).toThrow('cannot write /proc/policytest/out: ')
  })
})
