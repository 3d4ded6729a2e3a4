import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, write, read, has } = commandLine('reporting')

const policy = (expression: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: no-latest}
spec:
  match: {resources: [v1/Pod]}
  validations: [{name: tagged, expression: '${expression}'}]
`
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'
const targets = '-r sarif=out.sarif -r junit=out.xml -r json=out.json -r markdown=out.md -r html=out.html'

const written = () => ({
  sarif: JSON.parse(read('out.sarif')).runs.flatMap(
    (run: { results: { ruleId: string; message: { text: string } }[] }) =>
      run.results.map(({ ruleId, message }) => `${ruleId}: ${message.text}`),
  ),
  successful: JSON.parse(read('out.sarif')).runs[0].invocations[0].executionSuccessful,
  junit: [...read('out.xml').matchAll(/<(error|failure) type="([^"]*)"/g)].map((found) => found.slice(1, 3)),
  json: JSON.parse(read('out.json')).problems.map(({ code }: { code: string }) => code),
  couldNotRun: JSON.parse(read('out.json')).couldNotRun,
  markdown: /## Problems/.test(read('out.md')),
  html: /<h2>Problems /.test(read('out.html')),
})

const mistakes = (code: string, text: string) => ({
  sarif: [`policytest/${code}: ${text}`],
  successful: false,
  junit: [['error', code]],
  json: [code],
  couldNotRun: true,
  markdown: true,
  html: true,
})

test.each([
  [
    'a broken policy',
    `scan pod.yaml ${targets}`,
    { 'policies/no-latest.yaml': policy('objct == null') },
    mistakes('cel-type', "unknown variable 'objct'; did you mean 'object'?"),
  ],
  [
    'an input that is not there',
    `scan pods.yaml ${targets}`,
    {},
    mistakes(
      'input',
      "'pods.yaml' does not exist; give a file, a folder, a glob in quotes, or - for standard input",
    ),
  ],
  [
    'a broken policy under test',
    `test ${targets}`,
    { 'policies/no-latest.yaml': policy('1 + 1') },
    mistakes('cel-type', 'the expression gives int, it must give bool'),
  ],
  [
    'a broken policy under lint',
    `lint ${targets}`,
    { 'policies/no-latest.yaml': policy('"a" == 1') },
    mistakes('cel-type', "no operator '==' for string and int; values of different types are never equal"),
  ],
  [
    'a broken configuration',
    targets,
    { 'policytest.config.yaml': 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {polices: []}\n' },
    mistakes('unknown-key', "unknown key 'polices' in 'spec'; did you mean 'policies'?"),
  ],
])(
  '%s is in every report that was asked for, in place of what a former run wrote',
  async (_, line, files, found) => {
    write({ 'policies/no-latest.yaml': policy('true'), 'pod.yaml': pod })
    expect(await policytest(`scan pod.yaml ${targets}`)).toMatchObject({ code: 0 })
    write(files)
    expect((await policytest(line)).code).toBe(2)
    expect(written()).toEqual(found)
  },
)

test('what is there and is no report is not written over by a run that could not read it', async () => {
  write({ 'policies/no-latest.yaml': policy('objct'), 'pod.yaml': pod, 'pod.json': '{"kind": "Pod"}' })
  const { code, stderr } = await policytest('scan pod.json -r json=pod.json')
  expect({ code, pod: read('pod.json') }).toEqual({ code: 2, pod: '{"kind": "Pod"}' })
  expect(stderr).toContain('warning: no report was written: pod.json is there, and no report of policytest\n')
})

test('on standard output a run that could not judge gives a report, but for the console', async () => {
  write({ 'policies/no-latest.yaml': policy('objct'), 'pod.yaml': pod })
  expect(JSON.parse((await policytest('scan pod.yaml -r json')).stdout)).toMatchObject({ couldNotRun: true })
  expect(await policytest('scan pod.yaml')).toMatchObject({ code: 2, stdout: '' })
})

test('lint writes reports; those of the configuration are not meant', async () => {
  const config = 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {reporters: [json=configured.json]}\n'
  write({ 'policies/no-latest.yaml': policy('true'), 'policytest.config.yaml': config })
  expect(await policytest(`lint ${targets}`)).toMatchObject({ code: 1, stdout: '' })
  expect(has('configured.json')).toBe(false)
  expect(written()).toEqual({
    sarif: [
      "policytest/test-missing: no case shows that 'no-latest' passes; add it to the policy's .test.yaml",
      "policytest/test-missing: no case pins the findings of 'no-latest'; add it to the policy's .test.yaml",
    ],
    successful: true,
    junit: [
      ['failure', 'test-missing'],
      ['failure', 'test-missing'],
    ],
    json: ['test-missing', 'test-missing'],
    couldNotRun: undefined,
    markdown: true,
    html: true,
  })
})

test.each(['docs', 'explain no-latest pod.yaml', 'collect'])('%s takes no reporter', async (line) => {
  write({ 'policies/no-latest.yaml': policy('true'), 'pod.yaml': pod })
  expect(await policytest(`${line} -r json=out.json`)).toMatchObject({ code: 2, stdout: '' })
  expect(await policytest(`-r json=out.json ${line}`)).toMatchObject({ code: 2, stdout: '' })
  expect(has('out.json')).toBe(false)
})
