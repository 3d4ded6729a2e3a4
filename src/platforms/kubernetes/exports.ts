import type { ExportCommand } from '../../runtime/model/index.js'

/**
 * The lists of the API server itself: other than those of `kubectl get pods`, they name their kind even when empty.
 * Secrets and ConfigMaps are left out on purpose.
 */
export function kubernetesExports(): ExportCommand[] {
  const lists: readonly (readonly [
    group: string,
    ...kinds: (readonly [kind: string, ...older: string[]])[],
  ])[] = [
    [
      'v1',
      ['Namespace'],
      ['Node'],
      ['Pod'],
      ['Service'],
      ['Endpoints'],
      ['ServiceAccount'],
      ['PersistentVolume'],
      ['PersistentVolumeClaim'],
      ['ReplicationController'],
      ['ResourceQuota'],
      ['LimitRange'],
    ],
    [
      'apps/v1',
      ['Deployment', 'apps/v1beta1', 'apps/v1beta2', 'extensions/v1beta1'],
      ['DaemonSet', 'apps/v1beta2', 'extensions/v1beta1'],
      ['StatefulSet', 'apps/v1beta1', 'apps/v1beta2'],
      ['ReplicaSet', 'apps/v1beta2', 'extensions/v1beta1'],
    ],
    ['batch/v1', ['Job'], ['CronJob', 'batch/v1beta1']],
    ['discovery.k8s.io/v1', ['EndpointSlice']],
    [
      'networking.k8s.io/v1',
      ['NetworkPolicy', 'extensions/v1beta1'],
      ['Ingress', 'networking.k8s.io/v1beta1', 'extensions/v1beta1'],
      ['IngressClass'],
    ],
    ['policy/v1', ['PodDisruptionBudget']],
    ['policy.networking.k8s.io/v1alpha1', ['AdminNetworkPolicy'], ['BaselineAdminNetworkPolicy']],
    ['rbac.authorization.k8s.io/v1', ['Role'], ['RoleBinding'], ['ClusterRole'], ['ClusterRoleBinding']],
    ['storage.k8s.io/v1', ['StorageClass', 'storage.k8s.io/v1beta1']],
    [
      'admissionregistration.k8s.io/v1',
      ['ValidatingAdmissionPolicy'],
      ['ValidatingAdmissionPolicyBinding'],
      ['ValidatingWebhookConfiguration'],
      ['MutatingWebhookConfiguration'],
    ],
    ['apiextensions.k8s.io/v1', ['CustomResourceDefinition']],
  ]
  return lists.flatMap(([version, ...kinds]) =>
    kinds.map(([kind, ...older]) => ({
      types: [`${version}/${kind}`, ...older.map((other) => `${other}/${kind}`)],
      program: 'kubectl',
      args: ['get', '--raw', `${version === 'v1' ? '/api' : '/apis'}/${version}/${plural(kind)}`],
      file: `${plural(kind)}.json`,
      subject: { cluster: '<cluster?>' },
    })),
  )
}

function plural(kind: string): string {
  const name = kind.toLowerCase()
  if (name === 'endpoints') return name
  if (name.endsWith('s')) return `${name}es`
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`
}
