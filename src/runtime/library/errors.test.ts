import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { InputError } from '../input-error.js'
import {
  parseAttestations,
  parseConfig,
  parseParams,
  parseSnapshot,
  parseWaivers,
} from '../policies/index.js'
import { loadLibrary } from './library.js'

/** Files that are read alone; a folder without one of them is read as policies. */
const readers = {
  'attestations.yaml': parseAttestations,
  'params.yaml': parseParams,
  'policytest.config.yaml': parseConfig,
  'snapshot.yaml': parseSnapshot,
  'waivers.yaml': parseWaivers,
} as const

function messageOf(folder: string): string {
  try {
    for (const [file, read] of Object.entries(readers)) {
      if (existsSync(join(folder, file))) read(file, readFileSync(join(folder, file), 'utf8'))
    }
    loadLibrary({ disk: { root: folder }, platforms, policies: ['.'] })
  } catch (error) {
    if (error instanceof InputError) return `${error.message}\n`
    throw error
  }
  throw new Error(`${folder}: no mistake was found`)
}

describe('every mistake of a file is shown where it is, with what to do', () => {
  const errors = 'testdata/errors'
  test.each(readdirSync(errors).sort())('%s', async (name) => {
    const folder = join(errors, name)
    await expect(messageOf(folder)).toMatchFileSnapshot(join('../../..', folder, 'expected.txt'))
  })
})
