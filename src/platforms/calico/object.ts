import { isRecord, textAt } from '../../runtime/member.js'

/** The kinds of Calico's v1 API, as calicoctl 1.x writes them. Kubernetes has none that begins in lower case. */
const v1Kinds: ReadonlySet<string> = new Set([
  'bgpPeer',
  'calicoApiConfig',
  'hostEndpoint',
  'ipPool',
  'node',
  'policy',
  'profile',
  'workloadEndpoint',
])

/** Whether this is an object of Calico's v1 API, which shares its apiVersion with Kubernetes: kind and case tell. */
export function isCalicoV1(data: unknown): boolean {
  return isRecord(data) && data.apiVersion === 'v1' && v1Kinds.has(textAt(data, 'kind') ?? '')
}

/** Whether this is an object, or a list, of Calico's v3 API, as calicoctl 3.x and kubectl write it. */
export function isCalicoV3(data: unknown): boolean {
  return isRecord(data) && textAt(data, 'apiVersion') === 'projectcalico.org/v3' && 'kind' in data
}

/** The types of its objects. */
export const v1Types: readonly string[] = [...v1Kinds].map((kind) => `calico/v1/${kind}`)
