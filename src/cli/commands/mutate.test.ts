import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { mutationReportJsonSchema } from '../../runtime/mutate/schema.js'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, at } = commandLine('mutate')

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: few-replicas}
spec:
  match: {resources: [apps/v1/Deployment]}
  params:
    most: {type: integer, default: 3}
  validations:
    - name: not-too-many
      expression: object.spec.replicas <= params.most
      messageExpression: '"more than " + string(params.most)'
`

const deployment = (replicas: number) =>
  `      resources: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: ${replicas}}}]`

const tests = (...cases: readonly string[]) => `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: few-replicas}
spec:
  policy: few-replicas
  cases:
${cases.join('\n')}
`
const five = `    - name: five are too many\n${deployment(5)}\n      expect: fail`
const two = `    - name: two are few\n${deployment(2)}\n      expect: pass`
const three = `    - name: three are few\n${deployment(3)}\n      expect: pass`
const four = `    - name: four are too many\n${deployment(4)}\n      expect: fail`

const survivors = `✗ few-replicas  40 %
  policies/few.yaml:7:36: params.most: '3' becomes '4' [default]
    7 |     most: {type: integer, default: 3}
      |                                    ^
  policies/few.yaml:7:36: params.most: '3' becomes '2' [default]
    7 |     most: {type: integer, default: 3}
      |                                    ^
  policies/few.yaml:10:40: validations.not-too-many: '<=' becomes '<' [boundary]
    10 |       expression: object.spec.replicas <= params.most
       |                                        ^^
`

test('a change that no case notices is shown at its token, with what was changed', async () => {
  write({ 'policies/few.yaml': policy, 'policies/few.test.yaml': tests(five, two) })
  expect(await policytest('mutate')).toEqual({
    code: 0,
    stdout: `${survivors}
few-replicas     40 %  2 of 5 mutants killed

mutation score 40 %: 2 of 5 mutants killed
`,
    stderr: '',
  })
})

test('cases at the boundary notice everything, and the score reaches a threshold', async () => {
  write({ 'policies/few.yaml': policy, 'policies/few.test.yaml': tests(three, four) })
  expect(await policytest('mutate --threshold 100 --quiet')).toEqual({
    code: 0,
    stdout: 'mutation score 100 %: 5 of 5 mutants killed\n',
    stderr: '',
  })
})

test('a score below the threshold is exit code 1', async () => {
  write({ 'policies/few.yaml': policy, 'policies/few.test.yaml': tests(five, two) })
  expect(await policytest('mutate --threshold 80')).toMatchObject({
    code: 1,
    stderr: 'the score of 40 % is below the threshold of 80 %\n',
  })
})

test('tests that fail anyway notice nothing: exit code 2', async () => {
  write({ 'policies/few.yaml': policy, 'policies/few.test.yaml': tests(five.replace('fail', 'pass')) })
  expect(await policytest('mutate')).toEqual({
    code: 2,
    stdout: '',
    stderr: `policies/few.test.yaml:7:13: the case 'five are too many' of 'few-replicas' fails before anything is changed [case-failed]
  policytest test says why; mutants are tried when all cases pass
`,
  })
})

test('nothing to change is exit code 3', async () => {
  write({ 'policies/few.yaml': policy, 'policies/few.test.yaml': tests(five) })
  expect(await policytest('mutate --filter nobody')).toMatchObject({
    code: 3,
    stderr: 'nothing was evaluated: there is no mutant\n',
  })
})

const marks = `  equivalentMutations:
    - {in: validations.not-too-many, from: <=, to: <, reason: Nobody runs just as many.}
    - {in: params.most, from: '3', to: '4', reason: Nor one more.}
    - {in: params.most, from: '7', to: '8', reason: There is no seven.}
    - {in: validations.not-too-many, reason: A test notices that.}
`

test('what makes no difference can be marked with a reason; a mark about nothing is said', async () => {
  write({ 'policies/few.yaml': policy + marks, 'policies/few.test.yaml': tests(five, two) })
  expect(await policytest('mutate -r markdown')).toEqual({
    code: 0,
    stdout: `# Mutation report

**66.6 %** · 2 of 3 mutants killed, 2 equivalent

| Policy | Score | Killed | Survived | Equivalent | Invalid |
| --- | ---: | ---: | ---: | ---: | ---: |
| few-replicas | 66.6 % | 2 | 1 | 2 | 0 |

## Changes that no test notices

### few-replicas

- \`policies/few.yaml:7:36\` \`params.most\`: '3' becomes '2'

## Changes that make no difference

- \`policies/few.yaml:7:36\` '3' becomes '4': Nor one more.
- \`policies/few.yaml:10:40\` '&lt;=' becomes '&lt;': Nobody runs just as many.
`,
    stderr: `policies/few.yaml:15:12: warning: no mutant of 'params.most' is changed like this [mutation-unknown]
  15 |     - {in: params.most, from: '7', to: '8', reason: There is no seven.}
     |            ^^^^^^^^^^^
  policytest mutate -r json lists survivors with 'before' and 'after'; 'from' and 'to' are parts of these
policies/few.yaml:16:12: warning: a test notices this change: it does make a difference [mutation-noticed]
  16 |     - {in: validations.not-too-many, reason: A test notices that.}
     |            ^^^^^^^^^^^^^^^^^^^^^^^^
  remove the entry
`,
  })
})

test('the reports of machines are valid by their schemas', async () => {
  write({ 'policies/few.yaml': policy + marks, 'policies/few.test.yaml': tests(five, two) })
  const { stdout } = await policytest('mutate -r json')
  const validate = new Ajv({ formats: fullFormats }).compile(mutationReportJsonSchema())
  validate(JSON.parse(stdout))
  expect(validate.errors).toBe(null)
  const xml = (await policytest('mutate -r junit')).stdout
  const schema = readFileSync(new URL('../../../testdata/reports/junit.xsd', import.meta.url), 'utf8')
  expect((await validateXML({ xml, schema })).errors).toEqual([])
  expect((await policytest('mutate -r sarif')).stderr).toContain(
    "policytest mutate has no reporter 'sarif' [usage]\n  reporters: console, json, junit, markdown\n",
  )
})

test('the published schema is the one that is generated', () => {
  const file = new URL('../../../docs/schema/mutation-report.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(mutationReportJsonSchema())
})

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: web}
spec:
  title: Web
  variables:
    - {name: replicas, expression: object.spec.replicas * 1}
    - {name: shown, expression: '"only shown " + string(object.spec.replicas)'}
  guidelines: [{id: few, title: Few, statement: Few., severity: low}]
`
const member = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: few-replicas}
spec:
  guidelines: [few]
  match: {resources: [apps/v1/Deployment]}
  validations:
    - {name: not-too-many, expression: variables.replicas < 4, messageExpression: variables.shown}
`

test('a variable of a pack is changed for the policies that decide by it; what only messages show is not', async () => {
  write({
    'policies/pack.yaml': pack,
    'policies/few.yaml': member,
    'policies/few.test.yaml': tests(three, four),
  })
  const report = JSON.parse((await policytest('mutate -r json')).stdout)
  expect(
    report.policies.map(({ id, shared, counts }: Record<string, unknown>) => [id, shared, counts]),
  ).toEqual([
    ['web', true, { killed: 2, survived: 1, equivalent: 0, invalid: 0, score: 66.6 }],
    ['web/few-replicas', false, { killed: 4, survived: 0, equivalent: 0, invalid: 0, score: 100 }],
  ])
  expect(report.survivors).toMatchObject([
    { policy: 'web', part: 'variables.replicas', change: "'*' becomes '/'" },
  ])
})

test('a function of a pack is changed for the policies that call it', async () => {
  const functions = `  functions:
    - {name: isFew, args: {n: int}, result: bool, expression: n < 4}
  guidelines:`
  write({
    'policies/pack.yaml': pack.replace('  guidelines:', functions),
    'policies/few.yaml': member.replace('variables.replicas < 4', 'isFew(variables.replicas)'),
    'policies/few.test.yaml': tests(two, four),
  })
  const { survivors } = JSON.parse((await policytest('mutate --filter web -r json')).stdout)
  const inFunction = survivors.filter(({ part }: { part: string }) => part === 'functions.isFew')
  expect(inFunction).toMatchObject([
    { policy: 'web', change: "'4' becomes '3'", before: 'n < 4', after: 'n < 3' },
  ])
})

const admission = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: few-replicas
  annotations:
    policytest.dev/equivalent-mutations: |
      - {in: validations.validation-1, from: <=, to: <, reason: Nobody runs just as many.}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations:
    - expression: object.spec.replicas <= 3
`

test('a policy of Kubernetes is changed in its own language, and marks stand in an annotation', async () => {
  write({ 'policies/few.yaml': admission, 'policies/few.test.yaml': tests(five, two) })
  const { code, stdout, stderr } = await policytest('mutate')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('1 equivalent')
})

test('with --since only policies whose files differ from the commit are changed', async () => {
  write({ 'policies/few.yaml': policy, 'policies/few.test.yaml': tests(three, four) })
  const git = (...args: string[]) => execFileSync('git', args, { cwd: at('.'), stdio: 'ignore' })
  git('init')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-m', 'first')
  expect((await policytest('mutate --since HEAD')).code).toBe(3)
  write({ 'policies/few.test.yaml': tests(three, five) })
  expect((await policytest('mutate --since HEAD')).code).toBe(0)
  expect(await policytest('mutate --since nowhere')).toMatchObject({ code: 2 })
})
