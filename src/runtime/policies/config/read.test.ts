import { expect, test } from 'vitest'
import { parseAttestations } from '../attestations.js'
import { parseSnapshot } from '../snapshot.js'
import { parseWaivers } from '../waivers.js'
import { parseConfig } from './read.js'

const header = 'apiVersion: policytest.dev/v1\n'
const at = (line: number, column: number, length: number) => ({
  file: 'a/file.yaml',
  start: { line, column },
  end: { line, column: column + length },
})

test('a config without anything is the defaults', () => {
  expect(parseConfig('policytest.config.yaml', `${header}kind: Config\nspec: {}\n`)).toEqual({
    file: 'policytest.config.yaml',
    policies: [],
    tests: [],
    exclude: [],
    extends: [],
    overrides: [],
    inputs: [],
    params: new Map(),
    profiles: new Map(),
    waivers: [],
    waiverFiles: [],
    attestations: [],
    attestationFiles: [],
    allow: [],
    accept: [],
    reporters: [],
    redact: [],
  })
})

test('a config says everything that flags say', () => {
  const config = parseConfig(
    'a/file.yaml',
    `${header}kind: Config
spec:
  policies: [policies]
  tests: [tests]
  inputs: [exports, {path: rules.txt, source: iptables, subject: {node: worker-1}}]
  params: {images: {registry: quay.io}}
  profiles: {images: strict}
  waivers: [waivers.yaml, {policy: images/tags, reason: R, owner: O, expires: 2027-12-31}]
  attestations: [{guideline: images/reviewed, by: B, date: 2027-01-01, expires: 2027-06-30}, signed.yaml]
  reporters: [console, 'sarif=out/a=b.sarif', {name: junit, file: out/junit.xml}]
  failOn: high
  redact: [spec.token, {type: v1/ConfigMap, path: data.*}]
  quiet: true
  exclude: ['**/*.bak']
  kubernetesVersion: '1.34'
  strict: true
  allow: [not-read, no-data]
  accept: [{guideline: images/*, status: unmatched, reason: R, owner: O, expires: 2027-12-31}]
  extends: ['npm:@acme/config']
  overrides: [{policy: images/*, disable: true, paths: [old], reason: R, owner: O, expires: 2027-12-31}]
`,
  )
  const onLine13 = (from: number, to: number) => ({
    file: 'a/file.yaml',
    start: { line: 13, column: from },
    end: { line: 13, column: to },
  })
  const line = (number: number, column: number, length: number, sourceLine: string) => ({
    location: at(number, column, length),
    sourceLine,
  })
  expect({ ...config, params: [...config.params].map(([pack, { values }]) => [pack, values]) }).toEqual({
    file: 'a/file.yaml',
    policies: [{ path: 'policies', place: line(4, 14, 8, '  policies: [policies]') }],
    tests: [{ path: 'tests', place: line(5, 11, 5, '  tests: [tests]') }],
    exclude: [{ path: '**/*.bak', place: line(15, 13, 10, "  exclude: ['**/*.bak']") }],
    inputs: [
      { path: 'exports', place: expect.anything() },
      { path: 'rules.txt', source: 'iptables', subject: { node: 'worker-1' }, place: expect.anything() },
    ],
    params: [['images', { registry: 'quay.io' }]],
    profiles: new Map([['images', { id: 'strict', place: line(8, 22, 6, '  profiles: {images: strict}') }]]),
    waivers: [
      { policy: 'images/tags', reason: 'R', owner: 'O', expires: '2027-12-31', location: at(9, 27, 63) },
    ],
    waiverFiles: [{ path: 'waivers.yaml', place: expect.anything() }],
    attestations: [
      {
        guideline: 'images/reviewed',
        by: 'B',
        date: '2027-01-01',
        expires: '2027-06-30',
        location: at(10, 18, 74),
      },
    ],
    attestationFiles: [{ path: 'signed.yaml', place: expect.anything() }],
    strict: true,
    allow: ['not-read', 'no-data'],
    accept: [
      {
        guideline: 'images/*',
        status: 'unmatched',
        reason: 'R',
        owner: 'O',
        expires: '2027-12-31',
        location: at(19, 12, 82),
      },
    ],
    extends: [{ path: 'npm:@acme/config', place: expect.anything() }],
    overrides: [
      {
        policy: 'images/*',
        disable: true,
        paths: ['old'],
        reason: 'R',
        owner: 'O',
        expires: '2027-12-31',
        location: at(21, 15, 89),
      },
    ],
    reporters: [
      { name: 'console', place: expect.anything() },
      { name: 'sarif', file: 'out/a=b.sarif', place: expect.anything() },
      { name: 'junit', file: 'out/junit.xml', place: expect.anything() },
    ],
    failOn: 'high',
    redact: [
      { type: '*', path: ['spec', 'token'], location: onLine13(12, 22) },
      { type: 'v1/ConfigMap', path: ['data', '*'], location: onLine13(24, 58) },
    ],
    quiet: true,
    kubernetesVersion: '1.34',
  })
  expect(() =>
    parseConfig('a/file.yaml', `${header}kind: Config\nspec: {kubernetesVersion: 1.34}\n`),
  ).toThrow("'kubernetesVersion' has to be text, not a number")
})

test('waivers keep what they name and their place', () => {
  const waivers = parseWaivers(
    'a/file.yaml',
    `${header}kind: Waivers
spec:
  waivers:
    - {guideline: images/*, validation: tagged, resource: {type: v1/Pod, namespace: dev-*}, pointer: /spec, reason: R, owner: O, expires: 2028-02-29}
`,
  )
  expect(waivers).toEqual([
    {
      guideline: 'images/*',
      validation: 'tagged',
      resource: { type: 'v1/Pod', namespace: 'dev-*' },
      pointer: '/spec',
      reason: 'R',
      owner: 'O',
      expires: '2028-02-29',
      location: at(5, 7, 143),
    },
  ])
})

test('attestations keep who confirmed what, until when, on what evidence', () => {
  const attestations = parseAttestations(
    'a/file.yaml',
    `${header}kind: Attestations
spec:
  attestations:
    - {guideline: images/reviewed, by: B, date: 2027-01-01, expires: 2027-01-01, statement: S, evidence: ticket 7}
`,
  )
  expect(attestations).toEqual([
    {
      guideline: 'images/reviewed',
      by: 'B',
      date: '2027-01-01',
      expires: '2027-01-01',
      statement: 'S',
      evidence: 'ticket 7',
      location: at(5, 7, 108),
    },
  ])
})

test('a snapshot says what each file is and of whom', () => {
  const snapshot = parseSnapshot(
    'a/file.yaml',
    `${header}kind: Snapshot
spec:
  takenAt: 2027-01-01T10:00:00+02:00
  inputs:
    - {path: pods.json, command: [kubectl, get, pods, -o, json]}
    - {path: rules.txt, source: iptables, subject: {node: worker-1}, command: iptables-save}
`,
  )
  expect(snapshot).toEqual({
    takenAt: '2027-01-01T10:00:00+02:00',
    takenAtLocation: at(4, 12, 25),
    inputs: [
      { path: 'pods.json', command: ['kubectl', 'get', 'pods', '-o', 'json'], location: at(6, 14, 9) },
      {
        path: 'rules.txt',
        source: 'iptables',
        subject: { node: 'worker-1' },
        command: 'iptables-save',
        location: at(7, 14, 9),
      },
    ],
  })
})
