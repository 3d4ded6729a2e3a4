import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Check, type DefinedPolicy, definePack, definePolicy, loadPolicies, render } from '../index.js'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-define-'))
})
afterAll(() => rmSync(root, { recursive: true }))

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] }
}

const pinned = definePolicy<Pod>({
  name: 'pinned',
  severity: 'high',
  params: { registry: { type: 'string', default: 'registry.example' } },
  match: { resources: ['v1/Pod'] },
  validations: [
    { name: 'named', expression: 'object.metadata.name != "default"', message: 'a name of its own' },
    {
      name: 'from-registry',
      check: ({ object, params }) =>
        object.spec.containers
          .filter(({ image }) => !image.startsWith(`${params.registry}/`))
          .map((container) => ({ at: container, message: `${container.image} is from elsewhere` })),
    },
    { name: 'few', check: ({ object }) => object.spec.containers.length < 3 || 'too many containers' },
  ],
})

const pod = (...images: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: images.map((image, i) => ({ name: `c${i}`, image })) },
})

test('a policy in TypeScript has rules as expressions and as functions, which say where and what', () => {
  const policies = loadPolicies(pinned)
  expect(policies.judge(pod('registry.example/web')).verdict).toBe('pass')
  const { findings } = policies.judge(pod('registry.example/web', 'docker.io/a', 'b'))
  expect(
    findings.map(({ validation, pointer, element, message, severity }) => [
      validation,
      pointer,
      element,
      message,
      severity,
    ]),
  ).toEqual([
    [
      'from-registry',
      '/spec/containers/1',
      '/spec/containers/name=c1',
      'docker.io/a is from elsewhere',
      'high',
    ],
    ['from-registry', '/spec/containers/2', '/spec/containers/name=c2', 'b is from elsewhere', 'high'],
    ['few', '', '', 'too many containers', 'high'],
  ])
  const { file, start } = findings[0]?.policyLocation ?? { file: '', start: { line: 0 } }
  expect(file).toBe('src/api/define-policy.test.ts')
  expect(readFileSync(file, 'utf8').split('\n')[start.line - 1]).toBe("      name: 'from-registry',")
})

test('parameters are those of the call, as for any policy', () => {
  const params = { pinned: { registry: 'docker.io' } }
  expect(loadPolicies(pinned).judge(pod('docker.io/a'), { params }).verdict).toBe('pass')
})

test('the report says which rules are code, by the digest of the program', () => {
  const report = loadPolicies(pinned).scan({ objects: [pod('a')] })
  expect(report.policies).toMatchObject([
    {
      id: 'pinned',
      file: 'src/api/define-policy.test.ts',
      validations: ['named', 'from-registry', 'few'],
      inCode: ['from-registry', 'few'],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ])
  expect(JSON.parse(render(report, 'json')).findings[0].message).toBe('a is from elsewhere')
})

test('the same files of tests test it, and count what they show of it', () => {
  writeFileSync(join(root, 'pinned.test.yaml'), testFile)
  const { report, coverage } = loadPolicies([pinned, 'pinned.test.yaml'], { root }).test()
  expect(report.cases.map(({ name, status, details }) => ({ name, status, details }))).toEqual([
    { name: 'from the registry', status: 'passed', details: undefined },
    { name: 'from elsewhere', status: 'passed', details: undefined },
  ])
  expect(coverage.map(({ rule, seenTrue, seenFalse }) => [rule, seenTrue, seenFalse])).toEqual([
    ['named', true, false],
    ['from-registry', true, true],
    ['few', true, false],
  ])
})

const testFile = `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: pinned}
spec:
  policy: pinned
  cases:
    - name: from the registry
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: registry.example/a}]}}]
      expect: pass
    - name: from elsewhere
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}]
      expect:
        verdict: fail
        findings: [{validation: from-registry, at: /spec/containers/0, message: a is from elsewhere}]
`

const checking = (check: unknown, more: object = {}): DefinedPolicy =>
  definePolicy({
    name: 'odd',
    match: { resources: ['v1/*'] },
    validations: [{ name: 'odd', check: check as Check }],
    ...more,
  })

test.each<[string, unknown, string]>([
  [
    'throws',
    () => {
      throw new Error('no')
    },
    'the code of the rule failed: no',
  ],
  [
    'throws what is no error',
    () => {
      throw 'no'
    },
    'the code of the rule failed: no',
  ],
  ['gives nothing', () => undefined, 'the code of the rule gave undefined'],
  ['gives false', () => false, 'the code of the rule gave false'],
  ['gives an empty text', () => ' ', 'the code of the rule gave an empty text'],
  ['gives an object', () => ({}), 'the code of the rule gave an object'],
  ['gives a promise', async () => true, 'the code of the rule gave a promise: it has to be synchronous'],
  [
    'gives a complaint without message',
    () => [{ at: '/spec' }],
    'the code of the rule gave a list with an item without message',
  ],
  [
    'gives a place that is none',
    () => [{ at: 'spec', message: 'x' }],
    'the code of the rule gave the place "spec", which is neither a pointer nor a part of an object',
  ],
  [
    'changes the object',
    ({ object }: { object: { kind: string } }) => {
      object.kind = 'x'
    },
    "the code of the rule failed: Cannot assign to read only property 'kind'",
  ],
  [
    'looks up what it has not said',
    ({ inventory }: Parameters<Check>[0]) => inventory.list('v1/Node').length > 0 || 'x',
    "it looks up 'v1/Node', which is not among 'looksUp' or 'requires' of the policy",
  ],
])('code that %s is an error, never a pass', (_, check, message) => {
  const { verdict, findings } = loadPolicies(checking(check)).judge(pod('a'))
  expect(verdict).toBe('error')
  expect(findings).toMatchObject([{ verdict: 'error', validation: 'odd', pointer: '' }])
  expect(findings[0]?.message).toContain(message)
})

test('code looks up what the policy says that it does, and may point there', () => {
  const policy = checking(
    ({ object, inventory }: Parameters<Check>[0]) =>
      inventory
        .where('v1/Node', 'metadata.name', object.spec.nodeName)
        .map((node) => ({ at: node.spec, message: 'there' })),
    { match: { resources: ['v1/Pod'] }, looksUp: ['v1/Node'] },
  )
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { podCIDR: 'x' } }
  const { findings } = loadPolicies(policy).judge([
    { ...pod('a'), spec: { nodeName: 'n', containers: [] } },
    node,
  ])
  expect(
    findings.map(({ resource, pointer, location }) => [resource.type, pointer, location.start.line]),
  ).toEqual([['v1/Node', '/spec', 2]])
})

test('a policy over everything is given the inventory, and the time', () => {
  const policy = checking(
    ({ object, inventory, now }: Parameters<Check>[0]) =>
      (object === null && inventory.list('v1/Pod').length === 1) || `${now.toISOString()}: not one`,
    { match: { resources: ['v1/Pod'], scope: 'inventory' } },
  )
  const policies = loadPolicies(policy)
  expect(policies.judge(pod('a')).verdict).toBe('pass')
  const { findings } = policies.judge([pod('a'), { ...pod('a'), metadata: { name: 'b' } }], {
    now: '2027-01-01',
  })
  expect(findings[0]?.message).toBe('2027-01-01T00:00:00.000Z: not one')
})

test('no word of a secret: the words are those for masked data', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { key: 'aHVudGVyMg==' } }
  const says = checking(({ object }: Parameters<Check>[0]) => [
    { at: '/data/key', message: `it is ${object.data.key}` },
  ])
  expect(loadPolicies(says).judge(secret).findings).toMatchObject([
    { pointer: '/data/key', message: 'it is <redacted>' },
  ])
  const differs = checking(
    ({ object }: Parameters<Check>[0]) => object.data.key.startsWith('<') || object.data.key,
  )
  expect(loadPolicies(differs).judge(secret).findings).toMatchObject([
    { message: 'failed rule in code: odd' },
  ])
  const throws = checking(
    ({ object }: Parameters<Check>[0]) => object.data.key.startsWith('<') || JSON.parse(object.data.key),
  )
  expect(loadPolicies(throws).judge(secret).findings).toMatchObject([
    { message: 'could not be evaluated: the value is redacted' },
  ])
})

test('mistakes stand where they are written', () => {
  const wrong = definePolicy({
    name: 'wrong',
    match: { resources: ['v1/Pod'] },
    variables: [{ name: 'images', expression: 'object.spec.containers' }],
    validations: [
      { name: 'first', expression: 'variables.images.size() > 0' },
      { name: 'second', expression: 'objct.spec.x == 1' },
    ],
  })
  const lines = readFileSync('src/api/define-policy.test.ts', 'utf8').split('\n')
  const line = lines.findIndex((text) => text.includes("'objct.spec.x == 1' },")) + 1
  expect(() => loadPolicies(wrong)).toThrow(
    `src/api/define-policy.test.ts:${line}:38: unknown variable 'objct' [cel-type]`,
  )
  expect(() => loadPolicies(checking(5))).toThrow("'check' has to be a function")
  expect(() => loadPolicies(checking(() => true, { validations: [] }))).toThrow("'validations'")
  const both = { validations: [{ name: 'a', check: () => true, expression: 'true' }] }
  expect(() => loadPolicies(checking(undefined, both))).toThrow("a rule in code has no 'expression'")
})

test('a policy belongs to the pack of the folder that its program is in; a pack may be a program, too', () => {
  const guideline = { title: 'G', statement: 'S', severity: 'low' as const }
  const pack = definePack({
    name: 'images',
    title: 'Images',
    params: { registry: { type: 'string', default: 'registry.example' } },
    guidelines: [{ id: 'pinned', ...guideline }],
    policies: [
      definePolicy<Pod>({
        name: 'pinned',
        guidelines: ['pinned'],
        match: { resources: ['v1/Pod'] },
        validations: [
          {
            name: 'from-registry',
            check: ({ object, params }) =>
              object.spec.containers.every(({ image }) => image.startsWith(params.registry)) || 'elsewhere',
          },
        ],
      }),
    ],
  })
  const policies = loadPolicies(pack)
  expect(policies.ids).toEqual(['images/pinned'])
  expect(policies.judge(pod('a')).findings).toMatchObject([
    { guidelines: ['images/pinned'], severity: 'low' },
  ])
  const { packs, params } = policies.scan({ objects: [pod('a')] })
  expect(packs).toMatchObject([{ id: 'images', files: 1, file: 'src/api/define-policy.test.ts' }])
  expect(params).toMatchObject([{ of: 'images', name: 'registry', value: 'registry.example' }])

  mkdirSync(join(root, 'pack'))
  writeFileSync(
    join(root, 'pack/pack.yaml'),
    'apiVersion: policytest.dev/v1\nkind: Pack\nmetadata: {name: folder}\nspec: {title: F, guidelines: [{id: g, title: G, statement: S, severity: low}]}\n',
  )
  const inFolder = {
    ...checking(() => true, { guidelines: ['g'] }),
    at: { path: join(root, 'pack/odd.ts'), line: 1, column: 1 },
  }
  expect(loadPolicies(inFolder, { root }).ids).toEqual(['folder/odd'])
})

describe('a schema of the object', () => {
  const Team = z.object({
    metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
    spec: z.object({ replicas: z.number().default(1), ports: z.array(z.object({ port: z.number() })) }),
  })
  const few = definePolicy({
    name: 'few',
    object: Team,
    match: { resources: ['acme/*'] },
    matchConditions: [{ name: 'team', expression: 'has(object.spec)' }],
    validations: [
      {
        name: 'few',
        check: ({ object: { spec, metadata } }) => {
          metadata.labels satisfies Record<string, string> | undefined
          // What the schema takes, not what it makes of it.
          spec.replicas satisfies number | undefined
          // @ts-expect-error: the schema knows no such field
          void spec.replica
          return spec.ports.length < 2 || 'too many'
        },
      },
      { name: 'cel', expression: 'object.spec.ports.all(p, p.port > 0)' },
    ],
  })
  const judge = (spec: unknown, more: object = {}) =>
    loadPolicies(few).judge(
      { metadata: { name: 'a', ...more }, ...(spec !== undefined && { spec }) },
      { type: 'acme/Team' },
    )

  test('types the object, which stays as it is', () => {
    expect(judge({ ports: [{ port: 1 }] }).verdict).toBe('pass')
    expect(judge({ ports: [{ port: 1 }, { port: 2 }] }).findings).toMatchObject([
      { verdict: 'fail', validation: 'few', message: 'too many' },
    ])
  })

  test('an object that does not fit is an error at each place that does not, and no rule sees it', () => {
    const { verdict, findings } = judge({ replicas: 'x', ports: [{ port: 1 }, {}] })
    expect(verdict).toBe('error')
    expect(
      findings.map(({ verdict: own, validation, pointer, message }) => [own, validation, pointer, message]),
    ).toEqual([
      [
        'error',
        'object',
        '/spec/replicas',
        'does not fit the schema at /spec/replicas: Invalid input: expected number, received string',
      ],
      [
        'error',
        'object',
        '/spec/ports/1',
        'does not fit the schema at /spec/ports/1/port: Invalid input: expected number, received undefined',
      ],
    ])
  })

  test('what no match condition lets through need not fit', () => {
    expect(judge(undefined).verdict).toBe('skip')
  })

  test('it quotes no secret', () => {
    const only = (expected: string) =>
      definePolicy({
        name: 'only',
        object: {
          '~standard': {
            version: 1,
            vendor: 'house',
            validate: (value: unknown) => {
              const { key } = (value as { data: { key: string } }).data
              return key === expected
                ? {}
                : { issues: [{ path: [{ key: 'data' }, 'key'], message: `not ${key}` }] }
            },
          },
        },
        match: { resources: ['v1/Secret'] },
        validations: [{ name: 'v', check: () => true }],
      })
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { key: 'aHVudGVyMg==' },
    }
    expect(loadPolicies(only('aHVudGVyMg==')).judge(secret).verdict).toBe('pass')
    expect(loadPolicies(only('x')).judge(secret).findings).toMatchObject([
      { pointer: '/data/key', message: 'does not fit the schema at /data/key: not <redacted>' },
    ])
  })

  test.each<[string, object, string]>([
    ['no schema', { object: {} }, "'object' has to be a schema that says what fits"],
    [
      'the inventory',
      { object: Team, match: { resources: ['v1/*'], scope: 'inventory' } },
      "a policy over the inventory has no 'object'",
    ],
  ])('%s is a mistake', (_, more, message) => {
    expect(() => loadPolicies(checking(() => true, more))).toThrow(message)
  })

  test('one that answers later is an error, never a pass', () => {
    const later = z.object({}).refine(async () => true)
    expect(loadPolicies(checking(() => true, { object: later })).judge(pod('a'))).toMatchObject({
      verdict: 'error',
      findings: [{ validation: 'object', message: expect.stringContaining('asynchronous') }],
    })
  })
})
