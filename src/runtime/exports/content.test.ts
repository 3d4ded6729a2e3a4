import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import zlib from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { digestOf } from '../documents/digest.js'
import { unpackFile } from '../documents/unpack.js'
import { InputError } from '../input-error.js'
import { contentOf } from './content.js'
import type { Disk } from './files.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-content-'))
afterAll(() => rmSync(root, { recursive: true }))

const disk: Disk = { root }

function file(name: string, bytes: Buffer): string {
  const path = join(root, name)
  writeFileSync(path, bytes)
  return path
}

function messageOf(read: () => unknown): string {
  try {
    read()
    return 'no error'
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

test('what is packed is known by its bytes; its digest is that of the file', () => {
  const text = Buffer.from('{"kind": "Pod"}')
  const packed = zlib.gzipSync(text)
  const content = contentOf(file('pod.json', packed), 'pod.json', disk)
  expect(content.whole().toString()).toBe('{"kind": "Pod"}')
  expect(content.startDigest(undefined)()).toEqual(digestOf(packed))
  content.close()
})

test('a packed file that is cut off is refused', () => {
  const packed = zlib.gzipSync(Buffer.from('{"kind": "Pod"}')).subarray(0, 20)
  expect(messageOf(() => contentOf(file('cut.json.gz', packed), 'cut.json.gz', disk))).toMatch(
    /cut\.json\.gz cannot be unpacked \(gzip\): unexpected end of file/,
  )
})

test('zstd is read where Node can; elsewhere the message says what to do', () => {
  const packed = Buffer.from('KLUv/SAPeQAAeyJraW5kIjogIlBvZCJ9', 'base64')
  const read = () => contentOf(file('pod.json.zst', packed), 'pod.json.zst', disk).whole().toString()
  if ('zstdDecompressSync' in zlib) expect(read()).toBe('{"kind": "Pod"}')
  else expect(messageOf(read)).toMatch(/packed with zstd.*use Node 22\.15/s)
})

test('a file is unpacked to another one in a thread of its own', () => {
  const text = Buffer.alloc(1_000_000, 'policytest ')
  const [from, to] = [file('large.gz', zlib.gzipSync(text)), join(root, 'large')]
  unpackFile(from, to, 'gzip', 'large.gz')
  expect(readFileSync(to).equals(text)).toBe(true)
  const cut = file('cut.gz', zlib.gzipSync(text).subarray(0, 500))
  expect(messageOf(() => unpackFile(cut, to, 'gzip', 'cut.gz'))).toMatch('damaged, or cut off')
})

test('standard input that is more than is held is put aside, packed or not', () => {
  const text = Buffer.alloc(70 << 20, '{"kind": "Pod"}\n')
  const received = contentOf('-', '<stdin>', {
    root,
    stdinParts: () => [text.subarray(0, 3), text.subarray(3)],
  })
  expect(received.parts?.size).toBe(text.length)
  expect(received.startDigest(undefined)()).toEqual(digestOf(text))
  received.close()
  const packed = zlib.gzipSync(Buffer.from('[]'))
  expect(
    contentOf('-', '<stdin>', { root, stdinParts: () => [packed] })
      .whole()
      .toString(),
  ).toBe('[]')
})
