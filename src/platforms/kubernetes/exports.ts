import type { ExportCommand } from '../../runtime/model/index.js'

/**
 * The lists of the API server itself: other than those of `kubectl get pods`, they name their kind even when empty.
 * Secrets and ConfigMaps are left out on purpose; summary-source.ts has their names.
 */
export function kubernetesExports(): ExportCommand[] {
  const lists: readonly GroupList[] = [
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
    ['certificates.k8s.io/v1', ['CertificateSigningRequest', 'certificates.k8s.io/v1beta1']],
  ]
  // of add-ons that a cluster may not have, and of versions that are gone
  const optionalLists: readonly GroupList[] = [
    ['policy/v1beta1', ['PodSecurityPolicy', 'extensions/v1beta1']],
    ['policy.networking.k8s.io/v1alpha1', ['AdminNetworkPolicy'], ['BaselineAdminNetworkPolicy']],
    ['gateway.networking.k8s.io/v1', ['Gateway', 'gateway.networking.k8s.io/v1beta1']],
    ['security.istio.io/v1', ['PeerAuthentication', 'security.istio.io/v1beta1']],
    ['portieris.cloud.ibm.com/v1', ['ImagePolicy'], ['ClusterImagePolicy']],
    ['external-secrets.io/v1', ['ExternalSecret', 'external-secrets.io/v1beta1']],
    ['secrets-store.csi.x-k8s.io/v1', ['SecretProviderClass']],
  ]
  const optional = {
    why: 'the cluster does not serve this kind',
    when: 'the server could not find the requested resource',
  }
  return [
    ...lists.flatMap((list) => commandsOf(list)),
    ...optionalLists.flatMap((list) => commandsOf(list).map((command) => ({ ...command, optional }))),
  ]
}

type GroupList = readonly [group: string, ...kinds: (readonly [kind: string, ...older: string[]])[]]

function commandsOf([version, ...kinds]: GroupList): ExportCommand[] {
  return kinds.map(([kind, ...older]) => ({
    types: [`${version}/${kind}`, ...older.map((other) => `${other}/${kind}`)],
    program: 'kubectl',
    args: ['get', '--raw', `${version === 'v1' ? '/api' : '/apis'}/${version}/${plural(kind)}`],
    file: `${plural(kind)}.json`,
    subject: { cluster: '<cluster?>' },
  }))
}

function plural(kind: string): string {
  const name = kind.toLowerCase()
  if (name === 'endpoints') return name
  if (name.endsWith('s')) return `${name}es`
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`
}
