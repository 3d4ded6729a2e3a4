/**
 * Writes a deterministic `kubectl get pods -o json` export of about a given size:
 *
 *     tsx bench/generate-pods.ts <MB> <out.json> [--compact]
 */
import { closeSync, openSync, writeSync } from 'node:fs'

/** A `v1/Pod` as the API server gives it, the same one for the same number. About one in eight breaks a usual rule. */
export function pod(n: number): object {
  const app = apps[n % apps.length] ?? 'web'
  const namespace = `team-${n % 40}`
  const hash = (((n + 1) * 2654435761) >>> 0).toString(36).padStart(7, '0')
  const name = `${app}-${hash.slice(0, 6)}-${(n + 46656).toString(36)}`
  const containers = Array.from({ length: 1 + (n % 3) }, (_, i) => container(app, n, i))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: {
        'cni.projectcalico.org/containerID': hash.repeat(9).slice(0, 64),
        'cni.projectcalico.org/podIP': `${podAddress(n)}/32`,
      },
      creationTimestamp: '2024-03-21T13:03:37Z',
      generateName: `${app}-${hash.slice(0, 6)}-`,
      labels: { app, 'app.kubernetes.io/part-of': namespace, 'pod-template-hash': hash.slice(0, 6) },
      managedFields: [
        {
          apiVersion: 'v1',
          fieldsType: 'FieldsV1',
          fieldsV1: {
            'f:metadata': {
              'f:generateName': {},
              'f:labels': { '.': {}, 'f:app': {}, 'f:pod-template-hash': {} },
            },
            'f:spec': {
              'f:containers': Object.fromEntries(
                containers.map(({ name }) => [`k:{"name":"${name}"}`, managed]),
              ),
              'f:dnsPolicy': {},
              'f:restartPolicy': {},
              'f:securityContext': {},
            },
          },
          manager: 'kube-controller-manager',
          operation: 'Update',
          time: '2024-03-21T13:03:37Z',
        },
      ],
      name,
      namespace,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          blockOwnerDeletion: true,
          controller: true,
          kind: 'ReplicaSet',
          name: `${app}-${hash.slice(0, 6)}`,
          uid: uid(n, 1),
        },
      ],
      resourceVersion: String(1_000_000 + n * 7),
      uid: uid(n, 2),
    },
    spec: {
      automountServiceAccountToken: n % 8 === 3,
      containers,
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      hostNetwork: n % 64 === 5,
      nodeName: `10.240.${n % 4}.${n % 250}`,
      priority: 0,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: { fsGroup: 1000 + (n % 7), runAsNonRoot: n % 8 !== 1 },
      serviceAccountName: app,
      terminationGracePeriodSeconds: 30,
      tolerations: ['not-ready', 'unreachable'].map((condition) => ({
        effect: 'NoExecute',
        key: `node.kubernetes.io/${condition}`,
        operator: 'Exists',
        tolerationSeconds: 300,
      })),
      volumes: [
        { configMap: { defaultMode: 420, name: `${app}-config` }, name: 'config' },
        { emptyDir: {}, name: 'scratch' },
      ],
    },
    status: {
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        lastProbeTime: null,
        lastTransitionTime: '2024-03-21T13:04:11Z',
        status: 'True',
        type,
      })),
      containerStatuses: containers.map(({ name, image }, i) => ({
        containerID: `containerd://${hash.repeat(9).slice(0, 64)}`,
        image,
        imageID: `${image.split(':')[0]}@sha256:${uid(n, 3 + i)
          .replaceAll('-', '')
          .repeat(2)}`,
        lastState: {},
        name,
        ready: true,
        restartCount: n % 5,
        started: true,
        state: { running: { startedAt: '2024-03-21T13:04:09Z' } },
      })),
      hostIP: `10.240.${n % 4}.${n % 250}`,
      phase: 'Running',
      podIP: podAddress(n),
      podIPs: [{ ip: podAddress(n) }],
      qosClass: 'Burstable',
      startTime: '2024-03-21T13:03:37Z',
    },
  }
}

const apps = ['web', 'checkout', 'ledger', 'search', 'mailer', 'gateway', 'reports']
const managed = { '.': {}, 'f:image': {}, 'f:imagePullPolicy': {}, 'f:name': {}, 'f:resources': {} }

function container(app: string, n: number, i: number) {
  return {
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { key: 'url', name: `${app}-db` } } },
    ],
    image: `registry.example.com/${app}/${i === 0 ? 'server' : `sidecar-${i}`}:${n % 8 === 2 ? 'latest' : `1.${n % 30}.0`}`,
    imagePullPolicy: 'IfNotPresent',
    livenessProbe: {
      failureThreshold: 3,
      httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
      periodSeconds: 10,
    },
    name: i === 0 ? app : `sidecar-${i}`,
    ports: [{ containerPort: 8080 + i, name: `http-${i}`, protocol: 'TCP' }],
    resources: {
      ...(n % 8 === 4 ? {} : { limits: { cpu: '500m', memory: '256Mi' } }),
      requests: { cpu: '100m', memory: '128Mi' },
    },
    securityContext: {
      allowPrivilegeEscalation: n % 8 === 6,
      capabilities: { drop: ['ALL'] },
      privileged: n % 40 === 7,
      readOnlyRootFilesystem: true,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [
      { mountPath: '/etc/config', name: 'config', readOnly: true },
      { mountPath: '/tmp', name: 'scratch' },
    ],
  }
}

function podAddress(n: number): string {
  return `172.17.${(n >> 8) % 256}.${n % 256}`
}

function uid(n: number, salt: number): string {
  const hex = ((n * 2654435761 + salt * 40503) >>> 0).toString(16).padStart(8, '0')
  return `${hex}-${hex.slice(0, 4)}-4${hex.slice(1, 4)}-a${hex.slice(2, 5)}-${hex}${hex.slice(0, 4)}`
}

/** Writes pods until the file has the wanted size; returns how many. */
export function writePods(path: string, megabytes: number, layout: 'indented' | 'compact'): number {
  const wanted = megabytes * 1_000_000
  const isCompact = layout === 'compact'
  const tail = isCompact
    ? '],"kind":"List","metadata":{"resourceVersion":""}}\n'
    : '\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n'
  const out = openSync(path, 'w')
  let size = writeSync(
    out,
    isCompact ? '{"apiVersion":"v1","items":[' : '{\n    "apiVersion": "v1",\n    "items": [\n',
  )
  let count = 0
  while (size + tail.length < wanted || count === 0) {
    const text = isCompact
      ? JSON.stringify(pod(count))
      : JSON.stringify(pod(count), null, 4).replaceAll(/^/gm, '        ')
    const separator = count === 0 ? '' : isCompact ? ',' : ',\n'
    size += writeSync(out, separator + text)
    count++
  }
  writeSync(out, tail)
  closeSync(out)
  return count
}

if (process.argv[1]?.endsWith('generate-pods.ts')) {
  const [megabytes, path, flag] = process.argv.slice(2)
  const size = Number(megabytes)
  if (!(size > 0) || path === undefined || (flag !== undefined && flag !== '--compact')) {
    console.error('usage: tsx bench/generate-pods.ts <MB> <out.json> [--compact]')
    process.exitCode = 2
  } else {
    const count = writePods(path, size, flag === '--compact' ? 'compact' : 'indented')
    console.log(`${path}: ${count} pods`)
  }
}
