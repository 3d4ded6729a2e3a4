import { textAt } from '../../runtime/member.js'
import { collectionSource, type Item, type Kind } from './collections.js'

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

/** It says neither its own name nor its cluster's: the subject has to. */
const allowlist: Kind = {
  type: 'ibm.ks/PrivateEndpointAllowlist',
  lists: [],
  is: (item) => isAllowlist(item),
  idFrom: (subject) => subject.cluster ?? 'private-endpoint-allowlist',
}

function isAllowlist(item: Item): boolean {
  return typeof item.enabled === 'boolean' && Array.isArray(item.subnets) && !('id' in item)
}

/** `ibmcloud ks …`: clusters, workers, worker pools, the allow-list of the private endpoint; classic and VPC. */
export const ibmKs = collectionSource(
  'ibm-ks',
  'ibmcloud ks cluster get|ls, worker ls, worker-pool ls, private-service-endpoint allowlist get --output json',
  [cluster, worker, workerPool, allowlist],
)
