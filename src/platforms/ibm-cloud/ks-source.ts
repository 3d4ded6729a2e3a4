import { textAt } from '../../runtime/member.js'
import { collectionSource, type Kind } from './collections.js'
import { ingressKinds } from './ks-ingress.js'
import { masterKinds, podSecurity } from './ks-master.js'

/** A worker node, classic (`machineType`, `privateVlan`) or VPC (`flavor`, `networkInterfaces`). */
export const worker: Kind = {
  type: 'ibm.ks/Worker',
  lists: [],
  is: (item) =>
    'kubeVersion' in item &&
    ['machineType', 'flavor', 'networkInterfaces', 'privateIP'].some((field) => field in item),
}

/** A cluster, of `cluster get`, `cluster ls` or a dump with its workers inside. */
export const cluster: Kind = {
  type: 'ibm.ks/Cluster',
  lists: [],
  is: (item) => 'masterKubeVersion' in item,
  inside: [{ field: 'WorkerNodes', kind: worker }],
  subject: (item) => ({ cluster: textAt(item, 'name') ?? textAt(item, 'id') ?? '' }),
}

const workerPool: Kind = {
  type: 'ibm.ks/WorkerPool',
  lists: [],
  is: (item) =>
    Array.isArray(item.zones) &&
    !('kubeVersion' in item) &&
    ('poolName' in item || 'sizePerZone' in item || ('workerCount' in item && 'isolation' in item)),
}

/** The kinds of `ibmcloud ks …`. */
export const ksKinds: readonly Kind[] = [cluster, worker, workerPool, ...ingressKinds, ...masterKinds]

/** `ibmcloud ks …`: clusters, workers, worker pools, their Ingress and their masters; classic and VPC. */
export const ibmKs = collectionSource(
  'ibm-ks',
  'ibmcloud ks cluster, worker, worker-pool, ingress, logging, security-group, vlan spanning … --output json',
  ksKinds,
)

/** The settings of Pod Security Admission of a cluster, which may look like an object of Kubernetes. */
export const ibmPodSecurity = collectionSource(
  'ibm-pod-security',
  'ibmcloud ks cluster master pod-security get --output json',
  [podSecurity],
  { narrows: ['kubernetes'] },
)
