import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { compilePolicies } from '../compile/compile-policies.js'
import { parseDocuments } from '../documents/index.js'
import { parseYaml } from '../documents/yaml.js'
import { sourcesOf } from '../exports/sources.js'
import { readPolicies } from '../policies/reading/policies-of-file.js'
import { scan } from '../scan/scan.js'

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/** What the API server makes of manifests, as Kubernetes 1.37 answered. */
const recorded = parseDocuments(
  'objects.ndjson',
  readFileSync('testdata/kubernetes/1.37/objects.ndjson', 'utf8'),
)
  .map(({ data }) => data as { readonly manifest: Manifest; readonly stored?: Manifest })
  .flatMap(({ manifest, stored }) => (stored ? [{ manifest, stored }] : []))

/** What kubectl get shows of an object that has been created. */
function readBack({ metadata, ...stored }: Manifest): Manifest {
  const identity = {
    uid: '5a1c7f2e-8f0b-4c53-9a39-0f6a3e1f2b77',
    resourceVersion: '4711',
    creationTimestamp: '2026-01-31T08:00:00Z',
    managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:spec': {} } }],
  }
  return { ...stored, metadata: { ...metadata, ...identity } }
}

const podSpec =
  "object.kind == 'Pod' ? object.spec : object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec : " +
  'object.?spec.?template.?spec.orValue(object.?template.?spec.orValue({}))'

const expressions = [
  'has(object.metadata.labels)',
  'has(object.metadata.annotations)',
  'has(object.metadata.finalizers)',
  'has(object.metadata.labels) && object.metadata.labels.all(k, object.metadata.labels[k] != "")',
  'has(object.spec) || has(object.rules) || has(object.data)',
  'has(object.status)',
  'object.rules != null',
  'has(object.subjects) && object.subjects.all(s, s.kind == "ServiceAccount" || s.apiGroup == "rbac.authorization.k8s.io")',
  'object.roleRef.apiGroup == "rbac.authorization.k8s.io"',
  'object.spec.replicas >= 1',
  'object.spec.replicas == 0',
  'has(object.spec.paused)',
  'object.spec.strategy.type == "RollingUpdate" && object.spec.strategy.rollingUpdate.maxSurge == "25%"',
  'has(object.spec.strategy.rollingUpdate)',
  'object.spec.revisionHistoryLimit > 0',
  'object.spec.updateStrategy.rollingUpdate.maxUnavailable == 1',
  'object.spec.suspend == false && object.spec.concurrencyPolicy == "Allow"',
  'object.spec.backoffLimit <= 6',
  'object.spec.ports.all(p, p.protocol == "TCP" && has(p.targetPort))',
  'object.spec.ports.all(p, p.targetPort == p.port)',
  'object.spec.type in ["ClusterIP", "NodePort"]',
  'has(object.spec.externalTrafficPolicy)',
  'has(object.spec.loadBalancerSourceRanges)',
  'object.spec.policyTypes.exists(t, t == "Egress")',
  'has(object.spec.ingress) && has(object.spec.egress)',
  'has(object.spec.podSelector.matchLabels)',
  'object.spec.tls.all(t, size(t.hosts) > 0)',
  'has(object.spec.rules)',
  'object.spec.volumeMode == "Filesystem"',
  'quantity(object.spec.resources.requests.storage).compareTo(quantity("10Gi")) <= 0',
  'object.spec.resources.requests.storage == "10Gi"',
  'object.spec.hard.all(k, quantity(object.spec.hard[k]).isGreaterThan(quantity("1")))',
  'object.spec.limits.all(l, l.type != "Container" || has(l.defaultRequest))',
  'object.type == "Opaque" && has(object.data)',
  'has(object.data) && object.data.all(k, object.data[k] != "")',
  'has(object.stringData)',
  'has(object.immutable)',
  'object.metadata.labels["kubernetes.io/metadata.name"] == object.metadata.name',
  'has(object.secrets) || has(object.automountServiceAccountToken)',
  'object.reclaimPolicy == "Delete" && object.volumeBindingMode == "Immediate"',
  'has(object.allowVolumeExpansion)',
  'object.webhooks.all(w, w.failurePolicy == "Fail" && w.timeoutSeconds <= 10)',
  'has(object.globalDefault) || object.preemptionPolicy == "PreemptLowerPriority"',
  'object.overhead.podFixed.cpu == "250m"',
  'object.spec.metrics.all(m, m.type == "Resource")',
  'object.spec.minReplicas == 1',
  'has(object.spec.minAvailable)',
  'has(variables.pod.securityContext) && !has(variables.pod.securityContext.runAsNonRoot)',
  'variables.pod.?hostNetwork.orValue(false) == false && !has(variables.pod.hostPID)',
  'variables.pod.restartPolicy == "Always"',
  'has(variables.pod.serviceAccountName) && variables.pod.serviceAccountName == variables.pod.serviceAccount',
  'has(variables.pod.volumes) && variables.pod.volumes.all(v, has(v.emptyDir) || has(v.configMap))',
  'has(variables.pod.nodeSelector) || has(variables.pod.tolerations)',
  'variables.pod.containers.all(c, has(c.resources))',
  'variables.pod.containers.all(c, has(c.resources.limits) && quantity(c.resources.limits.cpu).isLessThan(quantity("8")))',
  'variables.pod.containers.all(c, type(c.resources.requests.cpu) == string)',
  'variables.pod.containers.all(c, c.imagePullPolicy == "Always")',
  'variables.pod.containers.all(c, has(c.securityContext) && !c.securityContext.privileged)',
  'variables.pod.containers.all(c, has(c.args) || has(c.command))',
  'variables.pod.containers.all(c, has(c.livenessProbe) && c.livenessProbe.periodSeconds == 10)',
  'variables.pod.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort)))',
  'variables.pod.containers.all(c, !has(c.env) || c.env.all(e, has(e.value) || has(e.valueFrom)))',
]

const body = `
  variables: [{name: pod, expression: ${JSON.stringify(podSpec)}}]
  validations:
${expressions.map((expression) => `    - {expression: ${JSON.stringify(expression)}, message: no}`).join('\n')}
`

/** The same expressions in a policy of Kubernetes and in one of policytest's own. */
const policies = {
  'of Kubernetes': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: [CREATE], resources: ['*']}]}${body}`,
  "of policytest's own": `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: ['*/*', '*/*/*']}${body}`,
}

function verdicts(objects: readonly Manifest[], policy: string): readonly string[][] {
  const { policies } = readPolicies(parseYaml('policy.yaml', policy))
  const compiled = compilePolicies(
    policies.map((each) => ({ policy: each, guidelines: [] })),
    platforms,
  )
  const sources = sourcesOf(platforms, { root: '.' })
  return objects.map((object) => {
    const [document] = parseYaml('object.yaml', JSON.stringify(object))
    if (!document) throw new Error('no object')
    const { resources } = sources.read(
      { ...document, file: 'object.yaml', format: 'yaml', subject: {} },
      'kubernetes',
    )
    const outcome = scan(compiled, [{ resources, coveredTypes: new Set() }], {
      paramsOf: () => ({}),
      now: new Date('2026-01-31T08:00:00Z'),
      sensitive: [],
      keepResults: Number.POSITIVE_INFINITY,
    })
    return outcome.faults.flatMap(({ findings }) =>
      findings.map(({ verdict, validation }) => `${verdict} ${validation}`),
    )
  })
}

const manifests = recorded.map(({ manifest }) => manifest)

test.each(Object.entries(policies))(
  'policies %s say the same of a manifest and of the same object read back from a cluster',
  (_, policy) => {
    const ofCluster = recorded.map(({ stored }) => readBack(stored))
    expect(verdicts(ofCluster, policy)).toEqual(verdicts(manifests, policy))
    expect(new Set(manifests.map(({ kind }) => kind)).size).toBeGreaterThan(30)
  },
)

test('every expression tells objects apart', () => {
  const said = verdicts(manifests, policies['of Kubernetes'])
  const silent = expressions.filter((_, index) => {
    const isSaid = (list: readonly string[]) => list.some((each) => each.endsWith(` validation-${index + 1}`))
    return said.every(isSaid) || !said.some(isSaid)
  })
  expect(silent).toEqual([])
})

const ownPolicy = (validation: string, type = 'v1/Pod') => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: ['${type}']}
  validations: [{${validation}, message: no}]
`
const podWith = (spec: object): Manifest => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } },
  ...{ spec: { containers: [{ name: 'a', image: 'a:1' }], ...spec } },
})

test.each([
  ['a null is not there', 'has(object.spec.nodeSelector)', podWith({ nodeSelector: null }), ['fail']],
  ['what is filled in is there', 'object.spec.securityContext == {}', podWith({ securityContext: null }), []],
  [
    'a field that Kubernetes does not know is seen, for a newer version may know it',
    'object.spec.levitates == "high"',
    podWith({ levitates: 'high', floats: null }),
    [],
  ],
  [
    'a value that the API server would refuse is as written',
    'object.spec.priority == "high"',
    podWith({ priority: 'high' }),
    [],
  ],
])('%s', (_, expression, object, said) => {
  const policy = ownPolicy(`expression: ${JSON.stringify(expression)}`)
  expect(verdicts([object], policy)).toEqual([said.map((verdict) => `${verdict} validation-1`)])
})
