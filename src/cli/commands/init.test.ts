import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, read, has } = commandLine('init')

test('a new project passes its tests, its scan and lint, and no change of its rule goes unnoticed', async () => {
  const { code, stdout, stderr } = await policytest('init')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toBe(`Created in .:
  policytest.config.yaml
  .github/workflows/policytest.yaml
  exports/pods.json
  policies/no-floating-tags.test.yaml
  policies/no-floating-tags.yaml
  testdata/pods.json

Next:
  npm install --save-dev policytest   # once; the workflow runs npm ci
  npx policytest                      # run the tests, judge the sample export
  npx policytest test --coverage      # rules that no case makes true, or false
  npx policytest lint                 # unused names, missing tests

Then put your own exports into exports/: kubectl get pods -A -o json > exports/pods.json
`)
  expect(await policytest('')).toMatchObject({ code: 0, stderr: '' })
  expect(await policytest('lint')).toEqual({
    code: 0,
    stdout: '',
    stderr: '0 packs, 1 policy, 1 test file: no problems\n',
  })
  expect((await policytest('test --coverage')).stderr).toBe(
    'coverage: 1 of 1 rules seen both true and false (100 %)\n',
  )
  expect(await policytest('mutate --threshold 100')).toMatchObject({ code: 0 })
})

test('its policy is alive: a floating tag in the export fails the run', async () => {
  await policytest('init')
  write({ 'exports/pods.json': read('exports/pods.json').replace('nginx:1.27', 'nginx:latest') })
  const { code, stdout } = await policytest('')
  expect(code).toBe(1)
  expect(stdout).toContain('exports/pods.json:11:21  container app runs nginx:latest')
})

test('the workflow runs the program and uploads what it writes', async () => {
  await policytest('init')
  const workflow = parse(read('.github/workflows/policytest.yaml'))
  expect(workflow.permissions).toEqual({ contents: 'read', 'security-events': 'write' })
  const steps: { run?: string; with?: object }[] = workflow.jobs.policytest.steps
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual([
    'npm ci',
    'npx policytest lint --strict',
    'npx policytest --strict -r console -r sarif=policytest.sarif -r markdown=policytest.md',
    'cat policytest.md >> "$GITHUB_STEP_SUMMARY"',
  ])
  expect(steps.at(-1)?.with).toEqual({ sarif_file: 'policytest.sarif', category: 'policytest' })
})

test('a folder is made, and the first step goes there', async () => {
  expect((await policytest('init my/checks')).stdout).toContain('Created in my/checks:\n')
  expect(has('my/checks/exports/pods.json')).toBe(true)
})

test('nothing is overwritten: what exists is named, and nothing is written', async () => {
  write({ 'policytest.config.yaml': 'mine\n', 'exports/pods.json': '[]\n' })
  expect(await policytest('init')).toEqual({
    code: 2,
    stdout: '',
    stderr: `policytest.config.yaml exists already: nothing was written [output]
  move it away, or name another folder: policytest init <folder>
exports/pods.json exists already: nothing was written [output]
  move it away, or name another folder: policytest init <folder>
`,
  })
  expect(read('policytest.config.yaml')).toBe('mine\n')
  expect(has('policies')).toBe(false)
})

test('a file where a folder has to be is a clear error', async () => {
  write({ policies: 'a file\n' })
  const { code, stderr } = await policytest('init')
  expect(code).toBe(2)
  expect(stderr).toMatch(/^cannot write .*no-floating-tags\.test\.yaml: E(NOTDIR|EXIST)/)
})

test('a new pack passes its tests and lint, no change goes unnoticed, and others use it by its name', async () => {
  const { code, stdout, stderr } = await policytest('init --pack node_modules/our_rules')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(`Created in node_modules/our_rules:
  README.md
  package.json
  policies/memory-limits.test.yaml
`)
  const about = JSON.parse(read('node_modules/our_rules/package.json'))
  expect(about).toMatchObject({
    name: 'our-rules',
    files: ['policies'],
    policytest: { policies: 'policies' },
  })
  expect(about.devDependencies.policytest).toMatch(/^\^\d/)
  expect(await policytest('test npm:our_rules')).toMatchObject({ code: 0, stderr: '' })
  expect((await policytest('lint npm:our_rules')).stderr).toBe('1 pack, 1 policy, 1 test file: no problems\n')
  expect(await policytest('mutate npm:our_rules --threshold 100')).toMatchObject({ code: 0 })
})
