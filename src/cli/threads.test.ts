import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { platforms } from '../platforms/index.js'
import { type Check, definePolicy } from '../runtime/policies/index.js'
import { type RunRequest, run } from '../runtime/run.js'
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

/** The report of a run with so many threads that have these flags beside. */
function reportWith(
  jobs: number,
  more: { policies?: string[]; config?: string } = { policies: ['policies.yaml'] },
  policies: RunRequest['policies'] = ['policies.yaml'],
) {
  const started = new Date(0)
  const flags = { color: false, jobs: String(jobs), ...more }
  return run({
    disk: { root },
    platforms,
    policies,
    inputs: [{ path: 'pods.json' }],
    startedAt: started,
    now: started,
    elapsed: () => 0,
    pieces: { from: 0, size: 2000, shared: 0 },
    threads: threadsOf(flags, world, started, { keepResults: 0 }),
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
  expect(reportWith(2, { policies: ['others.yaml'] })).toEqual(reportWith(1))
})

test('a thread runs the configuration anew, for policies that are programs', () => {
  const check = (limit: number) =>
    new Function('{ object }', `return object.spec.priority < ${limit} || 'too high'`) as Check
  const small = (limit: number) =>
    definePolicy({
      name: 'small',
      match: { resources: ['v1/Pod'] },
      validations: [{ name: 'v', check: check(limit) }],
    })
  writeFileSync(
    join(root, 'small.config.mjs'),
    `import { appendFileSync } from 'node:fs'
appendFileSync(new URL('runs.txt', import.meta.url), 'x')
const check = (limit) => new Function('{ object }', \`return object.spec.priority < \${limit} || 'too high'\`)
const validations = [{ name: 'v', check: check(5) }]
const definition = { name: 'small', match: { resources: ['v1/Pod'] }, validations }
export default { policies: [{ defines: 'policy', definition }] }
`,
  )
  const config = { config: 'small.config.mjs' }
  // The program has changed meanwhile: what the thread has judged by it does not count.
  expect(reportWith(2, config, [small(6)]).findings).toHaveLength(200)
  expect(readFileSync(join(root, 'runs.txt'), 'utf8')).toBe('x')
})
