import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readStdin } from './stdin.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policytest-stdin-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('everything is read, however long', () => {
  const bytes = Buffer.alloc(300_000, 'äb')
  writeFileSync(join(folder, 'in'), bytes)
  const descriptor = openSync(join(folder, 'in'), 'r')
  expect(readStdin(descriptor).equals(bytes)).toBe(true)
  closeSync(descriptor)
})

test.skipIf(process.platform === 'win32')('a pipe that does not block is waited for', () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(pipe, 'w')
  spawn('sh', ['-c', 'sleep 0.1; echo late'], { stdio: ['ignore', writer, 'ignore'] })
  closeSync(writer)
  expect(readStdin(reader).toString()).toBe('late\n')
  closeSync(reader)
})

test('what cannot be read is a mistake, not a bug', () => {
  const descriptor = openSync(folder, 'r')
  expect(() => readStdin(descriptor)).toThrow(/^standard input cannot be read: EISDIR/)
  closeSync(descriptor)
})
