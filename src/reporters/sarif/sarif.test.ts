import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { describe, expect, test } from 'vitest'
import type { Finding, Location, Report } from '../../runtime/model/index.js'
import { physicalLocation } from './location.js'
import { sarif, sarifForUpload, sarifFull, sarifWithin } from './sarif.js'

const read = (name: string): Report =>
  JSON.parse(readFileSync(new URL(`../../../testdata/reports/${name}.json`, import.meta.url), 'utf8'))
const mixed = read('mixed')
const example = mixed.findings.find(({ severity }) => severity === 'critical') as Finding

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
  readonly invocations: readonly {
    readonly toolExecutionNotifications: readonly { readonly message: unknown }[]
  }[]
  readonly results: readonly {
    readonly ruleId: string
    readonly ruleIndex: number
    readonly level: string
    readonly message: { readonly text: string }
    readonly locations: readonly unknown[]
    readonly relatedLocations?: readonly unknown[]
    readonly partialFingerprints: { readonly 'policytest/v2': string }
  }[]
}

function runOf(report: Report): Run {
  return JSON.parse(sarif(report)).runs[0]
}

function withFindings(...findings: readonly Partial<Finding>[]): Report {
  return { ...mixed, findings: findings.map((finding) => ({ ...example, ...finding })) }
}

function fingerprintsOf(...findings: readonly Partial<Finding>[]): string[] {
  return runOf(withFindings(...findings)).results.map((result) => result.partialFingerprints['policytest/v2'])
}

describe('the official schema', () => {
  // The validator ships the schema beside its program.
  const validator: string = createRequire(import.meta.url)('@microsoft/sarif-multitool')
  const schema = JSON.parse(readFileSync(join(dirname(validator), 'sarif-2.1.0.json'), 'utf8'))
  const validate = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats }).compile(schema)

  test.each(['mixed', 'clean', 'empty'])('accepts %s', (name) => {
    validate(JSON.parse(sarif(read(name))))
    expect(validate.errors).toBeNull()
  })

  test('accepts the full file too', () => {
    validate(JSON.parse(sarifFull(mixed)))
    expect(validate.errors).toBeNull()
  })

  test('would refuse a result without message', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{}] }] })).toBe(
      false,
    )
  })
})

test('every open finding is one result under a rule of the file, and no waived one is', () => {
  const { results, tool } = runOf(mixed)
  const open = mixed.findings.filter(({ waiver }) => waiver?.status !== 'active')
  expect(results.map(({ ruleId }) => ruleId)).toEqual(open.map(({ guidelines }) => guidelines[0]))
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
    results.map(({ ruleId }) => ruleId),
  )
})

test('what could not be evaluated is an error whatever the severity', () => {
  expect(runOf(withFindings({ verdict: 'error', severity: 'info' })).results[0]?.level).toBe('error')
})

test('the category is left to the upload, so that two scans of one repository can have two', () => {
  expect(runOf(mixed)).not.toHaveProperty('automationDetails')
})

test('a message never makes a link', () => {
  const [result] = runOf(withFindings({ message: 'see [this](http://a.test)' })).results
  expect(result?.message.text).toMatch(/^see \[this\] \(http:\/\/a\.test\) /)
})

describe('a fingerprint', () => {
  const [original] = fingerprintsOf({})

  test('survives lines added above and a new message', () => {
    const location = { ...example.location, start: { line: 900, column: 1 }, end: { line: 900, column: 2 } }
    expect(fingerprintsOf({ location, message: 'other words' })).toEqual([original])
  })

  test('does not depend on the order of the subject', () => {
    const a = { ...example.resource, subject: { cluster: 'a', node: 'b' } }
    const b = { ...example.resource, subject: { node: 'b', cluster: 'a' } }
    expect(fingerprintsOf({ resource: a })).toEqual(fingerprintsOf({ resource: b }))
  })

  test('tells policies, validations, resources, subjects and places apart', () => {
    const changes: readonly Partial<Finding>[] = [
      {},
      { policy: 'other' },
      { validation: 'other' },
      { pointer: '/rules/9' },
      { resource: { ...example.resource, id: 'other' } },
      { resource: { ...example.resource, subject: { cluster: 'other' } } },
    ]
    expect(new Set(fingerprintsOf(...changes)).size).toBe(changes.length)
  })

  test('that repeats is numbered', () => {
    expect(fingerprintsOf({}, {}, {})).toEqual([original, `${original}:2`, `${original}:3`])
  })
})

describe('a location', () => {
  const at = (file: string): Location => ({
    file,
    start: { line: 3, column: 5 },
    end: { line: 3, column: 9 },
  })

  test.each([
    ['exports/a b#1%.json', { uri: 'exports/a%20b%231%25.json', uriBaseId: '%SRCROOT%' }],
    ['ä/?.json', { uri: '%C3%A4/%3F.json', uriBaseId: '%SRCROOT%' }],
    ['policytest:ibm-pag/a b.yaml', { uri: 'policytest:ibm-pag/a%20b.yaml' }],
    ['npm:@acme/policies/pods.yaml', { uri: 'npm:%40acme/policies/pods.yaml' }],
    ['a:b.json', { uri: 'a%3Ab.json', uriBaseId: '%SRCROOT%' }],
    ['../out side.json', { uri: '../out%20side.json' }],
    ['/var/export.json', { uri: 'file:///var/export.json' }],
    ['C:\\exports\\a.json', { uri: 'file:///C:/exports/a.json' }],
    ['\ud800.json', { uri: '%EF%BF%BD.json', uriBaseId: '%SRCROOT%' }],
  ])('in %j is written as a URI', (file, artifactLocation) => {
    expect(physicalLocation(at(file)).artifactLocation).toEqual(artifactLocation)
  })

  test('of several lines points at its first character', () => {
    expect(physicalLocation({ ...at('a'), end: { line: 8, column: 2 } })).toMatchObject({
      region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 6 },
      contextRegion: { startLine: 3, startColumn: 5, endLine: 8, endColumn: 2 },
    })
  })

  test.each(['<stdin>', '/var/export.json', '../export.json', 'C:\\export.json', 'https://a.test/x'])(
    'in %s, which is not in the repository, gives way to the policy',
    (file) => {
      const [result] = runOf(withFindings({ location: at(file) })).results
      expect(result?.locations).toMatchObject([
        {
          physicalLocation: physicalLocation(example.policyLocation),
          logicalLocations: [{ kind: 'resource' }],
        },
      ])
      expect(result?.relatedLocations).toBeUndefined()
    },
  )
})

describe('an upload over the limits', () => {
  const many = (count: number, message: (i: number) => string) =>
    withFindings(
      ...Array.from({ length: count }, (_, i) => ({
        message: message(i),
        severity: i % 2 === 0 ? ('low' as const) : ('high' as const),
      })),
    )

  test('keeps the most severe of too many results and says how many it left out', () => {
    const { text, results, leftOut } = sarifWithin(
      many(20, (i) => `number ${i}`),
      { results: 12, gzipBytes: 1_000_000 },
    )
    const run: Run = JSON.parse(text).runs[0]
    const sentence = '8 findings left out, the least severe: an upload takes at most 12 results'
    expect({ results, leftOut }).toEqual({ results: 12, leftOut: [sentence] })
    expect(run.results.map(({ level }) => level).toSorted()).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      ...Array.from({ length: 2 }, () => 'note'),
    ])
    expect(run.invocations[0]?.toolExecutionNotifications[0]?.message).toEqual({ text: sentence })
  })

  test('leaves out results until it is small enough to send', () => {
    const noise = (i: number) => createHash('sha512').update(String(i)).digest('hex').repeat(2)
    const { text, results, leftOut } = sarifWithin(many(400, noise), { results: 1000, gzipBytes: 40_000 })
    expect(gzipSync(text).length).toBeLessThanOrEqual(40_000)
    expect(results).toBeGreaterThan(100)
    expect(leftOut).toEqual([
      `${400 - results} findings left out, the least severe: an upload takes at most 40000 bytes of gzip`,
    ])
  })

  test('is still an upload when not even one result fits', () => {
    expect(sarifWithin(mixed, { results: 1000, gzipBytes: 10 }).results).toBe(0)
  })

  test('is not mentioned where there is none', () => {
    expect(sarifForUpload(mixed).notes).toEqual([])
  })

  test('says that only some of the results are shown', () => {
    expect(sarifForUpload(many(5001, (i) => `number ${i}`)).notes).toEqual([
      'code scanning shows only the 5000 most severe of 5001 results',
    ])
  })
})

test('the full file has the waived findings as suppressed ones, and what passed or does not apply', () => {
  const { results } = JSON.parse(sarifFull(mixed)).runs[0]
  const kindsOf = (kind: string) => results.filter((result: { kind: string }) => result.kind === kind).length
  const suppressed = results.filter((result: { suppressions?: unknown }) => result.suppressions)
  expect({
    fail: kindsOf('fail'),
    pass: kindsOf('pass'),
    notApplicable: kindsOf('notApplicable'),
    suppressed: suppressed.length,
  }).toEqual({
    fail: mixed.findings.length,
    pass: mixed.results?.filter(({ verdict }) => verdict === 'pass').length,
    notApplicable: mixed.results?.filter(({ verdict }) => verdict === 'skip').length,
    suppressed: mixed.summary.findings.waived,
  })
})

test('a run in a folder of the repository names files from its root', () => {
  const report = withFindings({ location: { ...example.location, file: '../shared/pods.json' } })
  const { results } = JSON.parse(sarif(report, { folder: 'services/api' })).runs[0]
  const uri = (place: PhysicalPlace) => place.physicalLocation.artifactLocation
  expect(uri(results[0].locations[0])).toEqual({ uri: 'services/shared/pods.json', uriBaseId: '%SRCROOT%' })
  expect(uri(results[0].relatedLocations[0])).toEqual({
    uri: `services/api/${example.policyLocation.file}`,
    uriBaseId: '%SRCROOT%',
  })
})

interface PhysicalPlace {
  readonly physicalLocation: { readonly artifactLocation: unknown }
}
