import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { revisions } from './revisions.js'

test('folders are of the commit of their repository, and dirty when one of their own files differs from it', () => {
  const top = mkdtempSync(join(tmpdir(), 'policytest-revisions-'))
  try {
    const at = (path: string) => join(top, path)
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: at('repo'),
        encoding: 'utf8',
      }).trim()
    for (const folder of ['repo/a', 'repo/b b', 'repo/[c]', 'none'])
      mkdirSync(at(folder), { recursive: true })
    const folders = ['repo/a', 'repo/b b', 'repo/[c]', 'none', 'repo'].map(at)
    git('init', '-q')
    const empty = revisions(folders)
    for (const file of ['a/pack.yaml', 'b b/pack.yaml', 'README.md']) writeFileSync(at(`repo/${file}`), 'x')
    git('add', '.')
    git('commit', '-qm', 'one')
    const commit = git('rev-parse', 'HEAD')
    const clean = { commit, dirty: false }
    const dirty = { commit, dirty: true }
    expect(empty).toEqual(folders.map(() => undefined))
    expect(revisions(folders)).toEqual([clean, clean, clean, undefined, clean])
    writeFileSync(at('repo/b b/pack.yaml'), 'y')
    writeFileSync(at('repo/[c]/new.yaml'), 'y')
    expect(revisions(folders)).toEqual([clean, dirty, dirty, undefined, dirty])
    git('rm', '-q', 'a/pack.yaml')
    expect(revisions(folders)).toEqual([dirty, dirty, dirty, undefined, dirty])
  } finally {
    rmSync(top, { recursive: true })
  }
})
