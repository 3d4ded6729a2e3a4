import { constants } from 'node:buffer'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { InputError } from '../../input-error.js'
import { loadPolicies } from './load.js'

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'policytest-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const header = 'apiVersion: policytest.dev/v1\n'
const pack = (name: string) => `${header}kind: Pack
metadata: {name: ${name}}
spec: {title: T, guidelines: [{id: g, title: T, statement: S, severity: low}]}
`
const policy = (name: string) => `${header}kind: Policy
metadata: {name: ${name}}
spec: {match: {resources: [v1/Pod]}, validations: [{expression: 'true'}]}
`
const testOf = (name: string) => `${header}kind: PolicyTest
spec: {policy: ${name}, cases: [{name: nothing, resources: [], expect: no data}]}
`

function seen(paths: readonly string[], root: string) {
  const { packs, policies, tests } = loadPolicies(paths, root)
  return {
    packs: packs.map(({ file }) => file),
    policies: policies.map(({ id, policy }) => `${id} in ${policy.file}`),
    tests: tests.map(({ test, policy }) => `${test.file} of ${policy.id}`),
  }
}

function mistakes(paths: readonly string[], root: string): string {
  try {
    loadPolicies(paths, root)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  throw new Error('no mistake was found')
}

const library = {
  'policies/alone.yaml': policy('alone'),
  'policies/net/pack.yaml': pack('net'),
  'policies/net/ssh.yaml': policy('ssh'),
  'policies/net/ssh.test.yaml': testOf('ssh'),
  'policies/net/deep/rdp.yml': policy('rdp'),
  'policies/net/inner/pack.yml': pack('inner'),
  'policies/net/inner/ssh.yaml': policy('ssh'),
  'policies/alone.test.yaml': testOf('alone'),
}

const everything = {
  packs: ['policies/net/inner/pack.yml', 'policies/net/pack.yaml'],
  policies: [
    'alone in policies/alone.yaml',
    'inner/ssh in policies/net/inner/ssh.yaml',
    'net/rdp in policies/net/deep/rdp.yml',
    'net/ssh in policies/net/ssh.yaml',
  ],
  tests: ['policies/alone.test.yaml of alone', 'policies/net/ssh.test.yaml of net/ssh'],
}

test('a policy belongs to the nearest pack in its folder or above', () => {
  expect(seen(['policies'], folderWith(library))).toEqual(everything)
})

test('neither the order of the paths nor their overlap matters', () => {
  const root = folderWith(library)
  expect(
    seen(['policies/net', './policies', 'policies/**/*.{yaml,yml}', join(root, 'policies/alone.yaml')], root),
  ).toEqual(everything)
})

test('what is no policy by its place or kind is left alone', () => {
  const root = folderWith({
    ...library,
    'policies/testdata/pod.yaml': 'kind: Pod\n',
    'policies/net/testdata/broken.yaml': '[',
    'policies/node_modules/x/y.yaml': 'a: 1\n',
    'policies/.github/workflows/ci.yaml': 'on: push\n',
    'policies/.hidden.yaml': 'a: 1\n',
    'policies/README.md': '# Policies\n',
    'policies/waivers.yaml': `${header}kind: Waivers\nspec: {waivers: []}\n`,
    'policies/policytest.config.yaml': `${header}kind: Config\nspec: {}\n`,
  })
  expect(seen(['policies'], root)).toEqual(everything)
  expect(seen(['policies/**'], root)).toEqual(everything)
})

test('a test named alone brings its policy and its pack, not the others', () => {
  expect(seen(['policies/net/ssh.test.yaml'], folderWith(library))).toEqual({
    packs: ['policies/net/pack.yaml'],
    policies: ['net/ssh in policies/net/ssh.yaml'],
    tests: ['policies/net/ssh.test.yaml of net/ssh'],
  })
})

test('a policy named alone brings its pack and its tests', () => {
  expect(seen(['policies/net/ssh.yaml'], folderWith(library))).toEqual({
    packs: ['policies/net/pack.yaml'],
    policies: ['net/ssh in policies/net/ssh.yaml'],
    tests: ['policies/net/ssh.test.yaml of net/ssh'],
  })
})

test('a test in another folder names its policy in full', () => {
  const root = folderWith({ ...library, 'tests/ssh.test.yaml': testOf('inner/ssh') })
  expect(seen(['policies', 'tests'], root).tests).toEqual([
    'policies/alone.test.yaml of alone',
    'policies/net/ssh.test.yaml of net/ssh',
    'tests/ssh.test.yaml of inner/ssh',
  ])
})

test('no pack is looked for above the root', () => {
  const root = folderWith(library)
  expect(seen(['.'], join(root, 'policies/net/deep'))).toEqual({
    packs: [],
    policies: ['rdp in rdp.yml'],
    tests: [],
  })
})

test('fixtures that a test names may stand beside it', () => {
  const given = `${header}kind: PolicyTest
spec: {policy: alone, cases: [{name: a, given: [{path: './fixtures/*.yaml'}, pod.yaml], expect: pass}]}
`
  const root = folderWith({
    'alone.yaml': policy('alone'),
    'alone.test.yaml': given,
    'fixtures/broken.yaml': '[',
    'pod.yaml': 'kind: Pod\n',
  })
  expect(seen(['.'], root).tests).toEqual(['alone.test.yaml of alone'])
})

test('every path that leads nowhere is an error', () => {
  const root = folderWith({ 'empty/README.md': '' })
  expect(mistakes(['polices', 'empty', 'x/*.yaml'], root)).toBe(`'polices' does not exist [not-found]
  give a file, a folder, or a glob in quotes
no YAML files in 'empty' [not-found]
  policies are files with the extension .yaml, .yml or .json
'x/*.yaml' matches no YAML files [not-found]
  policies are files with the extension .yaml, .yml or .json`)
})

test('the mistakes of all files are shown together', () => {
  const root = folderWith({ 'a.yaml': `${header}kind: Polcy\n`, 'b.yaml': `${header}kind: Pock\n` })
  expect(mistakes(['.'], root).match(/^\S+(?=: )/gm)).toEqual(['a.yaml:2:7', 'b.yaml:2:7'])
})

test('a link inside the folder is no second copy, one that leads out is an error', () => {
  const root = folderWith(library)
  symlinkSync('net', join(root, 'policies/again'))
  symlinkSync('alone.yaml', join(root, 'policies/copy.yaml'))
  symlinkSync('..', join(root, 'policies/net/loop'))
  expect(seen(['policies'], root)).toEqual(everything)
  expect(seen(['policies/**'], root)).toEqual(everything)
  writeFileSync(join(root, 'outside.yaml'), policy('outside'))
  symlinkSync('../outside.yaml', join(root, 'policies/outside.yaml'))
  expect(seen(['policies/*/ssh.yaml'], root).policies).toEqual(['net/ssh in policies/net/ssh.yaml'])
  for (const path of ['policies', 'policies/*.yaml', join(root, 'policies/*.yaml')]) {
    expect(
      mistakes([path], root),
    ).toBe(`policies/outside.yaml is a link that leads out of the folder [link-outside]
  name what it leads to as a path of its own, or copy it`)
  }
})

test('a link that leads nowhere is an error', () => {
  const root = folderWith(library)
  symlinkSync('gone.yaml', join(root, 'policies/broken.yaml'))
  expect(mistakes(['policies'], root)).toBe(`policies/broken.yaml is a link that leads nowhere [not-found]
  remove it, or restore what it leads to`)
})

test('a file that is broken is the one mistake, not the references to what it should hold', () => {
  const root = folderWith({ 'a.yaml': `${policy('a')}\t- x`, 'a.test.yaml': testOf('a') })
  expect(mistakes(['.'], root)).toMatch(
    /^a\.yaml:\d+:\d+: [^\n]*\[yaml-syntax\]\n[^\n]*\n[^\n]*(\n {2}\S[^\n]*)?$/,
  )
})

test('a policy in UTF-16 is read; one that is not UTF-8 is refused rather than garbled', () => {
  const root = folderWith({ 'utf16.yaml': '', 'latin1.yaml': '' })
  writeFileSync(join(root, 'utf16.yaml'), Buffer.from(`\ufeff${policy('a')}`, 'utf16le'))
  expect(seen(['utf16.yaml'], root).policies).toEqual(['a in utf16.yaml'])
  writeFileSync(join(root, 'latin1.yaml'), Buffer.from(`# gro\u00df\n${policy('b')}`, 'latin1'))
  expect(mistakes(['latin1.yaml'], root)).toContain('latin1.yaml:1:6: not valid UTF-8 [document-encoding]')
})

test('the case of an extension does not matter', () => {
  const root = folderWith({ 'a.YAML': policy('a'), 'b.Yml': policy('b') })
  expect(seen(['.'], root).policies).toEqual(['a in a.YAML', 'b in b.Yml'])
})

const vap = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'fixed' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    },
    validations: [{ expression: 'object.metadata.name != "a\\"b"' }],
  },
}
const binding = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'fixed' },
  spec: { policyName: 'fixed', validationActions: ['Deny'] },
}

test('policies in JSON are read, alone and in a list, and so are tests', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [vap, binding] }
  const own = {
    apiVersion: 'policytest.dev/v1',
    kind: 'Policy',
    metadata: { name: 'own' },
    spec: { match: { resources: ['v1/Pod'] }, validations: [{ expression: 'true' }] },
  }
  const root = folderWith({
    'p/list.json': JSON.stringify(list, null, 4),
    'p/own.json': JSON.stringify(own, null, '\t'),
    'p/own.test.json': JSON.stringify({
      apiVersion: 'policytest.dev/v1',
      kind: 'PolicyTest',
      spec: { policy: 'own', cases: [{ name: 'nothing', resources: [], expect: 'no data' }] },
    }),
  })
  const everything = {
    packs: [],
    policies: ['fixed in p/list.json', 'own in p/own.json'],
    tests: ['p/own.test.json of own'],
  }
  expect(seen(['p'], root)).toEqual(everything)
  expect(seen(['p/*.json'], root)).toEqual(everything)
  expect(seen(['p/own.json'], root).tests).toEqual(['p/own.test.json of own'])
  expect(seen(['p/list.json'], root).policies).toEqual(['fixed in p/list.json'])
})

test('every character of an expression in JSON has its place', () => {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [vap] }, null, 2)
  const { policies } = loadPolicies(['a.json'], folderWith({ 'a.json': text }))
  const expression = policies[0]?.policy.validations[0]?.expression
  const written = [...Array(expression?.source.length).keys()].map((offset) => {
    const { line, column } = expression?.at(offset) ?? { line: 0, column: 0 }
    return text.split('\n')[line - 1]?.slice(column - 1, column)
  })
  // An escape sequence is found at its backslash.
  expect(written.join('')).toBe(expression?.source.replace(/["\\]/g, '\\'))
})

test('a mistake in JSON is at its place, and so is broken JSON that is ours', () => {
  const wrong = { ...vap, spec: { ...vap.spec, validations: [{ expresion: 'true' }] } }
  expect(mistakes(['.'], folderWith({ 'a.json': JSON.stringify(wrong, null, 2) }))).toMatch(
    /^a\.json:\d+:9: [^\n]*expresion[^\n]*\n {2}\d+ \| {9}"expresion": "true"\n/,
  )
  expect(mistakes(['.'], folderWith({ 'a.json': `${JSON.stringify(vap)},` }))).toContain('[json-syntax]')
})

test('a file may hold several tests, of several policies, and a policy with its test', () => {
  const root = folderWith({
    'a.yaml': `${policy('a')}---\n${testOf('a')}---\n${policy('b')}`,
    'all.test.yaml': `${testOf('b')}---\n${testOf('c')}---\n${testOf('b')}`,
    'c.yaml': policy('c'),
  })
  const everything = {
    packs: [],
    policies: ['a in a.yaml', 'b in a.yaml', 'c in c.yaml'],
    tests: ['a.yaml of a', 'all.test.yaml of b', 'all.test.yaml of c', 'all.test.yaml of b'],
  }
  expect(seen(['.'], root)).toEqual(everything)
  expect(seen(['all.test.yaml'], root)).toEqual(everything)
})

test('each of several tests is at its place when it is wrong', () => {
  const root = folderWith({
    'a.yaml': policy('a'),
    'a.test.yaml': `${testOf('a')}---\n${testOf('no')}---\n${header}kind: Waivers\n`,
  })
  expect(mistakes(['.'], root)).toContain('a.test.yaml:10:7: expected kind PolicyTest')
  const two = folderWith({ 'a.yaml': policy('a'), 'a.test.yaml': `${testOf('a')}---\n${testOf('no')}` })
  expect(mistakes(['.'], two)).toContain("a.test.yaml:7:16: unknown policy 'no'")
})

test.each([
  ['a file of that folder', 'alone.yaml', ['alone.yaml'], []],
  ['that folder', '.', ['alone.yaml'], [expect.stringContaining('pods.json')]],
])('an export beside policies may be more than a text can hold: %s', (_, path, policies, left) => {
  const root = folderWith({ 'alone.yaml': policy('alone'), 'pods.json': '{"kind": "List", "name": "alone"' })
  truncateSync(join(root, 'pods.json'), constants.MAX_STRING_LENGTH + 1)
  const loaded = loadPolicies([path], root)
  expect(loaded.policies.map((each) => each.policy.file)).toEqual(policies)
  expect(loaded.leftOut.map(({ message }) => message)).toEqual(left)
})

test('a large file among policies is read where it has one', () => {
  const root = folderWith({ 'many.yaml': `${policy('alone')}#${' '.repeat(11_000_000)}\n` })
  expect(mistakes(['.'], root)).toMatch(/^many\.yaml:.*\[document-limit\]/)
})
