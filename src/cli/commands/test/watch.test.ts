import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../../command-line.fixture.js'
import type { WatchedFolder } from '../../world.js'

const { policytest, write, at } = commandLine('watch')

const policy = (name: string, expression: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  match: {resources: [v1/Pod]}
  validations: [{name: v, expression: '${expression}', message: m}]
`
const policyTest = (name: string, given: string) => `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: ${name}}
spec:
  policy: ${name}
  cases: [{name: c, given: [${given}], expect: pass}]
`
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'
/** Runs with --watch; each step writes files and tells of them. Gives the first word of every run, and what was watched. */
async function watching(line: string, ...steps: Readonly<Record<string, string>>[]) {
  const runs: string[] = []
  let folders: readonly WatchedFolder[] = []
  const { code } = await policytest(line, {}, '', ({ err, out }) => {
    let changed: (paths: readonly string[]) => void = () => {}
    const said = () => runs.push(inShort([...out.splice(0), ...err.splice(0)].join('')))
    return {
      changes(watched, tell) {
        folders = watched
        changed = tell
        return { close() {} }
      },
      onInterrupt(end) {
        said()
        for (const files of steps) {
          write(files)
          changed(Object.keys(files).map(at))
          said()
        }
        end()
      },
    }
  })
  return {
    code,
    runs,
    folders: folders.map(({ path, isDeep }) => `${relative(at('.'), path)}${isDeep ? '/**' : ''}`),
  }
}

function inShort(text: string): string {
  if (text === '') return 'no run'
  return /\[([a-z-]+)\]$/m.exec(text)?.[1] ?? /(\d+ failed|\d+ passed)/.exec(text)?.[0] ?? text
}

const sound = {
  'policies/a.yaml': policy('a', 'true'),
  'policies/a.test.yaml': policyTest('a', '../given/pod'),
  'given/pod': pod,
}

test('what was read runs again, and what may be read next; nothing else does', async () => {
  write(sound)
  const steps: readonly [change: Readonly<Record<string, string>>, run: string][] = [
    [{ 'policies/a.yaml': policy('a', 'false') }, '1 failed'],
    [{ 'policies/a.yaml': policy('a', 'true') }, '1 passed'],
    // A fixture without an extension.
    [{ 'given/pod': 'kind: [' }, 'yaml-syntax'],
    [{ 'given/pod': pod }, '1 passed'],
    [{ 'given/other': pod }, 'no run'],
    [{ 'README.md': 'text' }, 'no run'],
    [{ 'node_modules/p/x.yaml': pod, '.git/x.yaml': pod }, 'no run'],
    [{ 'policies/b.yaml': policy('b', '1') }, 'cel-type'],
    [{ 'policies/b.yaml': policy('b', 'true') }, '1 passed'],
  ]
  const { code, runs, folders } = await watching('test --watch', ...steps.map(([change]) => change))
  expect(runs).toEqual(['1 passed', ...steps.map(([, run]) => run)])
  expect([code, folders]).toEqual([0, ['/**']])
})

test('a configuration that is broken at the start does not end it; its reports are no change', async () => {
  write({ ...sound, 'policytest.config.yaml': 'apiVersion: policytest.dev/v1\nkind: Config\nspec: [' })
  const report = '{name: json, file: out.json}'
  const mended = `apiVersion: policytest.dev/v1\nkind: Config\nspec:\n  reporters: [{name: console}, ${report}]\n`
  const { code, runs } = await watching(
    'test --watch',
    { 'policytest.config.yaml': mended },
    { 'out.json': '{}' },
    { 'policytest.config.yaml': `${mended}  wrong: 1\n` },
    { 'out.json': '{}' },
    { 'policytest.config.yaml': mended },
  )
  expect(runs).toEqual(['yaml-syntax', '1 passed', 'no run', 'unknown-key', 'no run', '1 passed'])
  expect(code).toBe(0)
})

test('a report that a flag names is no change, though the configuration is broken', async () => {
  write({ ...sound, 'policytest.config.yaml': 'kind: [' })
  const { runs } = await watching('test --watch -r json=out.json', { 'out.json': '{}' })
  expect(runs).toEqual(['yaml-syntax', 'no run'])
})

test('a mistake in the flags ends it', async () => {
  write(sound)
  expect((await policytest('test --watch -r jsn=out')).code).toBe(2)
})

test('what is read outside the working directory is watched where it is', async () => {
  const there = mkdtempSync(join(tmpdir(), 'policytest-elsewhere-'))
  try {
    const path = relative(at('.'), there)
    write({
      [`${path}/a.yaml`]: policy('a', 'true'),
      [`${path}/a.test.yaml`]: policyTest('a', 'pods/pod'),
      [`${path}/pods/pod`]: pod,
    })
    const { runs, folders } = await watching(
      `test ${path} --watch`,
      { [`${path}/pods/pod`]: 'kind: [' },
      { [`${path}/pods/pod`]: pod },
      { [`${path}/b.yaml`]: policy('b', '1') },
    )
    expect(runs).toEqual(['1 passed', 'yaml-syntax', '1 passed', 'cel-type'])
    expect(folders).toEqual(['/**', path, `${path}/pods`])
  } finally {
    rmSync(there, { recursive: true })
  }
})
