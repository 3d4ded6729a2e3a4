import type {
  Finding,
  GuidelineSummary,
  PolicySummary,
  Report,
  VerdictCounts,
} from '../runtime/model/index.js'
import { type LoadedPolicies, parsePack, parsePolicyFile } from '../runtime/policies/index.js'

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

/** For tests: the files of a small library, a pack with one policy and a policy without pack. */
export const imageFiles = {
  'policies/images/pack.yaml': pack,
  'policies/images/no-latest.yaml': policy,
  'policies/named.yaml': alone,
}

/** The same, loaded. */
export function imageLibrary(): LoadedPolicies {
  const images = parsePack('policies/images/pack.yaml', pack)
  const inPack = parsePolicyFile('policies/images/no-latest.yaml', policy)
  const without = parsePolicyFile('policies/named.yaml', alone)
  const rest = { bindings: [], beside: [] }
  return {
    packs: [images],
    policies: [
      ...inPack.map((policy) => ({ id: `images/${policy.name}`, policy, pack: images, ...rest })),
      ...without.map((policy) => ({ id: policy.name, policy, ...rest })),
    ],
    tests: [],
    files: { digests: new Map(), ofPacks: new Map() },
    fixes: [],
    warnings: [],
    leftOut: [],
  }
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
