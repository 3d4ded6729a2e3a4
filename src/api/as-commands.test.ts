import { chmodSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandLine } from '../cli/command-line.fixture.js'
import { project, service } from '../cli/commands/history.fixture.js'
import {
  baselineWaivers,
  diffReports,
  listShippedPacks,
  loadPolicies,
  mergeReports,
  type Policies,
  readReport,
  render,
} from '../index.js'

/** What the library gives is what the commands write: they call the same. */
const { policytest, at, read, write } = commandLine('api')
const now = '2026-01-01'
const day = '2026-03-01'

const files = {
  ...project,
  'policies/net/fixes/allow.yaml': `apiVersion: policytest.dev/v1
kind: Fix
metadata: {name: allow}
spec:
  title: Allowed
  guidelines: [ports]
  requires: [v1/Service]
  forEach: inventory.list("v1/Service")
  file: 'item.metadata.name + ".yaml"'
  content: '{"ports": params.open}'
`,
  'exports/web.json': service('web', { https: 443, admin: 8080 }),
  'reviews/q1.txt': 'Seen.',
}

const load = (): Policies => loadPolicies('policies', { root: at('.') })
const epoch = { SOURCE_DATE_EPOCH: String(Date.parse(now) / 1000) }
const run = async (line: string) => policytest(line, epoch)

test('a word of a person is the entry that attest writes', async () => {
  write(files)
  const word = { by: 'Ops', statement: 'Seen', evidence: 'reviews/q1.txt', now, file: 'words/a.yaml' }
  const { attestation, text } = load().attest('net/reviewed', word)
  expect(attestation).toMatchObject({
    guideline: 'net/reviewed',
    by: 'Ops',
    date: now,
    expires: '2026-04-01',
  })
  const line = 'attest net/reviewed --by Ops --statement Seen --evidence reviews/q1.txt --file words/a.yaml'
  expect((await run(line)).code).toBe(0)
  expect(read('words/a.yaml')).toBe(text)
})

test('fixes, documents and the list are those of the commands', async () => {
  write(files)
  const policies = load()
  const { files: made, idle } = policies.fix('net', { inputs: 'exports', now })
  expect(made.map(({ path, fix, title }) => [path, fix, title])).toEqual([
    ['web.yaml', 'net/allow', 'Allowed'],
  ])
  expect(idle).toEqual([])
  await run('fix net exports --out made')
  expect(made.map(({ path }) => read(`made/${path}`))).toEqual(made.map(({ text }) => text))

  expect(JSON.parse((await run('list net --json')).stdout)).toEqual(policies.list())
  expect(JSON.parse((await run('list --json')).stdout).ships).toEqual(listShippedPacks(at('.')))

  await run('scan exports -r json=report.json')
  const results = readReport('report.json', { root: at('.') })
  for (const format of ['markdown', 'oscal'] as const) {
    expect((await run(`docs --format ${format} --results report.json --out docs`)).code).toBe(0)
    const { files: written } = policies.docs({ format, results, folder: 'docs', now })
    expect(written.length).toBeGreaterThan(0)
    expect(written.map(({ path }) => read(`docs/${path}`))).toEqual(written.map(({ text }) => text))
  }
})

test('waivers for what is known, and what changed between two reports', async () => {
  write(files)
  await run('scan exports -r json=before.json')
  const before = readReport('before.json', { root: at('.') })
  const { text, accepted } = baselineWaivers(before.report, { owner: 'O', expires: day, now })
  expect(accepted.map(({ message }) => message)).toEqual(['port 8080 is open'])
  await run(`baseline exports --owner O --expires ${day}`)
  expect(read('baseline-waivers.yaml')).toBe(text)

  write({ 'exports/web.json': service('web', { https: 443 }) })
  await run('scan exports -r json=after.json')
  const diff = diffReports(before, readReport('after.json', { root: at('.') }))
  const { stdout } = await run('diff before.json after.json -r markdown')
  expect(stdout).toBe(render(diff, 'markdown'))
})

test('mutants are those of the command, whoever tries them', async () => {
  write(files)
  write({
    'policies/net/ports.test.yaml': `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: ports}
spec:
  policy: ports
  cases:
    - {name: open, resources: [${service('a', { admin: 8080 })}], expect: fail}
`,
  })
  const told: string[] = []
  const report = await load().mutate({ filter: 'ports', now, progress: ({ doing }) => told.push(doing) })
  const said = JSON.parse((await run('mutate --filter ports -r json')).stdout)
  expect({ ...report, startedAt: '', durationMs: 0 }).toEqual({ ...said, startedAt: '', durationMs: 0 })
  expect(report.summary.killed).toBeGreaterThan(0)
  expect(render(report, 'markdown')).toMatch(/^# Mutation report/)
  expect(told[0]).toBe('running the tests of the policies as they are')
})

test('exports are collected by the commands that collect prints', async () => {
  write({
    ...files,
    'bin/kubectl':
      '#!/bin/sh\nprintf \'{"kind": "ServiceList", "apiVersion": "v1", "metadata": {}, "items": []}\'\n',
  })
  chmodSync(at('bin/kubectl'), 0o755)
  const policies = load()
  const { commands, remarks } = policies.exportCommands({ packs: ['net'] })
  expect(remarks).toEqual([])
  expect(commands.map(({ program, args, file }) => [program, ...args, '>', file].join(' '))).toEqual(
    (await run('collect net --dry-run')).stdout.trim().split('\n'),
  )
  const told: string[] = []
  const collected = await policies.collect({
    env: { PATH: at('bin') },
    out: 'taken',
    by: 'Ops',
    told: ({ status, command }) => told.push(`${status} ${command.file}`),
  })
  expect(collected).toMatchObject({ folder: at('taken'), isWhole: true, unlisted: [] })
  expect(told).toEqual(['written services.json'])
  expect(policies.scan('taken').inputs.map(({ file }) => file)).toContain('taken/services.json')
  await expect(policies.collect({ out: 'taken' })).rejects.toThrow('taken exists already')
})

test('shards of a run come to the report of the whole', async () => {
  write({ ...files, 'exports/shop.json': service('shop', { admin: 8081 }) })
  const policies = load()
  const parts = [1, 2].map((index) => {
    const report = policies.scan('exports', { shard: { index, of: 2 }, now })
    return { file: `${index}.json`, report, sha256: '0'.repeat(64), bytes: 0 }
  })
  const whole = policies.scan('exports', { now })
  expect(parts.map(({ report }) => report.findings.length)).toEqual([1, 1])
  const { findings, summary } = mergeReports(parts)
  expect({ findings, summary }).toEqual({ findings: whole.findings, summary: whole.summary })
})
