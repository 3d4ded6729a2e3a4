import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, read, write } = commandLine('counts')

const policy = (type: string, extra = '') => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: good}
spec:
  title: Nothing is bad
  match: {resources: ['${type}']}
  validations:
    - {name: not-bad, message: it is bad, expression: '!object.?bad.orValue(false)'${extra}}
`

const pod = (metadata: string, bad = false) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {${metadata}}\n${bad ? 'bad: true\n' : ''}`
const files = (...pods: string[]) => pods.join('---\n')
const list = (...items: object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items })

interface Situation {
  readonly inputs: Readonly<Record<string, string>>
  readonly as?: string
  /** Verdicts, and the names of what failed. */
  readonly pass: number
  readonly fail: readonly string[]
}

const situations: Readonly<Record<string, Situation>> = {
  'two of one name in one file, the second is bad': {
    inputs: { 'a.yaml': files(pod('name: a'), pod('name: a', true)) },
    pass: 1,
    fail: ['a#2'],
  },
  'two of one name in one file, both are bad': {
    inputs: { 'a.yaml': files(pod('name: a', true), pod('name: a', true)) },
    pass: 0,
    fail: ['a', 'a#2'],
  },
  'one that is called a#2 by itself': {
    inputs: {
      'a.json': JSON.stringify([{ id: 'a', bad: true }, { id: 'a#2' }, { id: 'a', bad: true }, { id: 'a' }]),
    },
    as: 'json:x/Y',
    pass: 2,
    fail: ['a', 'a#3'],
  },
  'one name in two files': {
    inputs: { 'a.yaml': pod('name: a', true), 'b.yaml': files(pod('name: a'), pod('name: a', true)) },
    pass: 1,
    fail: ['a', 'a#2'],
  },
  'one name in two namespaces': {
    inputs: {
      'a.yaml': files(pod('name: a, namespace: n'), pod('name: a, namespace: m', true), pod('name: a')),
    },
    pass: 2,
    fail: ['m/a'],
  },
  generateName: {
    inputs: {
      'a.yaml': files(pod('generateName: g-', true), pod('generateName: g-'), pod('generateName: g-', true)),
    },
    pass: 1,
    fail: ['g-*', 'g-*#3'],
  },
  'no name at all': {
    inputs: { 'a.yaml': files(pod(''), pod('labels: {a: b}', true), pod('', true)) },
    pass: 1,
    fail: ['a.yaml#2', 'a.yaml#3'],
  },
  'no name in a List': {
    inputs: {
      'a.json': list(
        { apiVersion: 'v1', kind: 'Pod', metadata: {}, bad: true },
        { apiVersion: 'v1', kind: 'Pod', metadata: {}, bad: true },
        { apiVersion: 'v1', kind: 'Pod', metadata: {} },
      ),
    },
    pass: 1,
    fail: ['a.json', 'a.json#2'],
  },
  'documents of a made-up type': {
    inputs: { 'compose.yaml': 'bad: true\n---\ngood: true\n---\nbad: true\n' },
    as: 'json:x/Y',
    pass: 1,
    fail: ['compose.yaml', 'compose.yaml#3'],
  },
  'lines of a made-up type': {
    inputs: { 'a.ndjson': '{"bad": true}\n{"bad": true}\n{}\n' },
    as: 'json:x/Y',
    pass: 1,
    fail: ['a.ndjson', 'a.ndjson#2'],
  },
  'a list of a made-up type': {
    inputs: { 'a.json': '[{"bad": true}, {}, {"bad": true}]' },
    as: 'json:x/Y',
    pass: 1,
    fail: ['0', '2'],
  },
}

const written = ['r.json', 'r.xml', 'r.md', 'r.sarif', 'r.full.sarif']

test.each(Object.entries(situations))(
  'every reporter counts the same: %s',
  async (_, { inputs, as, pass, fail }) => {
    write({ ...inputs, 'p.yaml': policy(as ? 'x/Y' : 'v1/Pod') })
    const reports = ['json', 'junit', 'markdown', 'sarif', 'sarif-full'].map(
      (name, i) => `-r ${name}=${written[i]}`,
    )
    const { code, stdout, stderr } = await policytest(
      `scan ${Object.keys(inputs).join(' ')} --policies p.yaml ${as ? `--as ${as}` : ''} -r console ${reports.join(' ')}`,
    )
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const [json, xml, markdown, sarif, full] = written.map(read) as [string, string, string, string, string]
    const report = JSON.parse(json)
    const [suite] = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => /^test(?:suite|case)$/.test(name),
    }).parse(xml).testsuites.testsuite
    const cases: { '@_name': string; failure?: unknown }[] = suite.testcase
    const results = JSON.parse(full).runs[0].results as { kind: string }[]
    const flagged = JSON.parse(sarif).runs[0].results as { partialFingerprints: object }[]
    const row = markdown.split('\n').find((line) => line.startsWith('| good |'))
    const expected = { pass, fail: fail.length }
    expect({
      json: { pass: report.summary.verdicts.pass, fail: report.summary.verdicts.fail },
      findings: { pass, fail: report.summary.findings.open },
      console: /(?<pass>\d+ pass, )?(?<fail>\d+) fail on (?<all>\d+) resource/.exec(stdout)?.[0],
      junit: {
        pass: cases.filter((one) => one.failure === undefined).length,
        fail: Number(suite['@_failures']),
      },
      'failed cases': {
        pass: Number(suite['@_tests']) - fail.length,
        fail: cases.filter((one) => one.failure !== undefined).length,
      },
      'names of cases': new Set(cases.map((one) => one['@_name'])).size,
      markdown: row?.split(' | ').at(-1),
      sarif: { pass, fail: flagged.length },
      fingerprints: new Set(flagged.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)))
        .size,
      'sarif-full': {
        pass: results.filter(({ kind }) => kind === 'pass').length,
        fail: results.filter(({ kind }) => kind === 'fail').length,
      },
      named: report.findings.map((finding: { resource: { id: string } }) => finding.resource.id),
    }).toEqual({
      json: expected,
      findings: expected,
      console: `${pass > 0 ? `${pass} pass, ` : ''}${fail.length} fail on ${pass + fail.length} resource`,
      junit: expected,
      'failed cases': expected,
      'names of cases': pass + fail.length,
      markdown: `${fail.length} open |`,
      sarif: expected,
      fingerprints: fail.length,
      'sarif-full': expected,
      named: fail,
    })
  },
)

test('a waiver for a file accepts what stands in it, and nothing else', async () => {
  const waivers = (file: string) => `apiVersion: policytest.dev/v1
kind: Waivers
metadata: {name: w}
spec:
  waivers:
    - {policy: good, file: '${file}', reason: known, owner: me, expires: 2099-01-01}
`
  const inputs = { 'old/a.yaml': pod('name: a', true), 'new/a.yaml': pod('name: a', true) }
  write({ ...inputs, 'p.yaml': policy('v1/Pod'), 'w.yaml': waivers('old/*'), 'none.yaml': waivers('a.yaml') })
  const open = async (file: string) => {
    await policytest(`scan old new --policies p.yaml --waivers ${file} -r json=r.json`)
    const { findings, waivers } = JSON.parse(read('r.json'))
    return [
      findings.map((finding: { resource: { file: string }; waiver?: object }) => [
        finding.resource.file,
        finding.waiver !== undefined,
      ]),
      waivers[0].status,
    ]
  }
  expect(await open('w.yaml')).toEqual([
    [
      ['new/a.yaml', false],
      ['old/a.yaml', true],
    ],
    'active',
  ])
  expect(await open('none.yaml')).toEqual([
    [
      ['new/a.yaml', false],
      ['old/a.yaml', false],
    ],
    'unused',
  ])
})
