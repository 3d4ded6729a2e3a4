import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CommonFlags } from './flags.js'
import { presentationOf } from './presentation.js'
import type { World } from './world.js'

const root = mkdtempSync(join(tmpdir(), 'presentation-'))
mkdirSync(join(root, 'repository/.git'), { recursive: true })
mkdirSync(join(root, 'repository/services/api'), { recursive: true })

function presented(flags: Partial<CommonFlags>, folder = 'repository/services/api', env = {}) {
  return presentationOf({ color: false, ...flags }, { root: join(root, folder), env } as World)
}

test('files are named from the root of the repository', () => {
  expect(presented({})).toEqual({ folder: 'services/api', link: undefined, maxSize: undefined })
  expect(presented({}, 'repository').folder).toBe('')
})

test('a workflow on GitHub gives the address of files, and --link another', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/infra',
    GITHUB_SHA: 'f00',
  }
  expect(presented({}, undefined, env).link).toEqual({
    prefix: 'https://github.com/acme/infra/blob/f00/',
    folder: 'services/api',
  })
  expect(presented({ link: 'https://git.test/x/' }, undefined, env).link?.prefix).toBe('https://git.test/x/')
})

test.each(['javascript:alert(1)', 'x', 'file:///etc/'])('--link %s is refused', (link) => {
  expect(() => presented({ link })).toThrow(`--link: '${link}' is no address of the web`)
})

test.each([
  ['comment', 65_000],
  ['summary', 1024 * 1024],
  ['4000', 4000],
])('--max-size %s is %i bytes', (maxSize, bytes) => {
  expect(presented({ maxSize }).maxSize).toBe(bytes)
})

test.each(['', '1', '-5', '1e9', 'many'])("--max-size '%s' is refused", (maxSize) => {
  expect(() => presented({ maxSize })).toThrow(`--max-size: '${maxSize}' is no size`)
})
