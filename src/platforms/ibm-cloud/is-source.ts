import { isRecord, textAt } from '../../runtime/member.js'
import { collectionSource, type Item, type Kind } from './collections.js'
import { cluster, worker } from './ks-source.js'

/** Type, the name of its lists in the VPC API (singular: `resource_type`), and fields that tell it when nothing else does. */
const kinds: readonly [type: string, list: string, is?: (item: Item) => boolean][] = [
  ['SecurityGroup', 'security_groups', isSecurityGroup],
  ['NetworkACL', 'network_acls', isNetworkAcl],
  ['Subnet', 'subnets', (item) => 'ipv4_cidr_block' in item],
  ['FloatingIP', 'floating_ips', (item) => 'address' in item && 'status' in item],
  ['Instance', 'instances', isInstance],
  ['VPNServer', 'vpn_servers', isVpnServer],
  ['VPNGateway', 'vpn_gateways'],
  ['LoadBalancer', 'load_balancers', (item) => 'operating_status' in item && 'hostname' in item],
  ['VPC', 'vpcs', (item) => 'default_network_acl' in item && 'default_security_group' in item],
  ['PublicGateway', 'public_gateways'],
  ['EndpointGateway', 'endpoint_gateways', (item) => 'service_endpoints' in item],
  ['RoutingTable', 'routing_tables', (item) => 'route_direct_link_ingress' in item],
  ['Volume', 'volumes', (item) => 'capacity' in item && 'encryption' in item && 'iops' in item],
  ['NetworkInterface', 'network_interfaces'],
  ['VirtualNetworkInterface', 'virtual_network_interfaces'],
  ['BareMetalServer', 'bare_metal_servers'],
  ['FlowLogCollector', 'flow_log_collectors'],
  ['Snapshot', 'snapshots'],
  ['Image', 'images'],
  ['Key', 'keys'],
]

/** The types of the VPC's resources. */
export const vpcTypes: readonly string[] = kinds.map(([type]) => `ibm.is/${type}`)

const table: readonly Kind[] = kinds.map(([type, list, is]) => ({
  type: `ibm.is/${type}`,
  lists: [list],
  is: (item) => {
    const named = listOf(item)
    return named === undefined ? (is?.(item) ?? false) : named === list
  },
}))

/** `ibmcloud is …`, VPC API list responses, and account dumps, whose clusters and workers become `ibm.ks/…`. */
export const ibmIs = collectionSource(
  'ibm-is',
  'ibmcloud is … --output json, VPC API responses, dumps of whole accounts',
  table,
  {
    dumped: [
      { ...cluster, lists: ['iks_clusters'] },
      { ...worker, lists: ['iks_worker_nodes'] },
    ],
  },
)

/** The list that an item belongs to by its own word: `resource_type`, or the address that it was read from. */
function listOf(item: Item): string | undefined {
  const type = textAt(item, 'resource_type')
  if (type !== undefined) return kinds.find(([, list]) => list === `${type}s`)?.[1] ?? ''
  const list = textAt(item, 'href')?.split('?')[0]?.split('/').at(-2)
  return kinds.find(([, known]) => known === list)?.[1]
}

function isSecurityGroup(item: Item): boolean {
  const rules = rulesOf(item)
  if (rules === undefined || 'subnets' in item) return false
  if (rules.length === 0) return 'targets' in item || 'vpc' in item
  return rules.every((rule) => 'protocol' in rule && !('action' in rule))
}

function isNetworkAcl(item: Item): boolean {
  const rules = rulesOf(item)
  return rules !== undefined && ('subnets' in item || rules.some((rule) => 'action' in rule))
}

function isInstance(item: Item): boolean {
  const hasPrimary = 'primary_network_interface' in item || 'primary_network_attachment' in item
  return hasPrimary || (Array.isArray(item.network_interfaces) && 'vpc' in item)
}

function isVpnServer(item: Item): boolean {
  return 'client_ip_pool' in item || ('port' in item && 'protocol' in item && 'security_groups' in item)
}

/** The rules of a group or an ACL, when it has an identity and each rule a direction as the VPC API writes it. */
function rulesOf(item: Item): readonly Item[] | undefined {
  if (!Array.isArray(item.rules) || !('id' in item || 'name' in item)) return undefined
  const rules = item.rules.filter((rule) => isRecord(rule))
  const areRules = rules.every(({ direction }) => direction === 'inbound' || direction === 'outbound')
  return areRules && rules.length === item.rules.length ? rules : undefined
}
