/** The resources of the Kubernetes provider that are objects, by their names without `kubernetes_` and a version. */
export const kinds: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  cluster_role: ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  cluster_role_binding: ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  config_map: ['v1', 'ConfigMap'],
  cron_job: ['batch/v1', 'CronJob'],
  daemon_set: ['apps/v1', 'DaemonSet'],
  daemonset: ['apps/v1', 'DaemonSet'],
  deployment: ['apps/v1', 'Deployment'],
  ingress: ['networking.k8s.io/v1', 'Ingress'],
  job: ['batch/v1', 'Job'],
  limit_range: ['v1', 'LimitRange'],
  namespace: ['v1', 'Namespace'],
  network_policy: ['networking.k8s.io/v1', 'NetworkPolicy'],
  persistent_volume_claim: ['v1', 'PersistentVolumeClaim'],
  pod: ['v1', 'Pod'],
  pod_disruption_budget: ['policy/v1', 'PodDisruptionBudget'],
  replication_controller: ['v1', 'ReplicationController'],
  resource_quota: ['v1', 'ResourceQuota'],
  role: ['rbac.authorization.k8s.io/v1', 'Role'],
  role_binding: ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  secret: ['v1', 'Secret'],
  service: ['v1', 'Service'],
  service_account: ['v1', 'ServiceAccount'],
  stateful_set: ['apps/v1', 'StatefulSet'],
}

/**
 * Blocks that stand for the items of a list, with the name of the list in the API; any other is one object. Where the name
 * alone does not tell, with the block around it: `service.port`.
 */
export const lists: Readonly<Record<string, string>> = {
  container: 'containers',
  init_container: 'initContainers',
  env: 'env',
  env_from: 'envFrom',
  port: 'ports',
  ports: 'ports',
  volume: 'volumes',
  volume_mount: 'volumeMounts',
  volume_device: 'volumeDevices',
  volume_claim_template: 'volumeClaimTemplates',
  toleration: 'tolerations',
  host_aliases: 'hostAliases',
  image_pull_secrets: 'imagePullSecrets',
  image_pull_secret: 'imagePullSecrets',
  '.secret': 'secrets',
  readiness_gate: 'readinessGates',
  topology_spread_constraint: 'topologySpreadConstraints',
  http_header: 'httpHeaders',
  items: 'items',
  sources: 'sources',
  option: 'options',
  sysctl: 'sysctls',
  match_expressions: 'matchExpressions',
  match_fields: 'matchFields',
  node_selector_term: 'nodeSelectorTerms',
  rule: 'rules',
  subject: 'subjects',
  ingress: 'ingress',
  egress: 'egress',
  from: 'from',
  to: 'to',
  path: 'paths',
  tls: 'tls',
  limit: 'limits',
  preferred_during_scheduling_ignored_during_execution: 'preferredDuringSchedulingIgnoredDuringExecution',
  'pod_affinity.required_during_scheduling_ignored_during_execution':
    'requiredDuringSchedulingIgnoredDuringExecution',
  'pod_anti_affinity.required_during_scheduling_ignored_during_execution':
    'requiredDuringSchedulingIgnoredDuringExecution',
}

/** Blocks that are called like a list elsewhere. */
export const objects: readonly string[] = ['service.port']

/** Attributes that are objects of the API; any other object is a map, whose keys are the user's. */
export const objectAttributes: readonly string[] = ['pod_selector', 'namespace_selector', 'ip_block']

/** Names that camel case does not give. */
export const names: Readonly<Record<string, string>> = {
  host_ip: 'hostIP',
  host_ipc: 'hostIPC',
  host_pid: 'hostPID',
  cluster_ip: 'clusterIP',
  cluster_ips: 'clusterIPs',
  external_ips: 'externalIPs',
  load_balancer_ip: 'loadBalancerIP',
  non_resource_urls: 'nonResourceURLs',
  pod_cidr: 'podCIDR',
}

/** What the provider holds as text and the API as a number. */
export const numbers: readonly string[] = ['replicas', 'run_as_user', 'run_as_group', 'fs_group']

/** What is a number in the API, where it looks like one. */
export const numbersOrNames: readonly string[] = [
  'port',
  'target_port',
  'max_surge',
  'max_unavailable',
  'min_available',
]

/** Modes of files, in octal digits. */
export const modes: readonly string[] = ['default_mode', 'mode']

/** What is no field of the object: the provider's own, and what the API server fills in. */
export const notOfTheObject: readonly string[] = [
  'id',
  'timeouts',
  'wait_for_rollout',
  'wait_for_completion',
  'wait_for_load_balancer',
  'wait_for_default_service_account',
  'wait_for_service_account_token',
  'wait_until_bound',
  'default_secret_name',
  'status',
]
export const notOfMetadata: readonly string[] = ['generation', 'resource_version', 'uid', 'self_link']

/** Attributes that the API server fills in where they are left out, as in a manifest. */
export const filledIn: readonly string[] = [
  'cluster_ip',
  'cluster_ips',
  'external_traffic_policy',
  'health_check_node_port',
  'hostname',
  'image_pull_policy',
  'internal_traffic_policy',
  'ip_families',
  'ip_family_policy',
  'node_name',
  'node_port',
  'scheduler_name',
  'service_account_name',
  'session_affinity',
  'storage_class_name',
  'volume_name',
]
