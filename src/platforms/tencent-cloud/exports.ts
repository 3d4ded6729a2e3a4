import type { ExportCommand } from '../../runtime/model/index.js'

/** One page of each list, the largest that the API gives; the reader warns where there are more. */
export function tencentExports(): ExportCommand[] {
  const rules = { subject: { securityGroup: '<securityGroup>' } }
  const ofCluster = { subject: { cluster: '<cluster>' } }
  const command = (
    types: ExportCommand['types'],
    args: readonly string[],
    file: string,
    more: Pick<ExportCommand, 'subject'> = {},
  ): ExportCommand => ({ types, program: 'tccli', args, file: `tencent-${file}.json`, ...more })
  const page = ['--Limit', '100']
  const group = ['--SecurityGroupId', '<securityGroup>']
  const groups = ['--SecurityGroupIds', '["<securityGroup>"]']
  const cluster = ['--ClusterId', '<cluster>']
  return [
    command(['tencent.vpc/SecurityGroup'], ['vpc', 'DescribeSecurityGroups', ...page], 'security-groups'),
    command(
      ['tencent.vpc/SecurityGroupPolicySet'],
      ['vpc', 'DescribeSecurityGroupPolicies', ...group],
      'rules-<securityGroup>',
      rules,
    ),
    command(
      ['tencent.vpc/SecurityGroupAssociationStatistics'],
      ['vpc', 'DescribeSecurityGroupAssociationStatistics', ...groups],
      'associations-<securityGroup>',
    ),
    command(['tencent.vpc/Vpc'], ['vpc', 'DescribeVpcs', ...page], 'vpcs'),
    command(['tencent.vpc/Subnet'], ['vpc', 'DescribeSubnets', ...page], 'subnets'),
    command(['tencent.cvm/Instance'], ['cvm', 'DescribeInstances', ...page], 'servers'),
    command(['tencent.tke/Cluster'], ['tke', 'DescribeClusters', ...page], 'clusters'),
    command(
      ['tencent.tke/ClusterInstance'],
      ['tke', 'DescribeClusterInstances', ...cluster, ...page],
      'nodes-<cluster>',
      ofCluster,
    ),
    command(
      ['tencent.tke/ClusterEndpoints'],
      ['tke', 'DescribeClusterEndpoints', ...cluster],
      'endpoints-<cluster>',
      ofCluster,
    ),
  ]
}
