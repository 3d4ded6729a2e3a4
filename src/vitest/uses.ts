import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sha256Of } from '../runtime/documents/digest.js'

/** Which files a test file has read when it ran last. */
export interface Uses {
  readonly test: string
  readonly files: ReadonlySet<string>
}

/** Where a plugin and the tests that it runs again leave word for each other: one file for each test file, one path a line. */
export type UsesFolder = string

/** Begins anew what is known of a test file, and gives what takes down each file that it reads. */
export function startUses(folder: UsesFolder, test: string): (path: string) => void {
  const file = join(folder, sha256Of(test))
  const known = new Set<string>()
  writeFileSync(file, line(test))
  return (path) => {
    if (known.has(path)) return
    known.add(path)
    appendFileSync(file, line(path))
  }
}

/** What is known of all test files. */
export function usesIn(folder: UsesFolder): Uses[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).map((name) => {
    const [test = '', ...files] = readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((text): string => JSON.parse(text))
    return { test, files: new Set(files) }
  })
}

/** Whether a test file may come to something else when this file changes, is new or is gone. */
export function isUsedBy(path: string, all: readonly Uses[]): (uses: Uses) => boolean {
  if (all.some(({ files }) => files.has(path))) return ({ files }) => files.has(path)
  // A new file is one of a folder of which others were read, or of a folder in it.
  return ({ files }) => [...files].some((file) => isAbove(dirname(file), path))
}

function isAbove(folder: string, path: string): boolean {
  const above = dirname(path)
  return above === folder || (above !== path && isAbove(folder, above))
}

function line(path: string): string {
  return `${JSON.stringify(path)}\n`
}
