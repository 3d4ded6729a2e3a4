import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { kubernetes } from '../platforms/kubernetes/index.js'
import { paramsInForce } from '../runtime/library/params-in-force.js'
import type { Attestation, GuidelineSummary, Report } from '../runtime/model/index.js'
import { parsePack } from '../runtime/policies/index.js'
import { fixedTags, floating, imageLibrary, imageReport, noCounts, noLatest } from './images.fixture.js'
import { compliancePages } from './index.js'

const library = imageLibrary()
const known = { library, platforms: [kubernetes], params: paramsInForce(library.loaded, []) }
const mark = '<!-- Written by policytest docs: changes are lost with its next run. -->\n'

/** The page at a path, of a small library and what is known of it. */
function page(
  path: string,
  about: { readonly report?: Report; readonly attestations?: readonly Attestation[] } = {},
  folder = 'compliance',
): string {
  const found = compliancePages({ ...known, ...about }, folder).find((candidate) => candidate.path === path)
  return found?.text ?? 'no such page'
}

/** A section of a page, to the next one. */
function section(title: string, text: string): string {
  const start = text.indexOf(`## ${title}\n`)
  const end = text.indexOf('\n## ', start)
  return text.slice(start, end < 0 ? undefined : end)
}

const evidence = (report: Report, path = 'images/fixed-tags.md') =>
  section('Evidence', page(path, { report }))

test('an index over all, one for each pack, and a page for each guideline or policy of its own', () => {
  expect(compliancePages(known, 'compliance').map(({ path }) => path)).toEqual([
    'README.md',
    'controls.md',
    'images/README.md',
    'images/fixed-tags.md',
    'images/readme_.md',
    'images/signed.md',
    'no_pack/README.md',
    'no_pack/policy_named.md',
  ])
})

test('a page says what is asked for, why, how it is checked and what to do', () => {
  expect(page('images/fixed-tags.md')).toBe(`${mark}
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

- **tagged**<br>for each item of \`variables.containers\`<br>otherwise it says \`"container " + item.name + " floats"\`

  \`\`\`text
  !item.image.endsWith(params.suffix)
  \`\`\`

## Definitions

What the rules above name, and what that names in turn.

- **\`isTrusted(image: string)\`** of \`images\`<br>Whether nobody asks for its tag.

  \`\`\`text
  params.trusted.exists(t, image.startsWith(t))
  \`\`\`
- **\`variables.containers\`** of \`images\`

  \`\`\`text
  object.spec.containers.filter(c, !isTrusted(c.image))
  \`\`\`

## Parameters

Values in force when these pages were written.

| Parameter | Value | From | What it is |
| --- | --- | --- | --- |
| suffix | ":latest" | default | What floats. |
| trusted **(exemption)** | \\[\\] | default | Not looked at. |

## How to collect the evidence

Read-only commands, as \`policytest collect images\` runs them:

\`\`\`text
kubectl get --raw /api/v1/namespaces > namespaces.json
kubectl get --raw /api/v1/pods > pods.json
\`\`\`

## Examples

**Passes**: a tag that names a version ([\`policies/images/no-latest.test.yaml:6\`](../../policies/images/no-latest.test.yaml#L6))

Given \`policies/images/pods/*.yaml\`, with 1 change:

\`\`\`text
- op: replace
  path: /spec/containers/0/image
  value: nginx:1.27
\`\`\`

**Fails**: a tag that floats ([\`policies/images/no-latest.test.yaml:10\`](../../policies/images/no-latest.test.yaml#L10))

\`\`\`text
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: a
      image: b:latest
\`\`\`

- finding **tagged** at \`/spec/containers/0\`: container a floats

## Remediation

Pin it:

    image: nginx:1.27

## Evidence

No results were given: this page says what is asked for, not whether it is so.
`)
})

test('a page finds its policy from wherever it stands, and not outside of the folder of both', () => {
  expect(page('images/fixed-tags.md', {}, 'docs/compliance')).toContain(
    '[`images/no-latest`](../../../policies/images/no-latest.yaml)',
  )
  expect(page('images/fixed-tags.md', {}, '../compliance')).toContain('Policy `images/no-latest`: judges')
})

test('the index of a pack has its guidelines, controls, documents, profiles and parameters', () => {
  expect(page('images/README.md')).toBe(`${mark}
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
| trusted | \\[\\] | Not looked at. |

## Functions

| Function | What it gives | Definition | Examples |
| --- | --- | --- | --- |
| \`isTrusted(image: string)\` | Whether nobody asks for its tag. | \`params.trusted.exists(t, image.startsWith(t))\` |  |
`)
})

test('the index over all counts, with results by status; what is not known is undecided', () => {
  expect(page('README.md')).toBe(`${mark}
# Compliance

No results were given: these pages say what is asked for, not whether it is so.

| Pack | Guidelines | Policies |
| --- | --- | --- |
| [Container images](images/README.md) | 3 | 1 |
| [Policies without a pack](no_pack/README.md) | 1 | 1 |

[Controls of other catalogues, with the guidelines that serve them](controls.md)
`)
  expect(page('README.md', { report: imageReport() })).toBe(`${mark}
# Compliance

Results of the run of \`2026-01-01T00:00:00.000Z\` by policytest \`1.2.3\`.

| Pack | Guidelines | Policies | Profile | Violated | Error | Waived | Satisfied | Attested | Undecided |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| [Container images](images/README.md) | 3 | 1 | all | 1 | 0 | 0 | 0 | 0 | 2 |
| [Policies without a pack](no_pack/README.md) | 1 | 1 |  | 0 | 0 | 0 | 0 | 0 | 1 |

[Controls of other catalogues, with the guidelines that serve them](controls.md)

[Evidence: exports with digests, packs, parameters and exemptions, waivers, attestations](evidence.md)
`)
})

test('results add status, counts and findings with their places', () => {
  const report = imageReport()
  expect(evidence(report)).toBe(`## Evidence

Run of \`2026-01-01T00:00:00.000Z\` by policytest \`1.2.3\`, profile \`all\`: **violated**.

| Policy | Status | Pass | Fail | Error | Waived | Skip |
| --- | --- | --- | --- | --- | --- | --- |
| images/no-latest | judged | 0 | 1 | 0 | 0 | 0 |

### Open findings

- \`exports.yaml:4:21\` container &lt;img src=x&gt;&#124;@&#8203;team floats
  <br>\`v1/Pod shop/web\` at \`/spec/containers/0\`, \`images/no-latest/tagged\`
`)
  expect(page('images/fixed-tags.md', { report })).toContain('| Status | **violated** |')
  expect(page('images/README.md', { report })).toContain(
    'Results of the run of `2026-01-01T00:00:00.000Z` by policytest `1.2.3`, profile `all`.',
  )
  expect(page('images/README.md', { report })).toContain(
    '| [signed](signed.md) | Images are signed | low | not in the results | **none** |',
  )
})

test('a waived finding stands apart with its waiver; one whose waiver has expired is open', () => {
  const waiver = { reason: 'moving', owner: 'web team', expires: '2026-01-31' }
  const accepted = { ...floating, waiver: { ...waiver, status: 'active' as const } }
  const expired = { ...floating, message: 'again', waiver: { ...waiver, status: 'expired' as const } }
  const text = evidence(imageReport({ findings: [accepted, expired] }))
  expect(text.slice(text.indexOf('###'))).toBe(`### Open findings

- \`exports.yaml:4:21\` again (waiver of web team expired 2026-01-31: moving)
  <br>\`v1/Pod shop/web\` at \`/spec/containers/0\`, \`images/no-latest/tagged\`

### Waived findings

- \`exports.yaml:4:21\` container &lt;img src=x&gt;&#124;@&#8203;team floats
  <br>\`v1/Pod shop/web\` at \`/spec/containers/0\`, \`images/no-latest/tagged\`
  <br>waived by web team until 2026-01-31: moving
`)
})

test('what could not be evaluated says so, and a long list says how many it leaves to the report', () => {
  const error = { ...floating, verdict: 'error' as const, message: "no such key 'image'", pointer: '' }
  expect(evidence(imageReport({ findings: [error] }))).toContain(`
- \`exports.yaml:4:21\` could not be evaluated: no such key 'image'
  <br>\`v1/Pod shop/web\`, \`images/no-latest/tagged\`
`)
  const text = evidence(imageReport({ findings: Array.from({ length: 502 }, () => floating) }))
  expect(text.split('\n').filter((line) => line.startsWith('- ')).length).toBe(500)
  expect(text).toContain('**2 more findings:** the report has them all.')
})

test('what a guideline lacks data for is said, and what the run did not look at', () => {
  const idle = {
    status: 'no data',
    reason: 'needs v1/Namespace, which no export has',
    counts: noCounts,
  } as const
  const report = imageReport({
    packs: [{ id: 'images', title: 'Container images', profile: 'strict', documents: [] }],
    guidelines: [{ ...fixedTags, status: 'no data', counts: noCounts }],
    policies: [{ ...noLatest, ...idle }],
    findings: [],
  })
  expect(evidence(report)).toContain(
    '**no data**.\n\nimages/no-latest: needs v1/Namespace, which no export has\n\n| Policy',
  )
  expect(evidence(report, 'images/signed.md')).toBe(`## Evidence

Run of \`2026-01-01T00:00:00.000Z\` by policytest \`1.2.3\`, profile \`strict\`: **it says nothing of this guideline**, which was not part of it.
`)
})

test('a policy without pack or guideline has a page of its own', () => {
  const own: GuidelineSummary = { ...fixedTags, id: 'named', policies: ['named'], status: 'satisfied' }
  const counts = { ...noCounts, pass: 1 }
  const report = imageReport({
    guidelines: [own],
    policies: [{ ...noLatest, id: 'named', guidelines: ['named'], counts }],
    findings: [],
  })
  expect(page('no_pack/README.md', { report })).toContain(
    '| [named](policy_named.md) | named | medium | satisfied | 1 |',
  )
  expect(evidence(report, 'no_pack/policy_named.md')).toContain('| named | judged | 1 | 0 | 0 | 0 | 0 |')
})

test.each([
  ['nobody', [], '**Nobody has confirmed it.**'],
  [
    'the latest word',
    [
      { by: 'Ops', date: '2025-11-01', expires: '2026-01-20', evidence: 'ticket 17' },
      { by: 'Old', date: '2025-10-01', expires: '2026-09-20' },
    ],
    'Confirmed by Ops on 2025-11-01, valid until 2026-01-20. Evidence: ticket 17',
  ],
  [
    'words of their own',
    [{ by: '@ops', date: '2025-11-01', expires: '2026-01-20', statement: 'We <looked>.' }],
    'Confirmed by @&#8203;ops on 2025-11-01, valid until 2026-01-20: We &lt;looked&gt;.',
  ],
])('who has confirmed a guideline: %s', (_, given, words) => {
  const attestations = given.map((attestation) => ({ guideline: 'images/readme', ...attestation }))
  expect(section('Attestation', page('images/readme_.md', { attestations }))).toBe(`## Attestation

What a person has to confirm, at least every 90 days:

> The base images were reviewed.

${words}
`)
})

test('the word that a run has gone by is the one that is shown, and whether it held then', () => {
  const attestation = { guideline: 'images/readme', by: 'Run', date: '2025-01-01', expires: '2025-12-31' }
  const readme: GuidelineSummary = {
    ...fixedTags,
    id: 'images/readme',
    policies: [],
    status: 'attestation expired',
    attestation,
  }
  const report = imageReport({ guidelines: [readme], policies: [], findings: [] })
  const later = { ...attestation, by: 'Later', date: '2026-01-01' }
  expect(page('images/readme_.md', { report, attestations: [later] })).toContain(
    'Confirmed by Run on 2025-01-01, valid until 2025-12-31 (**expired** at the time of the run).',
  )
})

test('no name is that of an index or of a device, whatever the case', () => {
  const ids = ['readme', 'con', 'com1.x', 'lpt9', 'console', 'nul']
  const pack = parsePack(
    'pack.yaml',
    `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: names}
spec:
  title: Names
  guidelines:
${ids.map((id) => `    - {id: ${id}, title: T, statement: S, severity: low}`).join('\n')}
`,
  )
  const pages = compliancePages(
    { ...known, library: { loaded: { packs: [pack], policies: [], tests: [] }, compiled: [] } },
    'compliance',
  )
  expect(pages.map(({ path }) => path).slice(2)).toEqual([
    'names/readme_.md',
    'names/con_.md',
    'names/com1.x_.md',
    'names/lpt9_.md',
    'names/console.md',
    'names/nul_.md',
  ])
})

test('a reader of Markdown finds no HTML, link or image that the texts of an export made', () => {
  const name = '</td><script>alert(1)</script> ![x](http://evil.example) [y](javascript:1) | `z` \u202e'
  const resource = { ...floating.resource, name, id: `shop/${name}` }
  const report = imageReport({ findings: [{ ...floating, message: name, pointer: name, resource }] })
  const html = new MarkdownIt({ html: true, linkify: true }).render(evidence(report))
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
