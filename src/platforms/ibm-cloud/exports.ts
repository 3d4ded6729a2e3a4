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

/** What the other services list, of the account and of what is named. */
export function ibmServiceExports(): ExportCommand[] {
  return [
    ...ofCluster(),
    ibm(['ibm.cbr/Zone'], 'cbr zones', 'cbr-zones'),
    ibm(['ibm.cbr/Rule'], 'cbr rules', 'cbr-rules'),
    ibm(['ibm.tg/Connection'], 'tg connections <transitGateway>', 'connections-<transitGateway>'),
    ibm(['ibm.cr/Image'], 'cr image-digests --va', 'images'),
    // names alone do not tell what they name
    ibm(['ibm.cr/Namespace'], 'cr namespace-list', 'registry-namespaces', { source: 'ibm-cr-namespaces' }),
    ...ofAccount(),
  ]
}

/** Of clusters, those that are named. */
function ofCluster(): ExportCommand[] {
  const subject = { cluster: '<cluster>' }
  const list = (type: string, words: string, file: string, more: More = {}) =>
    ibm([`ibm.ks/${type}`], `ks ${words} --cluster <cluster>`, `${file}-<cluster>`, { subject, ...more })
  const text = (type: string, words: string, file: string, more: More = {}) =>
    asText([`ibm.ks/${type}`], `ks ${words} --cluster <cluster>`, `${file}-<cluster>`, { subject, ...more })
  const classic = { optional: { why: 'some commands are for classic clusters only' } }
  const vpc = { optional: { why: 'some commands are for VPC clusters only' } }
  return [
    list('Cluster', 'cluster get', 'cluster'),
    list('Worker', 'worker ls', 'workers'),
    list('WorkerPool', 'worker-pool ls', 'worker-pools'),
    text('PrivateEndpointAllowlist', 'cluster master private-service-endpoint allowlist get', 'allowlist', {
      source: 'ibm-allowlist',
      optional: { why: 'allow-lists are withdrawn since 2025, context-based restrictions replace them' },
    }),
    text('CaStatus', 'cluster ca status', 'ca-status'),
    list('CaCertificate', 'cluster ca get', 'ca'),
    list('IngressSecret', 'ingress secret ls', 'ingress-secrets'),
    list('ALB', 'ingress alb ls', 'albs'),
    list('IngressInstance', 'ingress instance ls', 'ingress-instances'),
    list('IngressLoadBalancer', 'ingress lb get', 'ingress-lb', vpc),
    list('NlbDns', 'nlb-dns ls', 'nlb-dns'),
    list('SecurityGroup', 'security-group ls', 'cluster-groups', vpc),
    list('PodSecurity', 'cluster master pod-security get', 'pod-security', {
      optional: { why: 'clusters before 1.25 have no Pod Security Admission' },
    }),
    // its JSON holds a private key
    text('AuditWebhook', 'cluster master audit-webhook get', 'audit-webhook', {
      optional: { why: 'there may be no audit webhook' },
    }),
    list('LoggingConfig', 'logging config get', 'logging', classic),
  ]
}

function ofAccount(): ExportCommand[] {
  const policies = (words: string, file: string) =>
    ibm(['ibm.iam/Policy'], `iam ${words}`, `policies-${file}`)
  return [
    asText(['ibm.account/Account'], 'account show', 'account'),
    ibm(['ibm.ks/VlanSpanning'], 'ks vlan spanning get --region <region>', 'vlan-spanning-<region>', {
      subject: { region: '<region>' },
      optional: { why: 'there are VLANs in classic infrastructure only' },
    }),
    ibm(['ibm.iam/AccessGroup'], 'iam access-groups', 'access-groups'),
    ibm(
      ['ibm.iam/AccessGroupMember'],
      'iam access-group-users <accessGroup>',
      'access-group-users-<accessGroup>',
      {
        subject: { accessGroup: '<accessGroup>' },
      },
    ),
    policies('access-group-policies <accessGroup>', 'group-<accessGroup>'),
    policies('user-policies <user>', 'user-<user>'),
    policies('service-policies <serviceId>', 'service-<serviceId>'),
    policies('trusted-profile-policies <trustedProfile>', 'profile-<trustedProfile>'),
    ibm(['ibm.atracker/Route'], 'atracker route ls', 'event-routes'),
    ibm(['ibm.atracker/Target'], 'atracker target ls', 'event-targets'),
    ibm(['ibm.atracker/Settings'], 'atracker setting get', 'event-settings'),
    ibm(['ibm.sl/SecurityGroup'], 'sl securitygroup detail <classicGroup>', 'classic-group-<classicGroup>'),
  ]
}

type More = Pick<ExportCommand, 'source' | 'subject' | 'optional'>

function ibm(types: ExportCommand['types'], command: string, file: string, more: More = {}): ExportCommand {
  const args = [...command.split(' '), '--output', 'json']
  return { types, program: 'ibmcloud', args, file: `${file}.json`, ...more }
}

function asText(
  types: ExportCommand['types'],
  command: string,
  file: string,
  more: More = {},
): ExportCommand {
  return { types, program: 'ibmcloud', args: command.split(' '), file: `${file}.txt`, ...more }
}
