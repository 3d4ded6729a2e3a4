import fc from 'fast-check'
import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { kubernetes } from '../../platforms/kubernetes/source.js'
import { compilePolicies } from '../compile/compile-policies.js'
import { parsersOf } from '../documents/parsers.js'
import type { Document, Resource } from '../model/index.js'
import { parsePolicyFile } from '../policies/index.js'
import { scan } from '../scan/scan.js'
import type { GivenRequest } from './request.js'

const [policy] = parsePolicyFile(
  'p.yaml',
  `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    namespaceSelector: {matchLabels: {stage: production}}
    objectSelector: {matchExpressions: [{key: constructor, operator: DoesNotExist}]}
    resourceRules:
      - {apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*']}
  matchConditions:
    - {name: named, expression: request.name != ''}
  variables:
    - {name: labels, expression: object.metadata.labels}
  validations:
    - expression: variables.labels.all(k, k != params.data.label) && oldObject == null
      messageExpression: request.namespace + string(object)
  auditAnnotations:
    - {key: name, valueExpression: string(object.metadata.name)}
`,
)
const compiled = policy ? compilePolicies([{ policy, guidelines: [] }], platforms) : []

const key = fc.constantFrom(
  'metadata',
  'labels',
  'name',
  'namespace',
  'spec',
  '__proto__',
  'constructor',
  'names',
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, '', 'shop', 0, -1, true, '__proto__', '\u202e'),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  ),
})).any
const object = fc
  .tuple(
    fc.constantFrom('v1', 'apps/v1', 'a/b/c', '/', 'apiextensions.k8s.io/v1'),
    fc.constantFrom('Pod', 'Namespace', 'ConfigMap', 'CustomResourceDefinition', 'constructor'),
    fc.dictionary(key, value, { maxKeys: 4 }),
  )
  .map(([apiVersion, kind, rest]) => ({ ...rest, apiVersion, kind }))

function resourcesOf(data: unknown): readonly Resource[] {
  const location = { file: 'export.json', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }
  const document: Document = {
    file: 'export.json',
    format: 'json',
    data,
    subject: {},
    locate: () => location,
  }
  return kubernetes.read(document, parsersOf({ root: '.' })).resources
}

test('whatever objects say, each gets at most one result, and nothing throws or changes them', () => {
  const given: fc.Arbitrary<GivenRequest> = fc.record(
    {
      oldObject: fc.option(fc.dictionary(key, value)),
      namespaceObject: fc.dictionary(key, value),
      request: fc.record({ operation: fc.constantFrom('CREATE', 'DELETE', 'CONNECT') }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(object, { maxLength: 5 }), given, (objects, request) => {
      const before = JSON.stringify(objects)
      const resources = resourcesOf({ apiVersion: 'v1', kind: 'List', items: objects })
      const { results } = scan(compiled, [{ resources, coveredTypes: new Set() }], {
        paramsOf: () => ({}),
        now: new Date(0),
        sensitive: [],
        keepResults: Number.POSITIVE_INFINITY,
        request,
      })
      expect(results.length).toBeLessThanOrEqual(resources.length)
      expect(JSON.stringify(objects)).toBe(before)
      expect(({} as Record<string, unknown>).labels).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})
