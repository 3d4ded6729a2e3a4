import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { compilePolicies } from '../compile/compile-policies.js'
import { parseYaml } from '../documents/yaml.js'
import { sourcesOf } from '../exports/sources.js'
import { readPolicies } from '../policies/reading/policies-of-file.js'
import { scan } from '../scan/scan.js'
import { remarkWarnings } from './remarks.js'
import type { GivenRequest } from './request.js'

/** What an expression says where a test case gives more than the object, which may be one of several documents. */
function judge(expression: string, objects: string, given: GivenRequest = {}, paramKind?: string) {
  const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  ${paramKind === undefined ? '' : `paramKind: ${paramKind}`}
  matchConstraints:
    resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: [pods, widgets]}]
  validations: [{expression: ${JSON.stringify(expression)}}]
`
  const { policies } = readPolicies(parseYaml('policy.yaml', policy))
  const compiled = compilePolicies(
    policies.map((each) => ({ policy: each, guidelines: [] })),
    platforms,
  )
  const sources = sourcesOf(platforms, { root: '.' })
  const resources = parseYaml('objects.yaml', objects).flatMap(
    (document) =>
      sources.read({ ...document, file: 'objects.yaml', format: 'yaml', subject: {} }, 'kubernetes')
        .resources,
  )
  const outcome = scan(compiled, [{ resources, coveredTypes: new Set() }], {
    paramsOf: () => ({}),
    now: new Date('2026-01-31T08:00:00Z'),
    sensitive: [],
    keepResults: Number.POSITIVE_INFINITY,
    request: given,
  })
  const remarks = outcome.admission.get('p')
  return {
    verdicts: outcome.results.map(({ verdict }) => verdict),
    messages: outcome.faults.flatMap(({ findings }) =>
      findings.map(({ validation, message }) => `${validation}: ${message}`),
    ),
    warnings: compiled.flatMap((each) =>
      remarks ? remarkWarnings(each, remarks).map(({ message }) => message) : [],
    ),
  }
}

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: a, image: a}]}
`
const oldPod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec })
const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w, namespace: shop}\nspec: {}\n'
const hangs = 'is null, and only its CRD tells whether the API server keeps that'

test.each<[string, Parameters<typeof judge>, Partial<ReturnType<typeof judge>>]>([
  [
    'nulls of an old object are not there',
    ['!has(oldObject.spec.nodeSelector)', pod, { oldObject: oldPod({ nodeSelector: null }) }],
    { verdicts: ['pass'], warnings: [] },
  ],
  [
    'there cannot be an old object that the API server would not take',
    ['true', pod, { oldObject: oldPod({ hostNetwork: 'yes' }) }],
    {
      messages: [
        'oldObject: could not be evaluated: the API server would refuse this object: ' +
          'spec.hostNetwork: expected true or false, found text',
      ],
    },
  ],
  [
    'nulls of an old custom resource are doubted',
    ['oldObject.spec.size == null', widget, { oldObject: { kind: 'Widget', spec: { size: null } } }],
    {
      verdicts: ['pass'],
      warnings: [`'p' looks at 'spec.size', which in example.com/v1/Widget shop/w ${hangs}`],
    },
  ],
  [
    'nulls of parameters are not there',
    [
      '!has(params.immutable) && params.data.max == ""',
      `${pod}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\nimmutable:\ndata: {max: }\n`,
      {},
      '{apiVersion: v1, kind: ConfigMap}',
    ],
    { verdicts: ['pass'], warnings: [] },
  ],
  [
    'there cannot be parameters that the API server would not take',
    [
      'params.data.max == 5',
      `${pod}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {max: 5}\n`,
      {},
      '{apiVersion: v1, kind: ConfigMap}',
    ],
    {
      messages: [
        'paramRef: could not be evaluated: there cannot be such a v1/ConfigMap c: ' +
          'data.max: expected text, found a number',
      ],
    },
  ],
  [
    'nulls of parameters of a custom kind are doubted',
    [
      'params.spec.size == null',
      `${pod}---\n${widget.replace('Widget', 'Limit').replace('{}', '{size: }')}`,
      {},
      '{apiVersion: example.com/v1, kind: Limit}',
    ],
    { warnings: [`'p': it looks at 'spec.size', which in example.com/v1/Limit shop/w ${hangs}`] },
  ],
  [
    'a namespace is decoded: nulls are not there, its name is among its labels',
    [
      "!has(namespaceObject.metadata.annotations) && namespaceObject.status.phase == 'Active' && " +
        "namespaceObject.metadata.labels == {'kubernetes.io/metadata.name': 'shop', 'stage': ''}",
      pod,
      { namespaceObject: { metadata: { labels: { stage: null }, annotations: null } } },
    ],
    { verdicts: ['pass'] },
  ],
  [
    'there cannot be a namespace that the API server would not take',
    [
      'namespaceObject.metadata.labels.stage == "a"',
      pod,
      { namespaceObject: { metadata: { labels: { stage: 1 } } } },
    ],
    {
      verdicts: ['error'],
      messages: [
        "validation-1: could not be evaluated: namespace 'shop' cannot be: " +
          'metadata.labels.stage: expected text, found a number',
      ],
    },
  ],
])('%s', (_, given, said) => {
  expect(judge(...given)).toMatchObject(said)
})
