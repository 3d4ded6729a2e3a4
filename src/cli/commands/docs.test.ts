import { mkdirSync, readdirSync } from 'node:fs'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, read, has, at } = commandLine('docs')

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: images}
spec:
  title: Container images
  description: Where images come from.
  documents: [{id: book, title: The book, publisher: Press, date: 2026-01-02, url: "https://example.com/a(b)"}]
  params:
    suffix: {type: string, default: ":latest", description: What floats.}
  guidelines:
    - id: fixed-tags
      title: Images have a <fixed> tag
      statement: |
        A floating tag can bring other code.

        So name a version in \`image\`.
      severity: high
      source: {document: book, section: 'Chapter 1 | Tags'}
      rationale: Restarts happen.
      remediation: "Pin it:\\n\\n    image: nginx:1.27"
      controls: {nist-800-53: [CM-2, SI-7]}
    - id: readme
      title: Base images are reviewed
      statement: Somebody looks at the base images.
      severity: medium
      kind: recommendation
      controls: {nist-800-53: [CM-2]}
      attestation: {statement: The base images were reviewed., every: P90D}
    - {id: signed, title: Images are signed, statement: They are., severity: low}
  profiles:
    - {id: all, default: true, guidelines: ["*"]}
    - {id: strict, guidelines: [fixed-tags], title: Only what is checked}
`
const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: no-latest}
spec:
  title: No image floats
  description: Looks at containers.
  guidelines: [fixed-tags]
  match: {resources: [v1/Pod]}
  requires: [v1/Namespace]
  matchConditions: [{name: is-shop, expression: object.metadata.namespace == "shop"}]
  validations:
    - name: tagged
      forEach: object.spec.containers
      expression: "!item.image.endsWith(params.suffix)"
      messageExpression: '"container " + item.name + " floats"'
`
const alone = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  match: {resources: [v1/Pod]}
  validations: [{expression: object.metadata.name != "", message: a Pod has a name}]
`
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
const files = { 'policies/images/pack.yaml': pack, 'policies/images/no-latest.yaml': policy }

test('a page says what is asked for, why, how it is checked and what to do', async () => {
  write(files)
  expect(await policytest('docs')).toEqual({ code: 0, stdout: '', stderr: 'compliance: 5 pages\n' })
  expect(read('compliance/images/fixed-tags.md')).toBe(`${mark}
# Images have a &lt;fixed&gt; tag

[All packs](../README.md) / [Container images](README.md)

| Id | \`images/fixed-tags\` |
| --- | --- |
| Severity | high |
| Kind | requirement |
| Source | [The book](https://example.com/a%28b%29) (Press, 2026-01-02), Chapter 1 &#124; Tags |
| Controls | nist-800-53 CM-2, nist-800-53 SI-7 |
| Profiles | all (default), strict |

A floating tag can bring other code.

So name a version in \`image\`.

## Rationale

Restarts happen.

## How it is checked

### No image floats

Policy [\`images/no-latest\`](../../policies/images/no-latest.yaml): judges each \`v1/Pod\`; it needs \`v1/Namespace\` too.

Looks at containers.

It applies where each of these holds:

- **is-shop**

  \`\`\`text
  object.metadata.namespace == "shop"
  \`\`\`

What has to be true:

- **tagged**<br>for each item of \`object.spec.containers\`<br>otherwise it says \`"container " + item.name + " floats"\`

  \`\`\`text
  !item.image.endsWith(params.suffix)
  \`\`\`

## Remediation

Pin it:

    image: nginx:1.27

## Evidence

No results were given: this page says what is asked for, not whether it is so.
`)
})

test('the index of a pack has its guidelines, controls, documents, profiles and parameters', async () => {
  write(files)
  await policytest('docs policies/images --out docs/compliance')
  expect(read('docs/compliance/README.md')).toBe(`${mark}
# Compliance

No results were given: these pages say what is asked for, not whether it is so.

| Pack | Guidelines | Policies |
| --- | --- | --- |
| [Container images](images/README.md) | 3 | 1 |
`)
  expect(read('docs/compliance/images/README.md')).toBe(`${mark}
# Container images

[All packs](../README.md)

Where images come from.

No results were given: these pages say what is asked for, not whether it is so.

## Guidelines

| Id | Title | Severity | Policies |
| --- | --- | --- | --- |
| [fixed-tags](fixed-tags.md) | Images have a &lt;fixed&gt; tag | high | 1 |
| [readme](readme_.md) | Base images are reviewed | medium | attestation |
| [signed](signed.md) | Images are signed | low | **none** |

## Controls

| Control | Guidelines |
| --- | --- |
| nist-800-53 CM-2 | [Images have a &lt;fixed&gt; tag](fixed-tags.md)<br>[Base images are reviewed](readme_.md) |
| nist-800-53 SI-7 | [Images have a &lt;fixed&gt; tag](fixed-tags.md) |

## Documents

| Title | Publisher | Date |
| --- | --- | --- |
| [The book](https://example.com/a%28b%29) | Press | 2026-01-02 |

## Profiles

| Profile | Guidelines | What it is |
| --- | --- | --- |
| all (default) | 3 |  |
| strict | 1 | Only what is checked |

## Parameters

| Parameter | Default | What it is |
| --- | --- | --- |
| suffix | ":latest" | What floats. |
`)
  expect(read('docs/compliance/images/fixed-tags.md')).toContain('(../../../policies/images/no-latest.yaml)')
})

test('results add status, counts, findings with places, attestations', async () => {
  write({ ...files, 'exports.yaml': exports, 'policytest.config.yaml': config })
  await policytest('scan exports.yaml -r json=report.json')
  expect(await policytest('docs --results report.json')).toMatchObject({
    code: 0,
    stderr: 'compliance: 5 pages\n',
  })
  expect(evidence('fixed-tags')).toBe(`## Evidence

Run of \`2026-01-01T00:00:00.000Z\` by policytest \`0.1.0\`, profile \`all\`: **violated**.

| Policy | Status | Pass | Fail | Error | Waived | Skip |
| --- | --- | --- | --- | --- | --- | --- |
| images/no-latest | judged | 0 | 1 | 0 | 0 | 0 |

### Open findings

- \`exports.yaml:4:21\` container &lt;img src=x&gt;&#124;@&#8203;team floats
  <br>\`v1/Pod shop/web\` at \`/spec/containers/0\`, \`images/no-latest/tagged\`
`)
  expect(read('compliance/images/readme_.md')).toContain(`## Attestation

What a person has to confirm, at least every 90 days:

> The base images were reviewed.

Confirmed by Ops on 2025-11-01, valid until 2026-01-20. Evidence: ticket 17

## Evidence

Run of \`2026-01-01T00:00:00.000Z\` by policytest \`0.1.0\`, profile \`all\`: **attested**.
`)
  expect(read('compliance/images/README.md')).toContain(
    '| [signed](signed.md) | Images are signed | low | not implemented | **none** |',
  )
  expect(read('compliance/README.md')).toContain(`
| Pack | Guidelines | Policies | Profile | Violated | Error | Waived | Satisfied | Attested | Undecided |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| [Container images](images/README.md) | 3 | 1 | all | 1 | 0 | 0 | 0 | 1 | 1 |
`)
})

test('a waived finding stands apart with its waiver', async () => {
  write({
    ...files,
    'exports.yaml': exports,
    'waivers.yaml': `apiVersion: policytest.dev/v1
kind: Waivers
spec:
  waivers: [{policy: images/no-latest, reason: moving, owner: web team, expires: 2026-01-31}]
`,
  })
  await policytest('scan exports.yaml --waivers waivers.yaml -r json=report.json')
  await policytest('docs --results report.json')
  expect(evidence('fixed-tags')).toContain(`profile \`all\`: **waived**.`)
  expect(evidence('fixed-tags')).toContain(`### Waived findings

- \`exports.yaml:4:21\` container &lt;img src=x&gt;&#124;@&#8203;team floats
  <br>\`v1/Pod shop/web\` at \`/spec/containers/0\`, \`images/no-latest/tagged\`
  <br>waived by web team until 2026-01-31: moving
`)
})

test('what a guideline lacks data for is said, and what the run did not look at', async () => {
  write({ ...files, 'exports.yaml': exports.split('---')[0] as string })
  await policytest('scan exports.yaml --profile strict -r json=report.json')
  await policytest('docs --results report.json')
  expect(evidence('fixed-tags')).toContain(
    '**no data**.\n\nimages/no-latest: needs v1/Namespace, which no export has',
  )
  expect(evidence('signed')).toBe(`## Evidence

Run of \`2026-01-01T00:00:00.000Z\` by policytest \`0.1.0\`, profile \`strict\`: **it says nothing of this guideline**, which was not part of it.
`)
  expect(read('compliance/images/README.md')).toContain('| low | not in the results | **none** |')
})

test('a policy without pack or guideline has a page of its own', async () => {
  write({ 'policies/named.yaml': alone, 'exports.yaml': exports })
  await policytest('scan exports.yaml -r json=report.json')
  await policytest('docs --results report.json')
  expect(read('compliance/no_pack/README.md')).toContain(
    '| [named](policy_named.md) | named | medium | satisfied | 1 |',
  )
  expect(evidence('../no_pack/policy_named')).toContain('| named | judged | 1 | 0 | 0 | 0 | 0 |')
})

test('the same input gives the same bytes, and pages of an earlier run go only where the pack was written', async () => {
  write({ ...files, 'policies/named.yaml': alone, 'compliance/images/notes.md': 'mine\n' })
  await policytest('docs')
  const first = read('compliance/images/README.md')
  expect(await policytest('docs')).toMatchObject({ stderr: 'compliance: 7 pages\n' })
  expect(read('compliance/images/README.md')).toBe(first)
  write({ 'policies/images/pack.yaml': pack.replace(/ {4}- \{id: signed.*\n/, '') })
  expect(await policytest('docs policies/images')).toEqual({
    code: 0,
    stdout: '',
    stderr: `compliance: 4 pages, 1 of an earlier run removed
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
  ['cut off', '{"apiVersion": "policytest.dev/v1", "ki', 'report.json:1:'],
  ['no report', '{"kind": "List"}', 'report.json:1:1: not a report of policytest: /apiVersion:'],
  ['missing', undefined, '--results: report.json cannot be read: ENOENT'],
])('results that are %s are 2 with their place', async (_, text, message) => {
  write(files)
  if (text !== undefined) write({ 'report.json': text })
  const { code, stderr } = await policytest('docs --results report.json')
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(has('compliance')).toBe(false)
})

test('results of other packs are refused; of packs or guidelines more or less they are told', async () => {
  write({ ...files, 'policies/named.yaml': alone, 'exports.yaml': exports })
  await policytest('test -r json=tests.json')
  expect((await policytest('docs --results tests.json')).stderr).toContain(
    'tests.json holds no results of guidelines: no export was judged [results]',
  )
  await policytest('scan exports.yaml -r json=report.json')
  const other = pack.replace('{name: images}', '{name: others}')
  write({ 'other/pack.yaml': other, 'other/no-latest.yaml': policy })
  expect(await policytest('docs other --results report.json')).toEqual({
    code: 2,
    stdout: '',
    stderr: `report.json holds no results of the loaded policies: they are of images, named [results]
  name the policies that were judged: policytest docs <path>
`,
  })
  write({ 'policies/images/pack.yaml': pack.replace(/ {4}- \{id: signed.*\n/, '') })
  expect((await policytest('docs policies other --results report.json')).stderr).toBe(
    `warning: report.json has results of 'images/signed', which is not among the loaded guidelines [results]
warning: report.json has no results of pack 'others' [results]
compliance: 10 pages
`,
  )
  expect((await policytest('docs policies/named.yaml --out alone --results report.json')).stderr).toBe(
    `warning: report.json has results of pack 'images', which is not among the loaded ones [results]
alone: 3 pages
`,
  )
})

test('a reader of Markdown finds no HTML, link or image that the texts of an export made', async () => {
  const name = '</td><script>alert(1)</script> ![x](http://evil.example) [y](javascript:1) | `z` \\u202e'
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' } }
  const spec = { containers: [{ name, image: 'a:latest' }] }
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }
  const items = [{ ...pod, spec }, namespace]
  write({ ...files, 'exports.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) })
  await policytest('scan exports.json -r json=report.json')
  await policytest('docs --results report.json')
  const html = new MarkdownIt({ html: true, linkify: true }).render(evidence('fixed-tags'))
  expect(html).toContain('alert(1)')
  expect([...new Set(html.match(/<[a-z0-9]+/g))].sort()).toEqual([
    '<br',
    '<code',
    '<h2',
    '<h3',
    '<li',
    '<p',
    '<strong',
    '<table',
    '<tbody',
    '<td',
    '<th',
    '<thead',
    '<tr',
    '<ul',
  ])
})

const mark = '<!-- Written by policytest docs: changes are lost with its next run. -->\n'

function evidence(guideline: string): string {
  const page = read(`compliance/images/${guideline}.md`)
  return page.slice(page.indexOf('## Evidence'))
}
