import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isSameFile, readBytes } from './read-bytes.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policytest-read-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a file is read whole', () => {
  writeFileSync(join(folder, 'a'), 'text')
  expect(readBytes(join(folder, 'a'), 'a').toString()).toBe('text')
})

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  test('a pipe is read to its end, however late its writer comes', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    spawn('sh', ['-c', `sleep 0.2; (echo one; sleep 0.1; echo two) > ${pipe}`], { stdio: 'ignore' })
    expect(readBytes(pipe, 'pipe').toString()).toBe('one\ntwo\n')
  })

  test('a pipe that nobody writes to is a mistake, not a wait', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(() => readBytes(join(folder, 'pipe'), 'pipe')).toThrow('pipe is a pipe that nobody writes to')
  })

  test.each([
    ['/dev/zero', '/dev/zero is a device or a socket, not a file'],
    ['.', '. is a folder'],
    ['nothing/there', 'nothing/there cannot be read: ENOENT'],
  ])('%s is refused', (path, message) => {
    expect(() => readBytes(path, path)).toThrow(message)
  })
})

test('one file has many paths', () => {
  mkdirSync(join(folder, 'd'))
  writeFileSync(join(folder, 'd/a'), '')
  symlinkSync(join(folder, 'd'), join(folder, 'link'))
  expect(isSameFile(join(folder, 'link/a'), join(folder, 'd/../d/a'))).toBe(true)
  expect(isSameFile(join(folder, 'd/a'), join(folder, 'd/b'))).toBe(false)
})
