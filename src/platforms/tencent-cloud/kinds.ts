import { isRecord } from '../../runtime/member.js'

export type Item = Readonly<Record<string, unknown>>

/** One kind of object that a Tencent Cloud API lists. */
export interface TencentKind {
  readonly type: string
  /** The field of the response that lists it. */
  readonly list: string
  /** Whether an object is of this kind by its own look. */
  is(item: Item): boolean
  /** The field with its id. */
  readonly id: string
  /** The field with its name, for kinds that have one. */
  readonly label?: string
  /** What the item does not say of itself: the key of the subject that has to. */
  readonly needs?: 'cluster'
}

/** What the APIs of vpc, cvm and tke list. Two of them call their lists `InstanceSet`: their items tell. */
export const tencentKinds: readonly TencentKind[] = [
  {
    type: 'tencent.vpc/SecurityGroup',
    list: 'SecurityGroupSet',
    is: (item) => 'SecurityGroupId' in item && 'SecurityGroupName' in item,
    id: 'SecurityGroupId',
    label: 'SecurityGroupName',
  },
  {
    type: 'tencent.vpc/SecurityGroupAssociationStatistics',
    list: 'SecurityGroupAssociationStatisticsSet',
    is: (item) => 'SecurityGroupId' in item && 'TotalCount' in item,
    id: 'SecurityGroupId',
  },
  {
    type: 'tencent.vpc/Vpc',
    list: 'VpcSet',
    is: (item) => 'VpcId' in item && 'VpcName' in item,
    id: 'VpcId',
    label: 'VpcName',
  },
  {
    type: 'tencent.vpc/Subnet',
    list: 'SubnetSet',
    is: (item) => 'SubnetId' in item && 'SubnetName' in item,
    id: 'SubnetId',
    label: 'SubnetName',
  },
  {
    type: 'tencent.cvm/Instance',
    list: 'InstanceSet',
    is: (item) => 'InstanceId' in item && ('VirtualPrivateCloud' in item || 'PrivateIpAddresses' in item),
    id: 'InstanceId',
    label: 'InstanceName',
  },
  {
    type: 'tencent.tke/Cluster',
    list: 'Clusters',
    is: (item) => 'ClusterId' in item && 'ClusterNetworkSettings' in item,
    id: 'ClusterId',
    label: 'ClusterName',
  },
  {
    type: 'tencent.tke/ClusterInstance',
    list: 'InstanceSet',
    is: (item) => 'InstanceId' in item && 'InstanceRole' in item,
    id: 'InstanceId',
    needs: 'cluster',
  },
]

/** A response that is one object and no list, and which says nothing of what it belongs to. */
export interface TencentObject {
  readonly type: string
  /** The key of the subject that names its owner. */
  readonly needs: 'securityGroup' | 'cluster'
  /** The field of the response that holds it; without one it is the response itself. */
  readonly field?: string
  is(item: Item): boolean
}

/** The rules of a security group, and the endpoints of a cluster. */
export const tencentObjects: readonly TencentObject[] = [
  {
    type: 'tencent.vpc/SecurityGroupPolicySet',
    needs: 'securityGroup',
    field: 'SecurityGroupPolicySet',
    is: (item) => [item.Ingress, item.Egress].some((rules) => isPolicyList(rules)),
  },
  {
    type: 'tencent.tke/ClusterEndpoints',
    needs: 'cluster',
    is: (item) =>
      ['ClusterExternalEndpoint', 'ClusterIntranetEndpoint'].every((field) => field in item) &&
      'CertificationAuthority' in item,
  },
]

function isPolicyList(rules: unknown): boolean {
  return Array.isArray(rules) && rules.every((rule) => isRecord(rule) && 'Action' in rule)
}
