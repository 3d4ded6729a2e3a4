import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { reporterNames } from '../src/reporters/names.js'

const yaml = (file: string) => parse(readFileSync(file, 'utf8'))
const action = yaml('action.yml')
const [step] = action.runs.steps

const built = existsSync('dist/code/main.js') && process.platform !== 'win32'

describe.skipIf(!built)(
  `the action${built ? '' : ' (skipped: there is no dist, npm run build makes it)'}`,
  () => {
    let folder: string
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'policytest-action-'))
    })
    afterEach(() => rmSync(folder, { recursive: true }))

    /** Its step as the runner starts it. */
    function run(args: string) {
      const output = join(folder, 'output')
      const summary = join(folder, 'summary')
      const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', step.run], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          GITHUB_ACTION_PATH: resolve('.'),
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          RUNNER_TEMP: folder,
          POLICYTEST_ARGS: args,
          POLICYTEST_SARIF: action.inputs.sarif.default,
        },
      })
      const text = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
      const outputs = Object.fromEntries(
        text(output)
          .trimEnd()
          .split('\n')
          .map((line) => line.split('=')),
      )
      return { status, stdout, stderr, outputs, summary: text(summary) }
    }

    const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
    const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec: {severity: high, match: {resources: [v1/Pod]}, validations: [{name: team, expression: "has(object.metadata.labels)", message: no labels}]}
`

    test('marks lines, sums up, hands out SARIF and the report, and ends with the exit code of the run', () => {
      write('named.yaml', policy)
      write('a pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n')
      const { status, stdout, outputs, summary } = run('scan\na pod.yaml\n--policies\nnamed.yaml\n')
      expect(status).toBe(1)
      expect(stdout).toContain(
        '::error file=a pod.yaml,line=3,col=11,endColumn=22,title=named (high)::no labels [v1/Pod web]\n',
      )
      expect(summary).toContain('no labels')
      expect({ ...outputs, report: JSON.parse(readFileSync(outputs.report, 'utf8')).kind }).toEqual({
        'exit-code': '1',
        sarif: 'policytest.sarif',
        report: 'Report',
      })
      expect(JSON.parse(readFileSync(join(folder, outputs.sarif), 'utf8')).runs[0].results.length).toBe(1)
    })

    test('no argument is code', () => {
      const { status, outputs, stderr } = run('scan\n$(touch pwned);`touch pwned`\n--policies\nx.yaml')
      expect(status).toBe(2)
      expect(outputs['exit-code']).toBe('2')
      expect(stderr).toContain('x.yaml')
      expect(existsSync(join(folder, 'pwned'))).toBe(false)
    })
  },
)

test('in the scripts of the action nothing is put in that a user could have written', () => {
  for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{')
})

test('every output and input that the action names is there', () => {
  const text = readFileSync('action.yml', 'utf8')
  const named = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name as string)
  expect([...new Set(named)].toSorted()).toEqual(Object.keys(action.inputs).toSorted())
  const given = [...readFileSync('docs/ci/github-action.sh', 'utf8').matchAll(/echo "([\w-]+)=/g)].map(
    ([, name]) => name,
  )
  for (const [, name] of text.matchAll(/steps\.policytest\.outputs\.([\w-]+)/g)) expect(given).toContain(name)
})

const files = ['docs/ci/gitlab.yml', 'docs/ci/Jenkinsfile', 'docs/ci/azure-pipelines.yml']

test.each(files)('%s: asks for reporters that there are, into files that it hands on', (file) => {
  const text = readFileSync(file, 'utf8')
  const asked = [...text.matchAll(/-r "?([\w-]+)(?:=(\S+?)"?(?=\s|'|$))?/gm)]
  expect(asked.length).toBeGreaterThan(2)
  for (const [, name, written] of asked) {
    expect(reporterNames).toContain(name)
    if (written === undefined) continue
    const mentions = text.split(written.replace(/^.*\//, '')).length - 1
    const isStaged = written.startsWith('$(Build.ArtifactStagingDirectory)')
    expect([written, mentions > 1 || isStaged]).toEqual([written, true])
  }
})

test('the hooks of pre-commit run commands that there are', () => {
  const hooks: { readonly entry: string; readonly language: string }[] = yaml('.pre-commit-hooks.yaml')
  expect(hooks.map(({ entry, language }) => [entry, language])).toEqual([
    ['policytest test', 'node'],
    ['policytest lint', 'node'],
    ['policytest scan', 'node'],
  ])
})

test('the image copies a package that needs nothing else, and does not run as root', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(dependencies).toBeUndefined()
  const lines = readFileSync('Dockerfile', 'utf8').split('\n')
  expect(lines.findLast((line) => line.startsWith('FROM'))).toMatch(/:nonroot$/)
  expect(lines.findLast((line) => line.startsWith('ENTRYPOINT'))).toContain('/policytest/bin/policytest.js')
})
