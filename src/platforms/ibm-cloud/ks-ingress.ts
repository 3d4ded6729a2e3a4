import { field, isRecord, textAt } from '../../runtime/member.js'
import type { Kind } from './collections.js'

/** A certificate or another secret that Ingress uses: its names and dates, never its content. */
const secret: Kind = {
  type: 'ibm.ks/IngressSecret',
  lists: [],
  is: (item) => 'domain' in item && 'namespace' in item && ('userManaged' in item || 'expiresOn' in item),
  // the secret of Secrets Manager behind it may be behind several
  idOf: (item) => named(textAt(item, 'namespace'), textAt(item, 'name')),
  lacks: (item) =>
    'expiresOn' in item
      ? undefined
      : { message: "no 'expiresOn'", hint: 'ibmcloud ks ingress secret ls --cluster C --output json' },
}

const alb: Kind = {
  type: 'ibm.ks/ALB',
  lists: [],
  is: (item) => 'albID' in item,
  idOf: (item) => textAt(item, 'albID'),
}

/** The answer of the API, in which the load balancers are a list of their cluster. */
const albs: Kind = {
  type: 'ibm.ks/ClusterIngress',
  lists: [],
  is: (item) => Array.isArray(item.alb) && ('ingressHostname' in item || 'publicIngressHostname' in item),
  inside: [{ field: 'alb', kind: alb }],
}

/** An instance of Secrets Manager that is registered with a cluster. */
const instance: Kind = {
  type: 'ibm.ks/IngressInstance',
  lists: [],
  is: (item) => 'isDefault' in item && ('secretGroupID' in item || 'callbackChannel' in item),
}

const loadBalancer: Kind = {
  type: 'ibm.ks/IngressLoadBalancer',
  lists: [],
  is: (item) => isRecord(item.proxyProtocol),
  idOf: (item, subject) =>
    named(textAt(item, 'cluster') ?? subject.cluster, textAt(item, 'type') ?? 'load-balancer'),
}

/** A host name of network load balancers: classic clusters, and, one level deeper, those of VPC. */
const nlbDns: Kind = {
  type: 'ibm.ks/NlbDns',
  lists: [],
  is: (item) => 'nlbHost' in item || (isRecord(item.Nlb) && 'secretName' in item),
  idOf: (item) => textAt(item, 'nlbHost') ?? textAt(field(item, 'Nlb'), 'nlbSubdomain'),
}

function named(scope: string | undefined, name: string | undefined): string | undefined {
  return scope === undefined || name === undefined ? name : `${scope}/${name}`
}

/** What `ibmcloud ks ingress …` and `ks nlb-dns ls` list. */
export const ingressKinds: readonly Kind[] = [secret, alb, albs, instance, loadBalancer, nlbDns]
