import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { damages, sizes, text, writers } from './lists.fixture.js'
import { waysOfReading } from './ways-of-reading.fixture.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-shapes-'))
afterAll(() => rmSync(root, { recursive: true }))

const policy = (name: string, spec: string) =>
  `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: ${name}}\nspec: {${spec}}\n`
const { isInPieces, piecesOf, expectSame } = waysOfReading(
  root,
  [
    policy(
      'notes',
      `match: {resources: ["ibm.is/*", "tencent.*/*", "v1/*", "x/Y"]}, validations: [{expression: object.note.size() < 4}]`,
    ),
    policy(
      'used',
      `match: {resources: [ibm.is/VPC]}, requires: [ibm.is/SecurityGroup], validations: [{expression: 'inventory.list("ibm.is/SecurityGroup").exists(g, g.note == object.note)'}]`,
    ),
  ].join('---\n'),
)

interface Item {
  readonly note: string
}
type Shape = (items: readonly Item[]) => object

const groups = (items: readonly Item[]) =>
  items.map(({ note }, i) => ({ SecurityGroupId: `sg-${i}`, SecurityGroupName: 'name', TagSet: ['1'], note }))
const servers = (items: readonly Item[]) =>
  items.map(({ note }, i) => ({ InstanceId: `ins-${i}`, VirtualPrivateCloud: { VpcId: '1' }, note }))
const nodes = (items: readonly Item[]) =>
  items.map(({ note }, i) => ({ InstanceId: `ins-${i}`, InstanceRole: 'WORKER', LanIP: '1', note }))
const ofVpc = (kind: string, items: readonly Item[]) =>
  items.map(({ note }, i) => ({ id: `${kind}-${i}`, name: `n${i}`, resource_type: kind, tags: ['1'], note }))
const pods = (items: readonly Item[]) =>
  items.map(({ note }, i) => ({ kind: 'Pod', apiVersion: 'v1', metadata: { name: `p${i}`, uid: '1' }, note }))

/** What large exports look like beside lists as kubectl writes them. */
const shapes: Readonly<Record<string, Shape>> = {
  'an answer of Tencent Cloud': (items) => ({
    Response: { TotalCount: items.length, SecurityGroupSet: groups(items), RequestId: 'r' },
  }),
  'an answer as tccli prints it, with its count behind the list': (items) => ({
    SecurityGroupSet: groups(items),
    TotalCount: items.length,
    RequestId: 'r',
  }),
  'a page of an answer': (items) => ({
    Response: { SecurityGroupSet: groups(items), TotalCount: items.length + 3 },
  }),
  'an answer that does not say of which cluster it is': (items) => ({
    InstanceSet: nodes(items),
    RequestId: 'r',
  }),
  'a bare list of Tencent Cloud': servers,
  'several lists of Tencent Cloud, one of them not known': (items) => ({
    Response: {
      SecurityGroupSet: groups(items),
      InstanceSet: servers(items),
      AddressSet: items.map(({ note }) => ({ note })),
      RequestId: 'r',
    },
  }),
  'a dump of several lists': (items) => ({
    account: { id: '1', regions: ['de', 'us'] },
    vpcs: ofVpc('vpc', items),
    keys: [],
    collected: 'today',
    security_groups: ofVpc('security_group', items.slice(1)),
    floating_ips: ofVpc('floating_ip', items.slice(0, 1)),
    next: null,
  }),
  'a dump of which one list is not known, and that says there is more': (items) => ({
    vpcs: ofVpc('vpc', items),
    toys: items,
    security_groups: ofVpc('security_group', items),
    next: { href: 'x' },
  }),
  'a page of a list of Kubernetes': (items) => ({
    kind: 'List',
    apiVersion: 'v1',
    items: pods(items),
    metadata: { continue: 'x' },
  }),
}

const notes = fc.array(fc.record({ note: text }), { minLength: 3, maxLength: 12 })
const seven = [...'abcdefg'].map((note) => ({ note }))
const forms = fc.constantFrom(...Object.values(writers))
type Write = (typeof writers)[string]
const written = (shape: object, write: Write) => write(shape as { items: object[] })

test.each(Object.entries(shapes))('%s comes to the same report, read in pieces', (_, shape) => {
  const file = 'shape.json'
  fc.assert(
    fc.property(notes, sizes, forms, (items, size, write) => {
      writeFileSync(join(root, file), written(shape(items), write))
      expectSame([file], size)
    }),
    { numRuns: 12 },
  )
  for (const write of Object.values(writers)) {
    writeFileSync(join(root, file), written(shape(seven), write))
    expect(isInPieces(file, 64)).toBe(true)
    const { inTurn, joined } = piecesOf(file, 64)
    expect(Math.min(inTurn, joined)).toBeGreaterThan(1)
  }
})

test.each(Object.entries(shapes))('%s with something wrong comes to the same mistakes', (_, shape) => {
  fc.assert(
    fc.property(
      notes,
      fc.constantFrom(64, 500),
      fc.constantFrom(undefined, 2),
      fc.constantFrom(...Object.values(damages)),
      (items, size, indent, damage) => {
        writeFileSync(join(root, 'bad.json'), damage(JSON.stringify(shape(items), null, indent)))
        expectSame(['bad.json'], size)
      },
    ),
    { numRuns: 20 },
  )
})

test.each<[string, Shape]>([
  ['of two kinds, which some items tell', (items) => ({ InstanceSet: [...servers(items), ...nodes(items)] })],
  [
    'beside what is no list',
    (items) => ({ InstanceSet: nodes(items), SecurityGroupPolicySet: { Version: '1' } }),
  ],
])('a list %s is read whole where it has to be', (_, shape) => {
  fc.assert(
    fc.property(notes, sizes, forms, (items, size, write) => {
      writeFileSync(join(root, 'mixed.json'), written(shape(items), write))
      expectSame(['mixed.json'], size)
    }),
    { numRuns: 8 },
  )
})

test('items without names are named by their turn, also in pieces', () => {
  const file = 'unnamed.json'
  const options = { source: 'json:x/Y' }
  const named = fc.record({ note: text, id: fc.constantFrom('1', '2', 'web') }, { requiredKeys: ['note'] })
  fc.assert(
    fc.property(fc.array(named, { minLength: 3, maxLength: 12 }), sizes, forms, (items, size, write) => {
      writeFileSync(join(root, file), written(items, write))
      expectSame([file], size, options)
    }),
    { numRuns: 12 },
  )
  writeFileSync(join(root, file), JSON.stringify(seven))
  expect(isInPieces(file, 64, 'json:x/Y')).toBe(true)
})
