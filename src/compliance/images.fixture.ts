import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Library, loadLibrary } from '../runtime/library/library.js'
import type {
  Finding,
  GuidelineSummary,
  PolicySummary,
  Report,
  VerdictCounts,
} from '../runtime/model/index.js'

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: images}
spec:
  title: Container images
  description: Where images come from.
  documents: [{id: book, title: The book, publisher: Press, date: 2026-01-02, url: "https://example.com/a(b)"}]
  params:
    suffix: {type: string, default: ":latest", description: What floats.}
    trusted: {type: array, items: {type: string}, default: [], x-exemption: true, description: Not looked at.}
  variables:
    - {name: unused, expression: object.spec}
    - {name: containers, expression: 'object.spec.containers.filter(c, !isTrusted(c.image))'}
  functions:
    - name: isTrusted
      description: Whether nobody asks for its tag.
      args: {image: string}
      expression: params.trusted.exists(t, image.startsWith(t))
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
      forEach: variables.containers
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

const test = `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: no-latest
  cases:
    - name: a tag that names a version
      given: [pods/*.yaml]
      patch: [{op: replace, path: /spec/containers/0/image, value: "nginx:1.27"}]
      expect: pass
    - name: a tag that floats
      resources:
        - {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: a, image: "b:latest"}]}}
      expect:
        verdict: fail
        findings: [{validation: tagged, at: /spec/containers/0, message: container a floats}]
`

/** For tests: the files of a small library, a pack with one policy and a policy without pack. */
export const imageFiles = {
  'policies/images/pack.yaml': pack,
  'policies/images/no-latest.yaml': policy,
  'policies/images/no-latest.test.yaml': test,
  'policies/named.yaml': alone,
}

/** The same, loaded and compiled. */
export function imageLibrary(): Library {
  const root = mkdtempSync(join(tmpdir(), 'images-'))
  for (const [path, text] of Object.entries(imageFiles)) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return loadLibrary({ disk: { root, readStdin: () => Buffer.of() }, platforms: [], policies: ['policies'] })
}

export const noCounts: VerdictCounts = { pass: 0, fail: 0, error: 0, skip: 0, waived: 0 }

/** What a run says of the guideline `images/fixed-tags`. */
export const fixedTags: GuidelineSummary = {
  id: 'images/fixed-tags',
  pack: 'images',
  title: 'Images have a <fixed> tag',
  statement: 'A floating tag can bring other code.',
  kind: 'requirement',
  severity: 'high',
  controls: {},
  status: 'violated',
  counts: { ...noCounts, fail: 1 },
  policies: ['images/no-latest'],
}

/** What a run says of its policy. */
export const noLatest: PolicySummary = {
  id: 'images/no-latest',
  file: 'policies/images/no-latest.yaml',
  guidelines: ['images/fixed-tags'],
  severity: 'high',
  validations: ['tagged'],
  status: 'judged',
  counts: { ...noCounts, fail: 1 },
}

const at = (file: string, line: number) => ({
  file,
  start: { line, column: 21 },
  end: { line, column: 60 },
})

export const floating: Finding = {
  verdict: 'fail',
  policy: 'images/no-latest',
  validation: 'tagged',
  guidelines: ['images/fixed-tags'],
  severity: 'high',
  message: 'container <img src=x>|@team floats',
  resource: {
    type: 'v1/Pod',
    id: 'shop/web',
    name: 'web',
    namespace: 'shop',
    file: 'exports.yaml',
    subject: {},
  },
  pointer: '/spec/containers/0',
  location: at('exports.yaml', 4),
  policyLocation: at('policies/images/no-latest.yaml', 13),
}

/** A report of a run on the pack; its counts stay out of the pages. */
export function imageReport(
  about: Partial<Pick<Report, 'packs' | 'guidelines' | 'policies' | 'findings'>> = {},
): Report {
  return {
    apiVersion: 'policytest.dev/v1',
    kind: 'Report',
    tool: { name: 'policytest', version: '1.2.3' },
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 0,
    summary: {
      verdicts: noCounts,
      findings: { open: 0, waived: 0, bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 } },
      guidelines: {
        violated: 0,
        error: 0,
        waived: 0,
        partial: 0,
        'no data': 0,
        unmatched: 0,
        satisfied: 0,
        attested: 0,
        'attestation expired': 0,
        'not attested': 0,
        'not implemented': 0,
      },
      policies: { judged: 0, unmatched: 0, noData: 0 },
      cases: { passed: 0, failed: 0 },
      resources: 0,
    },
    inputs: [],
    packs: [{ id: 'images', title: 'Container images', profile: 'all', documents: [] }],
    guidelines: [fixedTags],
    policies: [noLatest],
    results: [],
    findings: [floating],
    cases: [],
    waivers: [],
    warnings: [],
    ...about,
  }
}
