import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { platforms } from '../platforms/index.js'
import { run } from '../runtime/run.js'
import { threadsOf } from './threads.js'
import { worldOf } from './world.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-threads-'))
afterAll(() => rmSync(root, { recursive: true }))

const silent = { isTerminal: false, write: () => {} }
const world = worldOf({
  root,
  env: {},
  clock: () => new Date(0),
  readStdin: () => Buffer.alloc(0),
  stdout: silent,
  stderr: silent,
})

/** The report of a run with so many threads that read by the policies of this file. */
function reportWith(jobs: number, theirs = 'policies.yaml') {
  const started = new Date(0)
  const flags = { color: false, jobs: String(jobs) }
  return run({
    disk: { root },
    platforms,
    policies: ['policies.yaml'],
    inputs: [{ path: 'pods.json' }],
    startedAt: started,
    now: started,
    elapsed: () => 0,
    pieces: { from: 0, size: 2000, shared: 0 },
    threads: threadsOf(flags, world, started, { policies: [theirs], keepResults: 0 }),
    keepResults: 0,
  }).report
}

const policy = (limit: number) =>
  `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: small}\nspec: {match: {resources: [v1/Pod]}, validations: [{expression: object.spec.priority < ${limit}}]}\n`
writeFileSync(join(root, 'policies.yaml'), policy(5))
writeFileSync(join(root, 'others.yaml'), policy(2))
const items = Array.from({ length: 500 }, (_, i) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `pod-${i}` },
  spec: { priority: i % 10 },
}))
writeFileSync(join(root, 'pods.json'), JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, 2))

test('threads beside the run come to the same report', () => {
  const alone = reportWith(1)
  expect(alone.findings).toHaveLength(250)
  expect(reportWith(2)).toEqual(alone)
})

test('what a thread judges by other policies is judged by the run', () => {
  expect(reportWith(2, 'others.yaml')).toEqual(reportWith(1))
})
