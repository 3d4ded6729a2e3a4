import type { ExportCommand } from '../../runtime/model/index.js'

/** Calico 3, and the v1 API of 2017 where its calicoctl takes the same command. */
export function calicoExports(): ExportCommand[] {
  const lists: readonly (readonly [
    kind: string,
    file: string,
    types: ExportCommand['types'],
    ...more: string[],
  ])[] = [
    ['policy', 'calico-policies', ['calico/v1/policy']],
    ['globalnetworkpolicy', 'calico-global-policies', ['projectcalico.org/v3/GlobalNetworkPolicy']],
    ['networkpolicy', 'calico-network-policies', ['projectcalico.org/v3/NetworkPolicy'], '--all-namespaces'],
    [
      'globalnetworkset',
      'calico-global-network-sets',
      ['projectcalico.org/v3/GlobalNetworkSet', 'crd.projectcalico.org/v1/GlobalNetworkSet'],
    ],
    [
      'networkset',
      'calico-network-sets',
      ['projectcalico.org/v3/NetworkSet', 'crd.projectcalico.org/v1/NetworkSet'],
      '--all-namespaces',
    ],
    ['tier', 'calico-tiers', ['projectcalico.org/v3/Tier', 'crd.projectcalico.org/v1/Tier']],
    [
      'hostendpoint',
      'calico-host-endpoints',
      ['projectcalico.org/v3/HostEndpoint', 'calico/v1/hostEndpoint'],
    ],
    [
      'workloadendpoint',
      'calico-workload-endpoints',
      ['projectcalico.org/v3/WorkloadEndpoint'],
      '--all-namespaces',
    ],
    ['node', 'calico-nodes', ['projectcalico.org/v3/Node', 'calico/v1/node']],
    [
      'felixconfiguration',
      'calico-felix',
      ['projectcalico.org/v3/FelixConfiguration', 'crd.projectcalico.org/v1/FelixConfiguration'],
    ],
  ]
  const version: ExportCommand = {
    types: ['calico/CalicoctlVersion'],
    program: 'calicoctl',
    args: ['version'],
    file: 'calicoctl-version.txt',
    subject: { cluster: '<cluster?>' },
  }
  return [
    ...lists.map(
      ([kind, file, types, ...more]): ExportCommand => ({
        types,
        program: 'calicoctl',
        args: ['get', kind, ...more, '-o', 'yaml'],
        file: `${file}.yaml`,
        subject: { cluster: '<cluster?>' },
      }),
    ),
    version,
  ]
}
