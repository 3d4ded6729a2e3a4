import { describe, expect, test } from 'vitest'
import { parseWaivers } from '../../runtime/policies/index.js'
import { commandLine } from '../command-line.fixture.js'
import { project, service } from './history.fixture.js'

const { policytest, write, read, has } = commandLine('baseline-command')

const by = '--owner O --expires 2026-12-31'
const out = 'baseline-waivers.yaml'

test('what is open now is accepted, and nothing else', async () => {
  write({
    ...project,
    'exports/a.json': service('web', { a: 80, b: 81 }),
    'exports/b.json': service('long-name', { a: 443 }),
  })
  const { code, stderr } = await policytest(`baseline exports ${by}`)
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('baseline-waivers.yaml: accepts 3 findings until 2026-12-31'),
  })
  expect(parseWaivers(out, read(out)).map(({ location: _, ...waiver }) => waiver)).toEqual([
    ...['a', 'b'].map((port) => ({
      policy: 'net/ports',
      validation: 'known',
      resource: { type: 'v1/Service', id: 'shop/web' },
      pointer: `/spec/ports/name=${port}`,
      owner: 'O',
      reason: 'known since 2026-01-01',
      expires: '2026-12-31',
    })),
    {
      policy: 'net/names',
      validation: 'short',
      resource: { type: 'v1/Service', id: 'shop/long-name' },
      owner: 'O',
      reason: 'known since 2026-01-01',
      expires: '2026-12-31',
    },
  ])
  expect(read(out)).toContain('    # medium: port 80 is open\n    - policy: net/ports\n')
  expect((await policytest(`scan exports --waivers ${out}`)).code).toBe(0)
  write({
    'exports/a.json': service('web', { c: 82, b: 81, a: 80 }),
    'exports/b.json': service('other-name', { a: 443 }),
  })
  const after = await policytest(`scan exports --waivers ${out} -r json`)
  const { findings } = JSON.parse(after.stdout)
  expect(
    findings.map(({ message, waiver }: { message: string; waiver?: object }) => [
      message,
      waiver !== undefined,
    ]),
  ).toEqual([
    ['port 82 is open', false],
    ['port 81 is open', true],
    ['port 80 is open', true],
    ['The name is long.', false],
  ])
})

test('the findings of a report do as well, and what is waived already is left alone', async () => {
  write({ ...project, 'exports/a.json': service('web', { a: 80 }) })
  await policytest('scan exports -r json=report.json')
  expect((await policytest(`baseline --results report.json ${by} --out w/net.yaml --quiet`)).code).toBe(0)
  const again = await policytest(`baseline exports ${by} --waivers w/net.yaml`)
  expect(again).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('nothing was written: there is no finding to accept'),
  })
  expect(has(out)).toBe(false)
})

test('the same resource in another cluster is not accepted with it', async () => {
  const config = (cluster: string) => ({
    'policytest.config.yaml': `apiVersion: policytest.dev/v1\nkind: Config\nspec: {inputs: [{path: exports, subject: {cluster: ${cluster}}}]}\n`,
  })
  write({ ...project, 'exports/a.json': service('web', { a: 80 }), ...config('test') })
  expect((await policytest(`baseline ${by}`)).code).toBe(0)
  expect(read(out)).toContain('subject:\n        cluster: test\n')
  const scan = async () => {
    const report = JSON.parse((await policytest(`--waivers ${out} -r json`)).stdout)
    return report.summary.findings.open
  }
  expect(await scan()).toBe(0)
  write(config('production'))
  expect(await scan()).toBe(1)
})

test('names from an export stay names', async () => {
  const name = 'a: *b\u202e\n- {policy: "*"}'
  write({
    ...project,
    'exports/a.json': service('web', { [name]: 80 }),
  })
  expect((await policytest(`baseline exports ${by}`)).code).toBe(0)
  expect(read(out)).not.toContain('\u202e')
  expect(parseWaivers(out, read(out))).toHaveLength(1)
  expect((await policytest(`scan exports --waivers ${out}`)).code).toBe(0)
})

test('a rule that could not be evaluated is not accepted', async () => {
  const policy = project['policies/net/names.yaml'] ?? ''
  write({
    ...project,
    'policies/net/names.yaml': policy.replace('metadata.name.size() < 5', 'spec.absent == 1'),
    'exports/a.json': service('web', { a: 80 }),
  })
  const { code, stderr } = await policytest(`baseline exports ${by}`)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('1 finding that no waiver can accept'),
  })
  expect(parseWaivers(out, read(out))).toHaveLength(1)
})

test('a file is written over only when that is asked for', async () => {
  write({ ...project, 'exports/a.json': service('web', { a: 80 }), [out]: 'mine\n' })
  const { code, stderr } = await policytest(`baseline exports ${by}`)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('file already exists') })
  expect(read(out)).toBe('mine\n')
  expect((await policytest(`baseline exports ${by} --force`)).code).toBe(0)
  expect(read(out)).toContain('kind: Waivers')
})

describe('is refused', () => {
  test.each([
    ['exports --expires 2026-12-31', "'owner' says who answers for the findings, and has to be given"],
    ['exports --owner O', "'expires' says until when they are accepted, and has to be given"],
    ['exports --owner O --expires 2026-02-30', "expires: '2026-02-30' is not a date"],
    ['exports --owner O --expires 2025-12-31', 'expires: 2025-12-31 has passed'],
    [`${by}`, 'there are no inputs'],
    [`exports --results exports/a.json ${by}`, 'name no inputs beside it'],
    [`--results exports/a.json ${by}`, 'not a report of policytest'],
  ])('%s', async (line, message) => {
    write({ ...project, 'exports/a.json': service('web', { a: 80 }) })
    const { code, stderr } = await policytest(`baseline ${line}`)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
    expect(has(out)).toBe(false)
  })
})
