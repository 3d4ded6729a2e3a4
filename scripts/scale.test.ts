import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'

const jobs = parseAllDocuments(readFileSync('examples/scale/kubernetes.yaml', 'utf8')).map((document) =>
  document.toJS(),
)
const [shards, merging] = jobs

test('the Jobs have fields that Kubernetes knows, and values of its types', () => {
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync('testdata/scale/job.schema.json', 'utf8')),
  )
  expect(jobs.map((job) => (validate(job) ? [] : validate.errors))).toEqual([[], []])
  expect(validate({ ...shards, spec: { ...shards.spec, completion: 8 } })).toBe(false)
})

test('there are as many shards as pods, and the merge waits for as many', () => {
  const envOf = ({ spec }: typeof shards) => spec.template.spec.containers[0].env
  expect(envOf(shards)).toEqual(envOf(merging))
  const [{ value }] = envOf(shards)
  expect([shards.spec.completions, shards.spec.parallelism]).toEqual([Number(value), Number(value)])
})

const built = existsSync('dist/code/main.js')
const skipped = built ? '' : ' (skipped: there is no dist, npm run build makes it)'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-scale-'))
})
afterAll(() => rmSync(root, { recursive: true }))

/** What a container of the Job does, here. */
function runContainer({ spec }: typeof shards, env: Readonly<Record<string, string>>) {
  const [, ...args] = spec.template.spec.containers[0].command
  const given = {
    POLICYTEST: resolve('bin/policytest.js'),
    REPORTS: join(root, 'reports'),
    SHARDS: '2',
    NOW: '2027-01-01',
    ...env,
  }
  return spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...given }, encoding: 'utf8' })
    .status
}

test.skipIf(!built)(`the containers do what one run does${skipped}`, () => {
  mkdirSync(join(root, 'exports'))
  mkdirSync(join(root, 'policies'))
  const pod = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name } })
  for (const name of ['a', 'b', 'c']) writeFileSync(join(root, `exports/${name}.json`), pod(name))
  writeFileSync(
    join(root, 'policies/p.yaml'),
    'apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: p}\nspec: {match: {resources: [v1/Pod]}, validations: [{expression: object.metadata.name != "b"}]}\n',
  )
  for (const index of ['0', '1']) expect(runContainer(shards, { JOB_COMPLETION_INDEX: index })).toBe(0)
  expect(runContainer(merging, {})).toBe(1)
  const report = JSON.parse(readFileSync(join(root, 'reports/2027-01-01/report.json'), 'utf8'))
  expect(report.summary).toMatchObject({ resources: 3, findings: { open: 1 } })
  expect(report.shard).toBeUndefined()
})
