import type { ExportCommand } from '../../runtime/model/index.js'

/** Of the region and account that the CLI is logged in to. */
export function ibmVpcExports(): ExportCommand[] {
  const lists = {
    SecurityGroup: 'security-groups',
    NetworkACL: 'network-acls',
    Subnet: 'subnets',
    FloatingIP: 'floating-ips',
    Instance: 'instances',
    VPNServer: 'vpn-servers',
    VPNGateway: 'vpn-gateways',
    LoadBalancer: 'load-balancers',
    VPC: 'vpcs',
    PublicGateway: 'public-gateways',
    EndpointGateway: 'endpoint-gateways',
    Volume: 'volumes',
    VirtualNetworkInterface: 'virtual-network-interfaces',
    BareMetalServer: 'bare-metal-servers',
    FlowLogCollector: 'flow-logs',
  }
  return Object.entries(lists).map(([type, list]) => ibm([`ibm.is/${type}`], `is ${list}`, list))
}

/** What the other services list; of clusters, those that are named. */
export function ibmServiceExports(): ExportCommand[] {
  const ofCluster = { subject: { cluster: '<cluster>' } }
  const allowlist = 'ks cluster master private-service-endpoint allowlist get --cluster <cluster>'
  return [
    ibm(['ibm.ks/Cluster'], 'ks cluster get --cluster <cluster>', 'cluster-<cluster>', ofCluster),
    ibm(['ibm.ks/Worker'], 'ks worker ls --cluster <cluster>', 'workers-<cluster>', ofCluster),
    ibm(['ibm.ks/WorkerPool'], 'ks worker-pool ls --cluster <cluster>', 'worker-pools-<cluster>', ofCluster),
    ibm(['ibm.ks/PrivateEndpointAllowlist'], allowlist, 'allowlist-<cluster>', ofCluster),
    ibm(['ibm.cbr/Zone'], 'cbr zones', 'cbr-zones'),
    ibm(['ibm.cbr/Rule'], 'cbr rules', 'cbr-rules'),
    ibm(['ibm.tg/Connection'], 'tg connections <transitGateway>', 'connections-<transitGateway>'),
    ibm(['ibm.cr/Image'], 'cr image-list --va', 'images', { source: 'json:ibm.cr/Image' }),
  ]
}

function ibm(
  types: ExportCommand['types'],
  command: string,
  file: string,
  more: Pick<ExportCommand, 'source' | 'subject'> = {},
): ExportCommand {
  const args = [...command.split(' '), '--output', 'json']
  return { types, program: 'ibmcloud', args, file: `${file}.json`, ...more }
}
