import { wordOf } from '../../member.js'
import { isLatest } from './image-tag.js'

/** An object in the making: its fields that are given, those of nested objects complete. */
export type Draft = Record<string, unknown>

/**
 * What the API server fills in where it depends on other fields, by type. Nested objects are complete when their owner's
 * turn comes; the defaults that depend on nothing are set afterwards.
 */
export const dependentDefaults: Readonly<Record<string, (own: Draft) => void>> = {
  'core.Container': pullPolicy('image', 'imagePullPolicy'),
  'core.EphemeralContainer': pullPolicy('image', 'imagePullPolicy'),
  'core.ImageVolumeSource': pullPolicy('reference', 'pullPolicy'),
  'core.Volume': (own) => {
    if (Object.keys(own).every((key) => key === 'name')) own.emptyDir = {}
  },
  'core.PodSpec': (own) => {
    const name = own.serviceAccountName || own.serviceAccount
    if (name) Object.assign(own, { serviceAccountName: name, serviceAccount: name })
    else delete own.serviceAccount
  },
  'core.Pod': (own) => pod(draft(own.spec)),
  'core.PodStatus': (own) => {
    const [first] = drafts(own.podIPs)
    if (own.podIP && first?.ip !== own.podIP) own.podIPs = [{ ip: own.podIP }]
    else if (first?.ip) own.podIP ||= first.ip
  },
  'core.ServicePort': (own) => {
    own.targetPort ||= own.port ?? 0
  },
  'core.Service': (own) => service(draft(own.spec), draft(own.status)),
  'core.ReplicationController': (own) => {
    const labels = labelsOf(draft(own.spec).template)
    if (!labels) return
    const spec = draft(own.spec)
    if (isBlank(spec.selector)) spec.selector = { ...labels }
    giveLabels(own, labels)
  },
  'core.Namespace': (own) => {
    const metadata = draft(own.metadata)
    if (metadata.name) inner(metadata, 'labels')['kubernetes.io/metadata.name'] = metadata.name
  },
  'core.NodeStatus': (own) => {
    if (own.allocatable === undefined && own.capacity !== undefined)
      own.allocatable = { ...draft(own.capacity) }
  },
  'core.LimitRangeItem': (own) => {
    if (own.type !== 'Container') return
    setAbsent(inner(own, 'default'), draft(own.max))
    setAbsent(inner(own, 'defaultRequest'), { ...draft(own.min), ...draft(own.default) })
  },
  'core.Secret': (own) => {
    const { stringData } = own
    delete own.stringData
    if (isBlank(stringData)) return
    const encoded = Object.entries(draft(stringData)).map(([key, value]) => [
      key,
      Buffer.from(wordOf(value)).toString('base64'),
    ])
    Object.assign(inner(own, 'data'), Object.fromEntries(encoded))
  },
  'core.PersistentVolume': (own) => {
    const spec = draft(own.spec)
    spec.persistentVolumeReclaimPolicy ||= 'Retain'
    spec.volumeMode ??= 'Filesystem'
  },
  'core.NodeSpec': (own) => {
    const [first] = Array.isArray(own.podCIDRs) ? own.podCIDRs : []
    if (own.podCIDR && own.podCIDR !== first) own.podCIDRs = [own.podCIDR]
    else if (first !== undefined) own.podCIDR = first
  },
  'apps.DaemonSet': (own) => {
    const annotations = inner(draft(own.metadata), 'annotations')
    setAbsent(annotations, { 'deprecated.daemonset.template.generation': '0' })
  },
  'apps.StatefulSetSpec': (own) => {
    for (const claim of drafts(own.volumeClaimTemplates))
      Object.assign(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' })
  },
  'autoscaling.HorizontalPodAutoscaler': (own) => {
    const metadata = draft(own.metadata)
    const prefix = 'autoscaling.alpha.kubernetes.io'
    if (draft(metadata.annotations)[`${prefix}/metrics`] === undefined)
      setAbsent(draft(own.spec), { targetCPUUtilizationPercentage: 80 })
    const current = draft(own.status).currentCPUUtilizationPercentage
    if (current === undefined) return
    const resource = { name: 'cpu', currentAverageUtilization: current, currentAverageValue: '0' }
    const metrics = JSON.stringify([{ type: 'Resource', resource }])
    setAbsent(inner(metadata, 'annotations'), { [`${prefix}/current-metrics`]: metrics })
  },
  'apps.DeploymentStrategy': (own) => {
    rollingUpdate(own, { maxUnavailable: '25%', maxSurge: '25%' })
  },
  'apps.DaemonSetUpdateStrategy': (own) => {
    rollingUpdate(own, { maxUnavailable: 1, maxSurge: 0 })
  },
  'apps.StatefulSetUpdateStrategy': (own) => {
    if (!own.type) own.rollingUpdate ??= {}
    const maxUnavailable = (own.type || 'RollingUpdate') === 'RollingUpdate' ? { maxUnavailable: 1 } : {}
    if (own.rollingUpdate) setAbsent(draft(own.rollingUpdate), { partition: 0, ...maxUnavailable })
  },
  'batch.Job': (own) => {
    const spec = draft(own.spec)
    if (spec.parallelism === undefined) spec.completions ??= 1
    setAbsent(spec, {
      parallelism: 1,
      backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
      manualSelector: false,
    })
    const labels = labelsOf(spec.template)
    if (labels) giveLabels(own, labels)
  },
  'autoscaling/v2.HorizontalPodAutoscalerBehavior': (own) => {
    const percent = { type: 'Percent', value: 100, periodSeconds: 15 }
    const policies = [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent]
    setAbsent(draft(own.scaleUp), { stabilizationWindowSeconds: 0, policies })
    setAbsent(draft(own.scaleDown), { policies: [{ ...percent }] })
  },
  'networking.NetworkPolicySpec': (own) => {
    if (isBlank(own.policyTypes)) own.policyTypes = isBlank(own.egress) ? ['Ingress'] : ['Ingress', 'Egress']
  },
  'rbac.Subject': (own) => {
    if (own.kind === 'User' || own.kind === 'Group') own.apiGroup ||= 'rbac.authorization.k8s.io'
  },
  'resource.ExactDeviceRequest': exactCount,
  'resource.DeviceSubRequest': exactCount,
}

function pullPolicy(image: string, policy: string): (own: Draft) => void {
  return (own) => {
    own[policy] ||= isLatest(wordOf(own[image] ?? '')) ? 'Always' : 'IfNotPresent'
  }
}

/** Of another strategy the API server keeps what is given, with zeros for what is not. */
function rollingUpdate(own: Draft, values: Draft): void {
  if ((own.type || 'RollingUpdate') === 'RollingUpdate') setAbsent(inner(own, 'rollingUpdate'), values)
  else if (own.rollingUpdate) setAbsent(draft(own.rollingUpdate), { maxUnavailable: 0, maxSurge: 0 })
}

function exactCount(own: Draft): void {
  if ((own.allocationMode || 'ExactCount') === 'ExactCount') own.count ||= 1
}

function pod(spec: Draft): void {
  if (Number(spec.terminationGracePeriodSeconds) < 0) spec.terminationGracePeriodSeconds = 1
  spec.enableServiceLinks ??= true
  for (const container of [...drafts(spec.containers), ...drafts(spec.initContainers)]) {
    const resources = draft(container.resources)
    if (resources.limits) setAbsent(inner(resources, 'requests'), draft(resources.limits))
    if (spec.hostNetwork) for (const port of drafts(container.ports)) shareHostPort(port)
  }
}

function shareHostPort(port: Draft): void {
  if (port.containerPort) port.hostPort ||= port.containerPort
}

function service(spec: Draft, status: Draft): void {
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'ClientIP') {
    const seconds = draft(draft(spec.sessionAffinityConfig).clientIP).timeoutSeconds
    if (seconds === undefined) spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } }
  }
  const { type } = spec
  const isOutside = type === 'LoadBalancer' || type === 'NodePort'
  if (isOutside || (type === 'ClusterIP' && !isBlank(spec.externalIPs)))
    spec.externalTrafficPolicy ||= 'Cluster'
  if (isOutside || type === 'ClusterIP') spec.internalTrafficPolicy ??= 'Cluster'
  if (type !== 'LoadBalancer') return
  spec.allocateLoadBalancerNodePorts ??= true
  for (const ingress of drafts(draft(status.loadBalancer).ingress)) if (ingress.ip) ingress.ipMode ??= 'VIP'
}

function giveLabels(own: Draft, labels: Draft): void {
  const metadata = draft(own.metadata)
  if (isBlank(metadata.labels)) metadata.labels = { ...labels }
}

function labelsOf(template: unknown): Draft | undefined {
  const { labels } = draft(draft(template).metadata)
  return isBlank(labels) ? undefined : draft(labels)
}

function setAbsent(own: Draft, values: Draft): void {
  for (const [key, value] of Object.entries(values)) own[key] ??= value
}

/** An object inside, made where there is none. */
function inner(own: Draft, key: string): Draft {
  own[key] ??= {}
  return draft(own[key])
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0
}

/** Changed in place; what is no object is as good as an empty one, which nobody sees. */
function draft(value: unknown): Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Draft) : {}
}

function drafts(value: unknown): Draft[] {
  return Array.isArray(value) ? value.map(draft) : []
}
