import { expect, test } from 'vitest'
import type { Report } from '../runtime/model/index.js'
import { commandLine } from './command-line.fixture.js'
import { project, service, waivers } from './commands/history.fixture.js'

const { policytest, write, read } = commandLine('baseline')

/** Two findings that a baseline knows, and a run that found one of them again, changed, and two others. */
async function known(): Promise<void> {
  write({ ...project, 'exports/a.json': service('web', { a: 80, b: 81, c: 82 }) })
  await policytest('scan exports -r json=last.json')
  write({ 'exports/a.json': `\n${service('web', { a: 80, b: 8181, d: 84 })}` })
}

async function report(line: string): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await policytest(`${line} -r json`)
  if (stdout === '') throw new Error(stderr)
  return { code, report: JSON.parse(stdout) }
}

test('findings are known, changed or new, and what is gone is counted', async () => {
  await known()
  const { code, report: found } = await report('scan exports --baseline last.json')
  expect(code).toBe(1)
  expect(found.findings.map(({ message, baseline }) => [message, baseline])).toEqual([
    ['port 80 is open', 'known'],
    ['port 8181 is open', 'changed'],
    ['port 84 is open', 'new'],
  ])
  expect(found.baseline).toEqual({
    file: 'last.json',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    bytes: Buffer.byteLength(read('last.json')),
    startedAt: '2026-01-01T00:00:00.000Z',
    open: { known: 1, changed: 1, new: 1 },
    gone: 1,
  })
  expect(found.settings?.map(({ role, file }) => [role, file])).toEqual([['baseline', 'last.json']])
})

test('every reporter for people says so, and SARIF has a state for it', async () => {
  await known()
  const line = 'scan exports --baseline last.json'
  const { stdout } = await policytest(line)
  expect(stdout).toContain('port 84 is open (new)\n')
  expect(stdout).toContain('port 80 is open (known)\n')
  expect(stdout).toContain(
    '3 open findings (3 medium), 1 new, 2 known, 1 of them changed, 1 gone since last.json',
  )
  const page = (await policytest(`${line} -r markdown`)).stdout
  expect(page).toContain('1 new, 2 known, 1 of them changed, 1 gone since last.json')
  expect(page.indexOf('port 84 is open')).toBeLessThan(page.indexOf('<details><summary>2 more</summary>'))
  const sarif = JSON.parse((await policytest(`${line} -r sarif`)).stdout)
  expect(
    sarif.runs[0].results.map((result: { baselineState: string; message: { text: string } }) => [
      result.baselineState,
      result.message.text,
    ]),
  ).toEqual([
    ['unchanged', 'port 80 is open [v1/Service shop/web]'],
    ['updated', 'port 8181 is open [v1/Service shop/web]'],
    ['new', 'port 84 is open [v1/Service shop/web]'],
  ])
})

test.each([
  ['', 1],
  ['--fail-on new', 1],
  ['--fail-on new,medium', 1],
  ['--fail-on new,high', 0],
  ['--fail-on high', 0],
])('%s: %i when one of three is new', async (flags, code) => {
  await known()
  expect((await policytest(`scan exports --baseline last.json ${flags}`)).code).toBe(code)
})

test('only new ones fail the run, in the configuration too', async () => {
  await known()
  write({
    'exports/a.json': service('web', { a: 80 }),
    'policytest.config.yaml':
      'apiVersion: policytest.dev/v1\nkind: Config\nspec: {inputs: [exports], baseline: last.json, failOn: new}\n',
  })
  expect((await policytest('scan exports')).code).toBe(0)
  expect((await policytest('scan exports --fail-on low')).code).toBe(1)
  // Without exports no baseline is read.
  write({ 'last.json': '' })
  expect((await policytest('test policies')).code).toBe(3)
  expect((await policytest('scan exports')).code).toBe(2)
})

test('a finding whose waiver no longer holds is new, and so is one that got worse', async () => {
  write({
    ...project,
    'exports/a.json': service('web', { a: 80 }),
    'w.yaml': waivers('{policy: net/ports, reason: R, owner: O, expires: 2026-06-30}'),
  })
  await policytest('scan exports --waivers w.yaml -r json=waived.json')
  await policytest('scan exports -r json=open.json')
  expect((await policytest('scan exports --baseline open.json --fail-on new')).code).toBe(0)
  expect((await policytest('scan exports --baseline waived.json --fail-on new')).code).toBe(1)
  const pack = project['policies/net/pack.yaml'] ?? ''
  write({ 'policies/net/pack.yaml': pack.replace('severity: medium', 'severity: high') })
  expect((await policytest('scan exports --baseline open.json --fail-on new')).code).toBe(1)
})

test('a rule that could not be evaluated fails the run, known or not', async () => {
  const policy = project['policies/net/names.yaml'] ?? ''
  write({
    ...project,
    'policies/net/names.yaml': policy.replace('metadata.name.size() < 5', 'spec.absent == 1'),
    'exports/a.json': service('web', { a: 443 }),
  })
  await policytest('scan exports -r json=last.json')
  expect((await policytest('scan exports --baseline last.json --fail-on new')).code).toBe(1)
})

test.each([
  ['--fail-on new', '--fail-on new says what a baseline does not know, and there is none'],
  ['--baseline gone.json', 'gone.json cannot be read'],
  ['--baseline exports/a.json', 'exports/a.json:2:15: not a report of policytest'],
  ['--baseline tested.json', 'tested.json holds no results of guidelines: no export was judged'],
  ['--baseline other.json', 'other.json and this run have no guideline in common'],
  ['--baseline last.json -r json=last.json', 'last.json'],
])('%s is refused', async (flags, message) => {
  await known()
  write({
    'other/p.yaml': (project['policies/net/names.yaml'] ?? '').replace('  guidelines: [names]\n', ''),
  })
  await policytest('scan exports --policies other -r json=other.json')
  await policytest('lint policies -r json=tested.json')
  const before = read('last.json')
  const { code, stderr } = await policytest(`scan exports ${flags}`)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
  expect(read('last.json')).toBe(before)
})

test('packs that only one side has are told', async () => {
  await known()
  write({
    'policies/p.yaml': (project['policies/net/names.yaml'] ?? '').replace('  guidelines: [names]\n', ''),
  })
  const { stderr } = await policytest('scan exports --baseline last.json')
  expect(stderr).toContain("this run has results of 'names', and last.json has none")
})
