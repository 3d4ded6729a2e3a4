import { dirname, resolve } from 'node:path'
import { glob } from '../../apart.js'
import type { ReadFile } from './read-file.js'

/** A file that is no policy, pack or test. */
export type ForeignFile = ReadFile & { readonly holds: 'nothing of ours' }

/** Files that are no policy, pack or test, unless a test names them as a fixture. */
export function foreignFiles(files: readonly ReadFile[]): ForeignFile[] {
  const foreign = files.filter((file) => file.holds === 'nothing of ours')
  if (foreign.length === 0) return []
  const fixtures = fixturesOf(files)
  return foreign.filter(({ path }) => !fixtures.has(path))
}

function fixturesOf(files: readonly ReadFile[]): Set<string> {
  const fixtures = new Set<string>()
  for (const file of files) {
    if (file.holds !== 'policies') continue
    const cwd = dirname(file.path)
    for (const { path } of file.tests.flatMap(({ cases }) => cases).flatMap(({ given }) => given)) {
      fixtures.add(resolve(cwd, path))
      for (const match of glob().globSync(path, { cwd, absolute: true, nodir: true, follow: false }))
        fixtures.add(match)
    }
  }
  return fixtures
}
