import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments, type Document as YamlTree } from 'yaml'
import { run } from '../../run.fixture.js'

const folder = 'testdata/admission'
const features = readdirSync(folder).sort()
const now = new Date('2026-01-01T00:00:00Z')

/** The cases that fail, by name. */
function failures(root: string, path: string): string[] {
  const { report } = run({
    disk: { root },
    policies: [path],
    tests: {},
    now,
    startedAt: now,
    elapsed: () => 0,
  })
  expect(report.cases.length).toBeGreaterThan(0)
  return report.cases.flatMap(({ name, status, details = [] }) =>
    status === 'failed' ? [[name, ...details].join('\n')] : [],
  )
}

test.each(features)('%s: what the cases say is so', (feature) => {
  expect(failures('.', `${folder}/${feature}`)).toEqual([])
})

/** The cases that fail once the policy file of a feature is changed. */
function failuresWith(feature: string, change: (documents: YamlTree[]) => void): string[] {
  const root = mkdtempSync(join(tmpdir(), 'policytest-'))
  try {
    cpSync(join(folder, feature), root, { recursive: true })
    const documents = parseAllDocuments(readFileSync(join(root, 'policy.yaml'), 'utf8')) as YamlTree[]
    change(documents)
    writeFileSync(join(root, 'policy.yaml'), documents.map(String).join(''))
    return failures(root, root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

describe('the cases of a feature notice when it is gone', () => {
  const constraints = ['spec', 'matchConstraints']
  const rule = [...constraints, 'resourceRules', 0]
  test.each<[feature: string, document: number, path: (string | number)[], value?: unknown]>([
    ['resource-rules', 0, [...constraints, 'resourceRules', 1]],
    ['resource-rules', 0, [...constraints, 'resourceRules', 2, 'resourceNames']],
    ['resource-rules', 0, [...rule, 'apiGroups'], ['*']],
    ['resource-rules', 0, [...rule, 'resources'], ['*']],
    ['resource-rules', 0, [...constraints, 'resourceRules', 1, 'operations'], ['*']],
    ['scope', 0, [...rule, 'scope']],
    ['scope', 0, [...rule, 'scope'], 'Namespaced'],
    ['subresources', 0, [...rule, 'resources'], ['pods']],
    ['subresources', 0, [...rule, 'resources'], ['pods/*']],
    ['exclude-resource-rules', 0, [...constraints, 'excludeResourceRules', 0]],
    ['exclude-resource-rules', 0, [...constraints, 'excludeResourceRules', 1]],
    ['namespace-selector', 0, [...constraints, 'namespaceSelector', 'matchLabels']],
    ['namespace-selector', 0, [...constraints, 'namespaceSelector', 'matchExpressions']],
    ['object-selector', 0, [...constraints, 'objectSelector']],
    ['match-policy-equivalent', 0, [...constraints, 'matchPolicy'], 'Exact'],
    ['match-policy-exact', 0, [...constraints, 'matchPolicy']],
    ['match-conditions', 0, ['spec', 'matchConditions', 0]],
    ['match-conditions', 0, ['spec', 'matchConditions', 1]],
    ['variables', 0, ['spec', 'variables', 1, 'expression'], 'variables.podSpec.containers'],
    ['validations', 0, ['spec', 'validations', 0, 'message']],
    ['validations', 0, ['spec', 'validations', 1, 'messageExpression']],
    ['failure-policy-fail', 0, ['spec', 'failurePolicy'], 'Ignore'],
    ['failure-policy-ignore', 0, ['spec', 'failurePolicy']],
    ['audit-annotations', 0, ['spec', 'auditAnnotations', 0]],
    ['params-by-name', 1, ['spec', 'paramRef', 'name'], 'own'],
    ['params-by-name', 1, ['spec', 'paramRef', 'namespace']],
    ['params-by-name', 1, ['spec', 'matchResources']],
    ['params-by-selector', 1, ['spec', 'paramRef', 'selector'], {}],
    ['params-by-selector', 1, ['spec', 'paramRef', 'selector', 'matchLabels'], { policy: 'other' }],
    ['parameter-not-found', 1, ['spec', 'paramRef', 'parameterNotFoundAction'], 'Allow'],
    ['parameter-not-found', 2, ['spec', 'paramRef', 'parameterNotFoundAction'], 'Deny'],
    ['request', 0, [...rule, 'operations'], ['CREATE']],
    ['old-object', 0, [...rule, 'operations'], ['CREATE']],
    ['validation-actions', 1, ['spec', 'matchResources']],
    ['custom-resources', 1, ['spec', 'names', 'plural'], 'gateways'],
  ])('%s, document %i: %j %j', (feature, document, path, value) => {
    const failed = failuresWith(feature, (documents) => {
      if (value === undefined) documents[document]?.deleteIn(path)
      else documents[document]?.setIn(path, value)
    })
    expect(failed).not.toEqual([])
  })
})
