import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { yamlWeight } from '../documents/yaml-compose.js'
import { exclusionOf } from '../exclusion.js'
import { attempt, InputError } from '../input-error.js'
import type { ParserPackage, Source } from '../model/index.js'
import type { InputRequest } from './files.js'
import { readInputs } from './inputs.js'
import { sourcesOf } from './sources.js'

const sources = sourcesOf(platforms, { root: '.' })

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-inputs-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function files(contents: Record<string, string>): void {
  for (const [file, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}

function read(...requests: (string | InputRequest)[]) {
  const { sets, inputs, warnings } = readInputs(
    requests.map((request) => (typeof request === 'string' ? { path: request } : request)),
    { root, readStdin: () => Buffer.from(pod('piped')) },
    sources,
  )
  return {
    resources: sets.flatMap(({ resources }) => resources.map(({ id, file }) => `${file} ${id}`)),
    inputs,
    coveredTypes: sets.flatMap(({ coveredTypes }) => [...coveredTypes]),
    warnings: warnings.map(({ message }) => message),
  }
}

function problem(...requests: (string | InputRequest)[]): string {
  try {
    read(...requests)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was wrong')
}

const pod = (name: string) => `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "${name}"}}`

test('files, folders and globs, each file once, in the order of their names', () => {
  files({
    'b/two.json': pod('two'),
    'b/one.json': pod('one'),
    'b/deep/three.yaml': pod('three'),
    'b/.hidden.json': '{',
  })
  expect(read('b').resources).toEqual(['b/deep/three.yaml three', 'b/one.json one', 'b/two.json two'])
  expect(read('b/*.json', 'b/one.json').resources).toEqual(['b/one.json one', 'b/two.json two'])
  expect(read('-').resources).toEqual(['<stdin> piped'])
})

test('a snapshot says what its exports are and of whom; what it leaves out is read and said', () => {
  files({
    'snap/snapshot.yaml': `apiVersion: policytest.dev/v1
kind: Snapshot
spec:
  inputs:
    - {path: servers.json, source: "json:example.com/Server", subject: {site: north}}
`,
    'snap/servers.json': '[{"name": "a"}]',
    'snap/pod.json': pod('stray'),
  })
  const { sets } = readInputs([{ path: '.' }], { root }, sources)
  expect(
    sets.map(({ snapshot, resources }) => [
      snapshot,
      resources.map(({ type, name, subject }) => ({ type, name, subject })),
    ]),
  ).toEqual([
    [
      'snap',
      [
        { type: 'v1/Pod', name: 'stray', subject: {} },
        { type: 'example.com/Server', name: 'a', subject: { site: 'north' } },
      ],
    ],
  ])
  expect(read('snap').warnings).toEqual(['snap/pod.json is not listed in the snapshot of its folder'])
  expect(read('snap/snapshot.yaml')).toEqual(read('snap'))
})

test('exports of different snapshots are kept apart', () => {
  const snapshot = 'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {inputs: [{path: pod.json}]}\n'
  files({
    'a/snapshot.yaml': snapshot,
    'a/pod.json': pod('one'),
    'b/snapshot.yaml': snapshot,
    'b/pod.json': pod('one'),
    'other.json': pod('other'),
  })
  const { sets } = readInputs([{ path: '.' }], { root }, sources)
  expect(sets.map(({ snapshot: name, resources }) => [name, resources.map(({ id }) => id)])).toEqual([
    ['a', ['one']],
    ['b', ['one']],
    [undefined, ['other']],
  ])
})

test('a snapshot cannot reach outside its folder', () => {
  files({
    'secret.json': pod('secret'),
    'snap/snapshot.yaml':
      'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {inputs: [{path: ../secret.json}]}\n',
  })
  expect(problem('snap')).toContain("'../secret.json' lies outside the snapshot's folder")
})

test('a link to a file is read when it stays in the folder, and refused when it leaves it', () => {
  files({ 'secret.json': pod('secret'), 'in/data/one.json': pod('one') })
  symlinkSync('data/one.json', join(root, 'in/link.json'))
  expect(read('in').resources).toEqual(['in/data/one.json one', 'in/link.json one'])
  symlinkSync(join(root, 'secret.json'), join(root, 'in/out.json'))
  expect(problem('in')).toBe(`in/out.json is a link that leads out of the folder [link-outside]
  name what it leads to as a path of its own, or copy it`)
  files({
    'in/snapshot.yaml': 'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {inputs: [{path: out.json}]}\n',
  })
  expect(problem('in/snapshot.yaml')).toContain('in/out.json is a link that leads out of the folder')
  expect(read('in/out.json').resources).toEqual(['in/out.json secret'])
})

test('a dead link is named', () => {
  files({ 'in/one.json': pod('one') })
  symlinkSync('gone.json', join(root, 'in/dead.json'))
  expect(problem('in')).toBe(
    'in/dead.json is a link that leads nowhere [input]\n  remove it, or restore what it leads to',
  )
})

test('files of a folder that are not read are told; the case of an extension does not matter', () => {
  files({ 'in/one.JSON': pod('one'), 'in/two.json.bz2': 'x', 'in/a/three.log': pod('three') })
  expect(read('in')).toMatchObject({
    resources: ['in/one.JSON one'],
    warnings: ['not read, by their names: in/a/three.log, in/two.json.bz2'],
  })
})

test('links to folders are not followed, and refused when they leave the folder', () => {
  files({ 'in/deep/one.json': pod('one'), 'out/two.json': pod('two') })
  symlinkSync(join(root, 'in/deep'), join(root, 'in/inside'))
  expect(read('in').resources).toEqual(['in/deep/one.json one'])
  symlinkSync(join(root, 'out'), join(root, 'in/link'))
  expect(problem('in')).toContain('in/link is a link that leads out of the folder')
})

test('an empty list of a named type is data: the type is covered', () => {
  files({ 'none.json': '[]' })
  expect(read({ path: 'none.json', source: 'json:ibm.is/FloatingIP' })).toMatchObject({
    resources: [],
    coveredTypes: ['ibm.is/FloatingIP'],
  })
  expect(problem('none.json')).toContain('an empty list does not tell what it lists')
})

test('the mistakes of all files are reported together', () => {
  files({ 'a.json': '{"a": ', 'b.json': '', 'c.json': '{"what": "is this"}' })
  const text = problem('a.json', 'b.json', 'c.json', 'd.json')
  for (const part of ['a.json:1:', 'b.json', 'c.json', "'d.json' does not exist"])
    expect(text).toContain(part)
})

test('a folder without exports is an error', () => {
  files({ 'empty/readme.md': 'nothing' })
  expect(problem('empty')).toContain("no exports in the folder 'empty'")
})

test('a mistake in an export does not quote its line, in a fixture it does', () => {
  files({ 'secret.yaml': 'apiVersion: v1\nkind: Secret\ndata: {password: hunter2' })
  expect(problem('secret.yaml')).not.toContain('hunter2')
  expect(() => readInputs([{ path: 'secret.yaml' }], { root }, sources, { kind: 'fixtures' })).toThrow(
    'hunter2',
  )
})

test('what does not exist is said where it was asked for', () => {
  const place = {
    location: { file: 'a.test.yaml', start: { line: 3, column: 11 }, end: { line: 3, column: 18 } },
    sourceLine: '  given: [no.yaml]',
  }
  expect(problem({ path: join(root, 'fixtures/no.yaml'), place })).toBe(
    `a.test.yaml:3:11: 'fixtures/no.yaml' does not exist [input]
  3 |   given: [no.yaml]
    |           ^^^^^^^
  give a file, a folder, a glob in quotes, or - for standard input`,
  )
  expect(problem('in\\a.json')).toContain('write the path with /')
})

test('two objects of one name in a file are told apart', () => {
  files({ 'pods.yaml': [pod('web'), pod('db'), pod('web')].join('\n---\n') })
  expect(read('pods.yaml').resources).toEqual(['pods.yaml web', 'pods.yaml db', 'pods.yaml web#2'])
})

test('hidden exports, hidden folders and node_modules are not read, and named', () => {
  files({
    'in/one.json': pod('one'),
    'in/.two.json': pod('two'),
    'in/.old/three.json': pod('three'),
    'in/node_modules/x/four.json': pod('four'),
    'in/.git/config.json': '{',
    'in/.gitkeep': '',
    'in/one.json.bak': '{',
  })
  expect(read('in')).toMatchObject({
    resources: ['in/one.json one'],
    warnings: ['not read, by their names: in/.old/, in/.two.json, in/node_modules/ and 1 more'],
  })
})

test('what is excluded is neither read nor named, whether by a folder, a glob or a snapshot; a path of its own is read', () => {
  files({
    'in/one.json': pod('one'),
    'in/package.json': '{"name": "x"}',
    'in/notes.md': '',
    'in/old/two.json': pod('two'),
    'snap/snapshot.yaml':
      'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {inputs: [{path: one.json}, {path: old.json}]}\n',
    'snap/one.json': pod('one'),
    'snap/old.json': pod('old'),
  })
  const exclusion = exclusionOf(
    ['**/package.json', 'in/*.md', 'in/old', '**/old.json', 'no/*'].map((glob) => ({ glob, folder: root })),
  )
  const found = (path: string) => {
    const { sets, warnings } = readInputs([{ path }], { root, exclusion }, sources)
    return [...sets.flatMap(({ resources }) => resources.map(({ file }) => file)), ...warnings]
  }
  expect(found('in')).toEqual(['in/one.json'])
  expect(found('in/*.json')).toEqual(['in/one.json'])
  expect(found('in/old/two.json')).toEqual(['in/old/two.json'])
  expect(found('snap')).toEqual(['snap/one.json'])
  expect(exclusion.unused().map(({ message }) => message)).toEqual(["--exclude: 'no/*' leaves nothing out"])
})

test('150,000 mistakes of one file, and as many warnings, are no crash', () => {
  const mistake = { code: 'source-item', level: 'error', message: 'broken' } as const
  const { mistakes } = attempt([
    () => {
      throw new InputError(Array(150_000).fill(mistake))
    },
  ])
  expect(mistakes.length).toBe(150_000)
  files({ 'list.json': `[${pod('a')}]` })
  const warning = { code: 'source-page', level: 'warning', message: 'one page of several' } as const
  const chatty = {
    name: 'chatty',
    reads: 'anything',
    accepts: () => true,
    read: () => ({ resources: [], warnings: Array(150_000).fill(warning) }),
  }
  const { warnings } = readInputs(
    [{ path: 'list.json' }],
    { root },
    sourcesOf([{ name: 'chatty', sources: [chatty] }], { root: '.' }),
  )
  expect(warnings.length).toBe(150_000)
})

test('of YAML only so much is held at once, whatever the number of files; JSON does not count', () => {
  const yaml = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'
  files({
    'a.yaml': yaml,
    'b.yaml': yaml,
    'c.yaml': yaml,
    'd.yaml': yaml,
    'e.json': pod('e'),
    'f.yaml': pod('f'),
  })
  const weight = yamlWeight(yaml)
  const holding = (count: number) => () =>
    readInputs([{ path: '.' }], { root }, sources, { mostYaml: count * weight + weight / 2 }).sets[0]
      ?.resources.length
  expect(holding(4)()).toBe(6)
  expect(holding(2)).toThrow(
    new InputError([
      {
        code: 'document-limit',
        level: 'error',
        message: 'c.yaml: with this file it is more YAML than is held at once',
        hint: 'export as JSON or NDJSON (kubectl get … -o json), of which far more is read, or scan in several runs',
      },
    ]),
  )
})

describe('a file whose parser is not installed', () => {
  const rare: Source = {
    name: 'rare',
    reads: 'rare files',
    files: ['*.rare'],
    needs: { parser: 'not-there' as ParserPackage, types: ['rare/File'] },
    accepts: ({ format }) => format === 'text',
    read: (document, parsers) => parsers.load('not-there' as ParserPackage, document),
  }
  const readBy = (asked: string, path: string) => {
    files({ 'b/pod.json': pod('one'), 'b/a.rare': 'x', 'b/c/b.rare': 'x' })
    const all = [...platforms, { name: 'rare', sources: [rare] }]
    const { inputs, warnings } = readInputs(
      [{ path }],
      { root },
      sourcesOf(all, { root }, (type) => type === asked),
    )
    return [...inputs.map(({ file }) => file), ...warnings.map(({ message, hint }) => `${message}; ${hint}`)]
  }

  test('is left out of a folder where no policy asks for it', () => {
    expect(readBy('v1/Pod', 'b')).toEqual([
      'b/pod.json',
      "not read, for want of the package not-there: b/a.rare, b/c/b.rare; no policy asks for what is in them; npm install --save-dev not-there to read them; 'exclude: [<glob>]' in policytest.config.yaml, or --exclude <glob>, leaves files out without a word",
    ])
  })

  test.each([
    ['of a folder, where a policy asks for it', 'rare/File', 'b'],
    ['that is named itself', 'v1/Pod', 'b/a.rare'],
  ])('is an error %s', (_what, asked, path) => {
    expect(() => readBy(asked, path)).toThrow('b/a.rare:1:1: reading this takes the package not-there')
  })
})

describe('files of policytest itself', () => {
  const own = 'apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: a}\n'

  test('in a folder are no exports', () => {
    files({ 'b/pod.json': pod('one'), 'b/policies/a.yaml': own })
    expect(read('b')).toMatchObject({
      resources: ['b/pod.json one'],
      warnings: [],
      inputs: [{ file: 'b/pod.json' }],
    })
  })

  test('whose kind is misspelt are not passed over', () => {
    files({ 'b/pod.json': pod('one'), 'b/a.yaml': own.replace('Policy', 'FirewallRule') })
    expect(problem('b')).toContain('b/a.yaml:1:1: no source recognises an object of this shape')
  })

  test('that are named are told from exports', () => {
    files({ 'a.yaml': own })
    expect(problem('a.yaml')).toBe(
      'a.yaml:1:1: a file of policytest itself (Policy), not an export [source-unknown]\n  name what is to be judged; policies are given with --policies',
    )
  })
})

test('of several files that no source recognises, one tells what sources there are', () => {
  files({ 'b/x.json': '{"a": 1}', 'b/y.json': '{"a": 2}' })
  const told = problem('b')
  expect(told.match(/no source recognises/g)).toHaveLength(2)
  expect(told.match(/--as <source>/g)).toHaveLength(1)
})
