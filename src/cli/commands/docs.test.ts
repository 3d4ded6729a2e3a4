import { mkdirSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { imageFiles } from '../../compliance/images.fixture.js'
import { sha256Of } from '../../runtime/documents/digest.js'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, read, has, at } = commandLine('docs')

const { 'policies/named.yaml': named, ...files } = imageFiles
const pack = files['policies/images/pack.yaml']

const sha256 = (path: string) => sha256Of(read(path))

const exports = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: "<img src=x>|@team", image: "nginx:latest"}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
`
const config = `apiVersion: policytest.dev/v1
kind: Config
spec:
  attestations:
    - {guideline: images/readme, by: Ops, date: 2025-11-01, expires: 2026-01-20, evidence: "ticket 17"}
`

test('pages stand in ./compliance or where --out says, and link to the files of the policies from there', async () => {
  write(files)
  expect(await policytest('docs')).toEqual({ code: 0, stdout: '', stderr: 'compliance: 6 pages\n' })
  expect(read('compliance/images/fixed-tags.md')).toContain('(../../policies/images/no-latest.yaml)')
  expect(await policytest('docs policies/images --out docs/compliance --quiet')).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  })
  expect(read('docs/compliance/images/fixed-tags.md')).toContain('(../../../policies/images/no-latest.yaml)')
})

test('the report of a run is the evidence', async () => {
  write({ ...files, 'policies/named.yaml': named, 'exports.yaml': exports, 'policytest.config.yaml': config })
  await policytest('scan exports.yaml -r json=report.json')
  expect(await policytest('docs --results report.json')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'compliance: 9 pages\n',
  })
  const page = read('compliance/images/fixed-tags.md')
  expect(page.slice(page.indexOf('### Open findings'))).toBe(`### Open findings

- \`exports.yaml:4:21\` container &lt;img src=x&gt;&#124;@&#8203;team floats
  <br>\`v1/Pod shop/web\` at \`/spec/containers/0\`, \`images/no-latest/tagged\`
`)
  expect(page).toContain(`
1 resource of its types, no sample, SHA-256 \`${sha256('policies/images/no-latest.yaml')}\`. 2 test cases in \`policies/images/no-latest.test.yaml\`, which this run did not run.

- judged 1 resource of \`v1/Pod\`: \`shop/web\`
`)
  expect(page).toMatch(
    new RegExp(`^\\| exports\\.yaml \\| \`[^\`]+\` \\| \`${sha256('exports.yaml')}\` \\|$`, 'm'),
  )
  const evidence = read('compliance/evidence.md')
  expect(evidence).toContain(`| SHA-256 of the report | \`${sha256('report.json')}\` |`)
  expect(evidence).toContain(`| images | trusted **(exemption)** | \\[\\] | in force | default |`)
  expect(evidence).toContain('| images/readme | attested | Ops | 2025-11-01 | 2026-01-20 | ticket 17 |')
  expect(evidence).toContain('| policytest.config.yaml | config |')
  expect(read('compliance/controls.md')).toContain(`
| nist-800-53 CM-2 | **violated** | [images/fixed-tags](images/fixed-tags.md): violated<br>[images/readme](images/readme_.md): attested |
`)
  expect(read('compliance/images/readme_.md')).toContain('Confirmed by Ops on 2025-11-01')
  expect(read('compliance/no_pack/README.md')).toContain('| named | medium | satisfied | 1 |')
  expect(read('compliance/README.md')).toContain(`
| [Container images](images/README.md) | 3 | 1 | all | 1 | 0 | 0 | 0 | 1 | 1 |
| [Policies without a pack](no_pack/README.md) | 1 | 1 |  | 0 | 0 | 0 | 1 | 0 | 0 |
`)
})

test('the same input gives the same bytes, and pages of an earlier run go only where the pack was written', async () => {
  write({ ...files, 'policies/named.yaml': named, 'compliance/images/notes.md': 'mine\n' })
  await policytest('docs')
  const first = read('compliance/images/README.md')
  expect(await policytest('docs')).toMatchObject({ stderr: 'compliance: 8 pages\n' })
  expect(read('compliance/images/README.md')).toBe(first)
  write({ 'policies/images/pack.yaml': pack.replace(/ {4}- \{id: signed.*\n/, '') })
  expect(await policytest('docs policies/images')).toEqual({
    code: 0,
    stdout: '',
    stderr: `compliance: 5 pages, 1 of an earlier run removed
warning: compliance/no_pack/README.md is of an earlier run: remove it when it is not needed
warning: compliance/no_pack/policy_named.md is of an earlier run: remove it when it is not needed
`,
  })
  expect(readdirSync(at('compliance/images')).sort()).toEqual([
    'README.md',
    'fixed-tags.md',
    'notes.md',
    'readme_.md',
  ])
})

test('a file that is none of ours is never replaced, and then nothing is written', async () => {
  write({ ...files, 'README.md': '# My project\n' })
  mkdirSync(at('images/signed.md'), { recursive: true })
  expect(await policytest('docs --out .')).toEqual({
    code: 2,
    stdout: '',
    stderr: `README.md was not written by policytest docs, and stays as it is [output]
  move it away, or choose another folder with --out
images/signed.md was not written by policytest docs, and stays as it is [output]
  move it away, or choose another folder with --out
`,
  })
  expect(has('images/fixed-tags.md')).toBe(false)
})

test.each([
  ['no report', '{"kind": "List"}', 'report.json:1:1: not a report of policytest: /apiVersion:'],
  ['missing', undefined, 'report.json cannot be read: ENOENT'],
])('results that are %s are 2 with their place', async (_, text, message) => {
  write(files)
  if (text !== undefined) write({ 'report.json': text })
  const { code, stderr } = await policytest('docs --results report.json')
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(has('compliance')).toBe(false)
})

test('results of packs that are not documented are told', async () => {
  write({ ...files, 'policies/named.yaml': named, 'exports.yaml': exports })
  await policytest('scan exports.yaml -r json=report.json')
  expect(await policytest('docs policies/named.yaml --out alone --results report.json')).toEqual({
    code: 0,
    stdout: '',
    stderr: `warning: report.json has results of pack 'images', which is not among the loaded ones [results]
alone: 4 pages
`,
  })
})

test('--format oscal writes a component definition, and keeps the time of its last change', async () => {
  write(files)
  const file = 'compliance/component-definition.json'
  expect(await policytest('docs --format oscal')).toEqual({
    code: 0,
    stdout: '',
    stderr: `${file}: written\n`,
  })
  const first = read(file)
  expect(JSON.parse(first)['component-definition'].metadata['last-modified']).toBe('2026-01-01T00:00:00.000Z')
  const later = { SOURCE_DATE_EPOCH: '1800000000' }
  expect(await policytest('docs --format oscal', later)).toMatchObject({ stderr: `${file}: unchanged\n` })
  expect(read(file)).toBe(first)
  write({
    'policies/images/pack.yaml': pack.replace('Where images come from.', 'Where images come from now.'),
  })
  expect(await policytest('docs --format oscal', later)).toMatchObject({ stderr: `${file}: written\n` })
  expect(JSON.parse(read(file))['component-definition'].metadata['last-modified']).toBe(
    '2027-01-15T08:00:00.000Z',
  )
})

test('--format oscal replaces no file that is none of its own', async () => {
  write({ ...files, 'compliance/component-definition.json': '{"mine": true}' })
  expect(await policytest('docs --format oscal')).toEqual({
    code: 2,
    stdout: '',
    stderr: `compliance/component-definition.json is no component definition, and stays as it is [output]
  move it away, or choose another folder with --out
`,
  })
  expect(read('compliance/component-definition.json')).toBe('{"mine": true}')
})
