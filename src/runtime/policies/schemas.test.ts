import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { InputError } from '../input-error.js'
import { firewallRulesFormat } from './firewall-rules.js'
import { readFix } from './fix/read.js'
import {
  parseAttestations,
  parseConfig,
  parsePack,
  parseParams,
  parsePolicyFile,
  parsePolicyTest,
  parseSnapshot,
  parseWaivers,
} from './index.js'
import { checked, onlyDocument } from './mistakes/check.js'
import { schemaNames, schemaText } from './schemas.js'

const apiVersion = 'policytest.dev/v1'
const metadata = { name: 'example' }
const waiver = { policy: 'images/tags', reason: 'R', owner: 'O', expires: '2027-12-31' }
const attestation = { guideline: 'images/g', by: 'B', date: '2027-01-01', expires: '2027-12-31' }
const variables = [{ name: 'images', expression: 'object.images' }]

/** A sound file of each kind, with most of what it may hold. */
const examples = {
  attestations: { apiVersion, kind: 'Attestations', spec: { attestations: [attestation] } },
  config: {
    apiVersion,
    kind: 'Config',
    spec: {
      policies: ['policies'],
      inputs: ['a.json', { path: 'b.txt', source: 'iptables', subject: { node: 'w' } }],
      params: { images: { registry: 'icr.io' } },
      profiles: { images: 'strict' },
      waivers: ['waivers.yaml', waiver],
      attestations: [attestation],
      reporters: ['sarif=out.sarif', { name: 'junit' }],
      failOn: 'low',
      redact: ['spec.token', { type: 'v1/*', path: 'data.*' }],
      quiet: false,
    },
  },
  'firewall-rules': {
    apiVersion,
    kind: 'FirewallRules',
    metadata,
    spec: {
      description: 'D',
      rules: [
        {
          direction: 'outbound',
          action: 'allow',
          protocol: 'tcp',
          ports: '443,80-90',
          destination: '10.0.0.0/8',
        },
        { direction: 'inbound', action: 'deny', protocol: 112, ports: 22, source: 'any', description: 'D' },
      ],
    },
  },
  fix: {
    apiVersion,
    kind: 'Fix',
    metadata,
    spec: {
      title: 'T',
      guidelines: ['g'],
      requires: ['v1/Namespace'],
      variables,
      forEach: 'inventory.list("v1/Namespace")',
      file: '"a.yaml"',
      content: '{"a": item}',
    },
  },
  pack: {
    apiVersion,
    kind: 'Pack',
    metadata,
    spec: {
      title: 'T',
      documents: [{ id: 'd', title: 'D', date: '2022-09-02', url: 'https://example.com' }],
      params: {
        ports: {
          type: 'array',
          items: { type: 'integer', minimum: 1 },
          default: [443],
          additionalProperties: false,
        },
        mode: { anyOf: [{ const: 'a' }, { not: { type: 'string' } }], default: 'a' },
      },
      variables,
      guidelines: [
        {
          id: 'g',
          title: 'T',
          statement: 'S',
          source: { document: 'd' },
          kind: 'requirement',
          severity: 'high',
        },
        {
          id: 'h',
          title: 'T',
          statement: 'S',
          severity: 'low',
          controls: { nist: ['A'] },
          attestation: 'Look.',
        },
        {
          id: 'i',
          title: 'T',
          statement: 'S',
          severity: 'low',
          attestation: { statement: 'S', every: 'P90D' },
        },
      ],
      profiles: [{ id: 'all', default: true, guidelines: ['*'], except: ['g'] }],
    },
  },
  params: { images: { registry: 'icr.io', ports: [1, 2] } },
  policy: {
    apiVersion,
    kind: 'Policy',
    metadata,
    spec: {
      guidelines: ['g'],
      match: { resources: ['v1/Pod'], scope: 'resource' },
      requires: ['v1/Namespace'],
      matchConditions: [{ name: 'a', expression: 'true' }],
      variables,
      validations: [{ forEach: 'object.x', expression: 'item', message: 'M', messageExpression: '"m"' }],
    },
  },
  'policy-test': {
    apiVersion,
    kind: 'PolicyTest',
    metadata,
    spec: {
      policy: 'images/tags',
      cases: [
        {
          name: 'a',
          given: ['a.json', { path: 'b', source: 'json:x' }],
          params: { a: 1 },
          now: '2027-01-01',
          expect: 'pass',
        },
        {
          name: 'b',
          resources: [
            { apiVersion: 'v1', kind: 'Pod' },
            { type: 't', data: 1 },
            { source: 'iptables', data: 'x' },
          ],
          patch: [{ resource: 'r', op: 'add', path: '/a', value: 1 }],
          expect: { verdict: 'fail', findings: [{ validation: 'v', at: '/a/0', message: '/x/', line: 3 }] },
        },
      ],
    },
  },
  snapshot: {
    apiVersion,
    kind: 'Snapshot',
    spec: { takenAt: '2027-01-01', inputs: [{ path: 'a', command: 'c' }] },
  },
  waivers: { apiVersion, kind: 'Waivers', spec: { waivers: [{ ...waiver, resource: { type: 'v1/*' } }] } },
} as const satisfies Record<(typeof schemaNames)[number], unknown>

const readers = {
  attestations: parseAttestations,
  config: parseConfig,
  'firewall-rules': (file: string, text: string) => checked(firewallRulesFormat(), onlyDocument(file, text)),
  fix: (file: string, text: string) => readFix(onlyDocument(file, text)),
  pack: parsePack,
  params: parseParams,
  policy: parsePolicyFile,
  'policy-test': parsePolicyTest,
  snapshot: parseSnapshot,
  waivers: parseWaivers,
} as const satisfies Record<(typeof schemaNames)[number], unknown>

describe.each(schemaNames)('%s', (name) => {
  const schema = JSON.parse(schemaText(name))
  const validate = new Ajv({
    strict: true,
    allowUnionTypes: true,
    formats: { date: true, uri: true },
  }).compile(schema)
  const read = (data: unknown) => readers[name]('a.yaml', stringify(data, { aliasDuplicateObjects: false }))

  test('the published schema is that of the definition (npm run generate)', () => {
    expect(readFileSync(`docs/schema/${name}.schema.json`, 'utf8')).toBe(schemaText(name))
  })

  test('a sound file is accepted by its reader and by its schema', () => {
    expect(() => read(examples[name])).not.toThrow()
    expect(validate(examples[name]) || validate.errors).toBe(true)
  })

  test('what the schema refuses, the reader refuses; and every mistake has a place and plain words', () => {
    const somewhere = fc.infiniteStream(fc.nat())
    const values = fc.oneof(
      fc.constantFrom(
        null,
        '',
        'x',
        'a b',
        '*',
        [],
        {},
        [null],
        true,
        -1,
        1e300,
        { __proto__: 1 },
        { name: 'x' },
      ),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(somewhere, values, (choices, value) => {
        const broken = changed(examples[name], choices, value)
        const mistakes = diagnosticsOf(() => read(broken))
        if (mistakes.length === 0) expect(validate(broken) || validate.errors).toBe(true)
        for (const { location, sourceLine, message } of mistakes) {
          expect(location?.file).toBe('a.yaml')
          expect(location?.start.column).toBeLessThanOrEqual((sourceLine ?? '').length + 1)
          expect(message).not.toMatch(/invalid input|undefined|\[object/i)
        }
      }),
      { numRuns: 300 },
    )
  })
})

function diagnosticsOf(run: () => unknown) {
  try {
    run()
    return []
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics
    throw error
  }
}

/** A copy with one value, key or item somewhere replaced, removed or added. */
function changed(data: unknown, choices: Iterator<number>, value: unknown): unknown {
  const choice = choices.next().value as number
  if (typeof data !== 'object' || data === null || choice % 5 === 0) return value
  if (Array.isArray(data)) {
    const index = choice % (data.length + 1)
    return data.toSpliced(index, 1, changed(data[index], choices, value))
  }
  const keys = Object.keys(data)
  const key = keys[choice % keys.length] ?? 'extra'
  if (choice % 7 === 0) return { ...data, [`${key}s`]: value }
  if (choice % 11 === 0) return Object.fromEntries(Object.entries(data).filter(([name]) => name !== key))
  return { ...data, [key]: changed((data as Record<string, unknown>)[key], choices, value) }
}
