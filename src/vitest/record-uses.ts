import { expect, inject } from 'vitest'
import { fileReaders } from '../api/files-read.js'
import { startUses } from './uses.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the plugin looks up which files tests have read. */
    policytestUses: string | undefined
  }
}

/** Takes down what each test file reads, for the watch of the plugin; does nothing where there is none. */
export function recordUses(): void {
  const folder = inject('policytestUses')
  if (folder === undefined) return
  const known = new Map<string, (path: string) => void>()
  fileReaders.add((path) => {
    const { testPath } = expect.getState()
    if (testPath === undefined) return
    const record = known.get(testPath) ?? startUses(folder, testPath)
    known.set(testPath, record)
    record(path)
  })
}
