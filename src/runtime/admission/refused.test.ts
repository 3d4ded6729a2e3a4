import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { InputError } from '../input-error.js'
import { loadLibrary } from '../library/library.js'
import type { Diagnostic } from '../model/index.js'

/** Policies that an API server of Kubernetes 1.37 refuses, one for each kind of mistake, in its words at the top. */
const folder = 'testdata/kubernetes/refused'
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .sort()

function mistakesIn(path: string): { readonly message: string; readonly diagnostics: readonly Diagnostic[] } {
  try {
    loadLibrary({ disk: { root: folder }, platforms, policies: [path] })
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`${path}: no mistake was found`)
}

test.each(files)('%s: refused, at its place', async (file) => {
  const { message, diagnostics } = mistakesIn(file)
  const golden = file.replace('.yaml', '.txt')
  await expect(`${message}\n`).toMatchFileSnapshot(join('../../..', folder, golden))
  expect(message).toMatch(/^ +\| +\^/m)
  expect(new Set(diagnostics.map(({ location }) => location?.file))).toEqual(new Set([file]))
  expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^# Kubernetes 1\.37:\n# {3}\S/)
})

test('of a whole folder every policy is a mistake, whatever stage finds it', () => {
  const found = mistakesIn('.').diagnostics.map(({ location }) => location?.file)
  expect([...new Set(found)].sort()).toEqual(files)
})
