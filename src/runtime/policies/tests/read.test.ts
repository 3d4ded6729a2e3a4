import { expect, test } from 'vitest'
import { parsePolicyTest } from './read.js'

const parse = (spec: string) =>
  parsePolicyTest(
    'tests/tags.test.yaml',
    `apiVersion: policytest.dev/v1\nkind: PolicyTest\nspec:\n  policy: tags\n${spec}`,
  )
const firstCase = (written: string) => parse(`  cases:\n    - ${written}\n`).cases[0]

test('what the file says for all cases is part of each, and a case may say otherwise', () => {
  const { cases, name } = parse(`
  given: [pods.json, {path: rules.txt, source: iptables, subject: {node: b}}]
  now: 2027-01-01
  subject: {cluster: c, node: a}
  params: {age: 1, mode: x}
  cases:
    - {name: one, expect: pass}
    - {name: two, given: [other.json], source: kubernetes, now: '2027-02-01T10:00:00Z', subject: {node: z}, params: {age: 2}, expect: skip}
`)
  expect(name).toBe('tags')
  const seen = cases.map(({ given, now, params }) => ({
    now,
    given: given.map(({ place: _, ...input }) => input),
    params: params.map(({ values }) => values),
  }))
  expect(seen).toEqual([
    {
      now: '2027-01-01',
      given: [
        { path: 'pods.json', subject: { cluster: 'c', node: 'a' } },
        { path: 'rules.txt', source: 'iptables', subject: { cluster: 'c', node: 'b' } },
      ],
      params: [{ age: 1, mode: 'x' }],
    },
    {
      now: '2027-02-01T10:00:00Z',
      given: [{ path: 'other.json', source: 'kubernetes', subject: { cluster: 'c', node: 'z' } }],
      params: [{ age: 1, mode: 'x' }, { age: 2 }],
    },
  ])
})

test('inline resources are documents for their sources, with places in the test file', () => {
  const found = firstCase(`name: inline
      subject: {cluster: c}
      resources:
        - {apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}
        - {type: ibm.is/SecurityGroup, data: {rules: [{id: r1}]}, subject: {group: g}}
        - {source: iptables, data: '*filter'}
      expect: pass`)
  const seen = found?.resources.map(({ source, document: { locate: _, ...document } }) => ({
    source,
    ...document,
  }))
  const file = 'tests/tags.test.yaml'
  expect(seen).toEqual([
    {
      source: 'kubernetes',
      file,
      format: 'yaml',
      data: { apiVersion: 'v1', kind: 'Pod', spec: { hostNetwork: true } },
      subject: { cluster: 'c' },
    },
    {
      source: 'json:ibm.is/SecurityGroup',
      file,
      format: 'yaml',
      data: { rules: [{ id: 'r1' }] },
      subject: { cluster: 'c', group: 'g' },
    },
    { source: 'iptables', file, format: 'text', data: '*filter', subject: { cluster: 'c' } },
  ])
  const places = ['/spec/hostNetwork', '/rules/0/id', ''].map((pointer, i) =>
    found?.resources[i]?.document.locate(pointer),
  )
  expect(places.map((place) => place?.start)).toEqual([
    { line: 9, column: 59 },
    { line: 10, column: 60 },
    { line: 11, column: 36 },
  ])
})

test('data of inline resources stay as they are, whatever their keys', () => {
  const found = firstCase(`name: inline
      resources: [{apiVersion: v1, kind: Pod, __proto__: {polluted: true}, constructor: 1}]
      expect: pass`)
  const data = found?.resources[0]?.document.data as object
  expect(Object.keys(data)).toEqual(['apiVersion', 'kind', '__proto__', 'constructor'])
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
  expect({}).not.toHaveProperty('polluted')
})

test('a verdict may be expected alone or with its findings', () => {
  expect(firstCase('{name: a, resources: [], expect: no data}')?.expect.verdict).toBe('no data')
  const expected = firstCase(`name: a
      resources: []
      expect:
        verdict: fail
        findings:
          - {validation: tagged, at: /spec/containers/0, message: 'no tag', resource: web, line: 7, guideline: tags}
          - {validation: tagged, message: '/^no .ag$/'}`)?.expect
  expect(
    expected?.findings?.map(({ place: _, message, ...finding }) => ({
      ...finding,
      message: message?.written,
    })),
  ).toEqual([
    {
      validation: 'tagged',
      at: '/spec/containers/0',
      message: 'no tag',
      resource: 'web',
      line: 7,
      guideline: 'tags',
    },
    { validation: 'tagged', message: '/^no .ag$/' },
  ])
  const accepts = (index: number, message: string) => expected?.findings?.[index]?.message?.accepts(message)
  expect([accepts(0, 'no tag'), accepts(0, 'no tags'), accepts(1, 'no bag'), accepts(1, 'no bags')]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('a pattern for messages cannot hang a run', () => {
  const expected = firstCase(`name: a
      resources: []
      expect: {verdict: fail, findings: [{validation: v, message: '/^(a+)+$/'}]}`)?.expect
  expect(expected?.findings?.[0]?.message?.accepts(`${'a'.repeat(5000)}!`)).toBe(false)
})

test('patch operations keep their operands and places', () => {
  const found = firstCase(`name: a
      given: [pod.json]
      patch:
        - {resource: web, op: replace, path: /spec/a~1b, value: null}
        - {op: move, from: /a, path: /b}
      oldObject: null
      request: {operation: CREATE}
      namespaceObject: {metadata: {name: default}}
      expect: pass`)
  expect(
    found?.patch.map(({ location, ...operation }) => ({ ...operation, line: location.start.line })),
  ).toEqual([
    { resource: 'web', op: 'replace', path: '/spec/a~1b', value: null, line: 9 },
    { op: 'move', from: '/a', path: '/b', line: 10 },
  ])
  expect([found?.oldObject, found?.request, found?.namespaceObject]).toEqual([
    null,
    { operation: 'CREATE' },
    { metadata: { name: 'default' } },
  ])
})
