import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fileReaders } from '../api/files-read.js'
import { loadPolicies } from '../index.js'
import { policytest } from './config.js'
import { failureOf } from './failure.js'
import { policyTests, usePolicies } from './index.js'
import { startUses } from './uses.js'

const folder = mkdtempSync(join(tmpdir(), 'policytest-vitest-'))
afterAll(() => rmSync(folder, { recursive: true }))
const policies = usePolicies('examples/kubernetes-app/policies')
const pod = (image: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'app', image }] },
})

describe('the cases of an example are tests', () => {
  policyTests(policies)
})

test('policies without a case are no tests', () => {
  writeFileSync(
    join(folder, 'p.yaml'),
    'apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: p}\nspec: {match: {resources: [v1/Pod]}, validations: [{name: v, expression: "true", message: m}]}\n',
  )
  expect(() => policyTests('p.yaml', { root: folder })).toThrow('the policies have no test case')
})

describe('matchers', () => {
  test('an object passes, or violates a rule at a place', () => {
    expect(pod('nginx:1.27')).toPass('no-floating-tags')
    expect(pod('nginx')).not.toPass('no-floating-tags')
    expect(pod('nginx')).toViolate('no-floating-tags')
    expect(pod('nginx')).toViolate('no-floating-tags', { at: '/spec/containers/0', message: /runs nginx$/ })
    expect(pod('nginx')).toViolate('no-floating-tags', {
      at: '/spec/containers/name=app',
      validation: 'fixed-tag',
    })
    expect(pod('nginx')).not.toViolate('no-floating-tags', { at: '/spec/containers/1' })
  })

  const said = (assertion: () => void): string => {
    try {
      assertion()
    } catch (error) {
      return (error as Error).message
    }
    throw new Error('it holds')
  }

  test('what does not hold is told with the findings', () => {
    expect(said(() => expect(pod('nginx')).toPass('no-floating-tags'))).toBe(
      "no-floating-tags is violated:\n  fixed-tag at '/spec/containers/0': container app runs nginx",
    )
    expect(said(() => expect(pod('nginx:1')).toViolate('no-floating-tags'))).toBe(
      'expected the object to violate no-floating-tags, and it passes',
    )
    expect(said(() => expect(pod('nginx')).toViolate('no-floating-tags', { at: '/spec' }))).toContain(
      'no finding of no-floating-tags is like that',
    )
  })

  test('a policy that judges nothing, or cannot be evaluated, is neither passed nor not passed', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } }
    const broken = { ...pod('nginx'), spec: { containers: [{ name: 'app' }] } }
    for (const object of [service, broken]) {
      for (const assertion of [
        () => expect(object).toPass('no-floating-tags'),
        () => expect(object).not.toPass('no-floating-tags'),
        () => expect(object).not.toViolate('no-floating-tags'),
      ]) {
        expect(said(assertion)).toMatch(/^no-floating-tags (has nothing to say|cannot be evaluated)/)
      }
    }
  })
})

test('a case that fails stands at its place in the file, and compares both sides', () => {
  const text = `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: no-floating-tags
  cases:
    - name: a floating tag is fine
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}]
      expect: pass
`
  mkdirSync(join(folder, 'failing'))
  writeFileSync(join(folder, 'failing/no-floating-tags.test.yaml'), text)
  const { report } = loadPolicies(['examples/kubernetes-app/policies', join(folder, 'failing')]).test()
  const [failed] = report.cases.filter(({ status }) => status === 'failed')
  if (!failed) throw new Error('it has passed')
  const error = failureOf(failed, '/there/no-floating-tags.test.yaml')
  expect(error.stack?.split('\n').at(-1)).toBe('    at /there/no-floating-tags.test.yaml:6:13')
  expect(error).toMatchObject({
    name: 'AssertionError',
    expected: expect.stringMatching(/^pass/),
    actual: expect.stringMatching(/^fail, 1 finding/),
  })
})

describe('in watch mode', () => {
  const root = join(folder, 'watched')
  const at = (file: string) => join(root, file)
  mkdirSync(root)
  for (const name of ['a', 'b', 'unknown'])
    writeFileSync(at(`${name}.test.ts`), "import { policyTests } from 'policytest/vitest'\n")
  writeFileSync(at('other.test.ts'), "import { test } from 'vitest'\n")
  const { provide, watchTriggerPatterns } = policytest().config({ root }).test
  const uses = provide.policytestUses
  afterAll(() => rmSync(uses, { recursive: true, force: true }))
  startUses(uses, at('a.test.ts'))(at('policies/a/p.yaml'))
  const b = startUses(uses, at('b.test.ts'))
  for (const file of ['policies/b/p.yaml', 'policies/b/p.yaml', 'exports/pod.yaml']) b(at(file))

  test.each<[string, string, readonly string[]]>([
    ['a policy', 'policies/a/p.yaml', ['a']],
    ['a fixture', 'exports/pod.yaml', ['b']],
    ['a new file beside those that are read', 'policies/b/new.yaml', ['b']],
    ['a new file in a folder among them', 'policies/a/more/new.yaml', ['a']],
    ['a file elsewhere', 'docs/notes.yaml', []],
  ])('%s runs the tests that read it, and those of which nobody knows what they read', (_, file, tests) => {
    const [trigger] = watchTriggerPatterns
    const expected = [...tests, 'unknown'].map((name) => at(`${name}.test.ts`))
    expect(trigger?.testsToRun(at(file))).toEqual(expected)
  })

  test('only what may be a policy or a fixture is looked at', () => {
    const touches = (file: string) => watchTriggerPatterns[0]?.pattern.test(file)
    expect(['/x/p.yaml', '/x/pods.json', '/x/src/a.ts'].map(touches)).toEqual([true, true, false])
  })
})

test('which files the policies of programs read is told to those who ask', () => {
  const read = new Set<string>()
  const add = (path: string) => read.add(path)
  fileReaders.add(add)
  try {
    loadPolicies('examples/kubernetes-app/policies').test()
  } finally {
    fileReaders.delete(add)
  }
  const inExample = [...read].map((path) => relative('examples/kubernetes-app', path)).sort()
  expect(inExample).toContain('policies/no-floating-tags.yaml')
  expect(inExample).toContain('policies/no-floating-tags.test.yaml')
})
