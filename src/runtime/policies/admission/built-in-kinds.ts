/** What a rule calls the objects of a kind, and whether they live in namespaces. */
export interface ResourceName {
  readonly resource: string
  /** Undefined where nobody says: an object without a namespace may be of either sort. */
  readonly namespaced: boolean | undefined
}

/** Kinds that the API server itself serves, by group; versions share their names. */
const namespacedKinds: Readonly<Record<string, string>> = {
  '': `Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController
    ResourceQuota Secret Service ServiceAccount`,
  apps: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  'authorization.k8s.io': 'LocalSubjectAccessReview',
  autoscaling: 'HorizontalPodAutoscaler',
  batch: 'CronJob Job',
  'coordination.k8s.io': 'Lease LeaseCandidate',
  'discovery.k8s.io': 'EndpointSlice',
  'events.k8s.io': 'Event',
  extensions: 'DaemonSet Deployment Ingress NetworkPolicy ReplicaSet',
  'networking.k8s.io': 'Ingress NetworkPolicy',
  policy: 'PodDisruptionBudget',
  'rbac.authorization.k8s.io': 'Role RoleBinding',
  'resource.k8s.io': 'ResourceClaim ResourceClaimTemplate',
  'storage.k8s.io': 'CSIStorageCapacity',
}

const clusterKinds: Readonly<Record<string, string>> = {
  '': 'ComponentStatus Namespace Node PersistentVolume',
  'admissionregistration.k8s.io': `MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration
    ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration`,
  'apiextensions.k8s.io': 'CustomResourceDefinition',
  'apiregistration.k8s.io': 'APIService',
  'authentication.k8s.io': 'SelfSubjectReview TokenReview',
  'authorization.k8s.io': 'SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  'certificates.k8s.io': 'CertificateSigningRequest ClusterTrustBundle',
  extensions: 'PodSecurityPolicy',
  'flowcontrol.apiserver.k8s.io': 'FlowSchema PriorityLevelConfiguration',
  'internal.apiserver.k8s.io': 'StorageVersion',
  'networking.k8s.io': 'IngressClass IPAddress ServiceCIDR',
  'node.k8s.io': 'RuntimeClass',
  policy: 'PodSecurityPolicy',
  'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding',
  'resource.k8s.io': 'DeviceClass ResourceSlice',
  'scheduling.k8s.io': 'PriorityClass',
  'storage.k8s.io': 'CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass',
  'storagemigration.k8s.io': 'StorageVersionMigration',
}

const builtIn = new Map<string, ResourceName>()
const kinds = new Map<string, string>()
for (const [table, namespaced] of [
  [namespacedKinds, true],
  [clusterKinds, false],
] as const) {
  for (const [group, names] of Object.entries(table)) {
    for (const kind of names.split(/\s+/)) {
      const resource = guessPlural(kind)
      builtIn.set(`${group}/${kind}`, { resource, namespaced })
      kinds.set(`${group}/${resource}`, kind)
    }
  }
}

/** Which name a kind that the API server itself serves has in rules; undefined for kinds of custom resources. */
export function builtInResource(group: string, kind: string): ResourceName | undefined {
  return builtIn.get(`${group}/${kind}`)
}

/** Every kind that the API server itself serves. */
export function builtInKinds(): { readonly group: string; readonly kind: string }[] {
  return [...builtIn.keys()].map((key) => {
    const [group = '', kind = ''] = key.split('/')
    return { group, kind }
  })
}

/** The kind of a group that rules call by this name; undefined for custom resources. */
export function builtInKind(group: string, resource: string): string | undefined {
  return kinds.get(`${group}/${resource}`)
}

/** How the plural of a kind is formed as a rule: `networkpolicies`, `ingresses`; `Endpoints` is one already. */
export function guessPlural(kind: string): string {
  const word = kind.toLowerCase()
  if (word.endsWith('endpoints')) return word
  if (/(s|x|ch|sh)$/.test(word)) return `${word}es`
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`
}

/** Groups that have served the same objects: what matchPolicy Equivalent looks through. */
const sharedResources: readonly {
  readonly groups: readonly string[]
  readonly resources: readonly string[]
}[] = [
  { groups: ['apps', 'extensions'], resources: ['daemonsets', 'deployments', 'replicasets'] },
  { groups: ['networking.k8s.io', 'extensions'], resources: ['ingresses', 'networkpolicies'] },
  { groups: ['policy', 'extensions'], resources: ['podsecuritypolicies'] },
  { groups: ['', 'events.k8s.io'], resources: ['events'] },
]

/** What Kubernetes 1.37 serves by default in other versions than v1 alone. */
const servedVersions: Readonly<Record<string, readonly string[]>> = {
  'autoscaling/horizontalpodautoscalers': ['v1', 'v2'],
}

/** Groups that a cluster of today does not serve; manifests of old may be of them. */
const retiredGroups: readonly string[] = ['extensions']

/** The groups and versions that the objects of a built-in resource are served in; undefined for custom resources. */
export function servedAs(
  group: string,
  resource: string,
): readonly { readonly group: string; readonly version: string }[] | undefined {
  if (builtInKind(group, resource) === undefined) return undefined
  return equivalentGroups(group, resource)
    .filter((each) => !retiredGroups.includes(each))
    .flatMap((each) =>
      (servedVersions[`${each}/${resource}`] ?? ['v1']).map((version) => ({ group: each, version })),
    )
}

/** The groups in which the same objects are served, the given one among them. */
export function equivalentGroups(group: string, resource: string): readonly string[] {
  const shared = sharedResources.find(
    ({ groups, resources }) => groups.includes(group) && resources.includes(resource),
  )
  return shared?.groups ?? [group]
}
