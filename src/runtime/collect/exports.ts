import { calicoExports } from '../../platforms/calico/exports.js'
import { ibmServiceExports, ibmVpcExports } from '../../platforms/ibm-cloud/exports.js'
import { kubernetesExports } from '../../platforms/kubernetes/exports.js'
import { hostExports } from '../../platforms/linux/exports.js'
import { tencentExports } from '../../platforms/tencent-cloud/exports.js'
import type { ExportCommand } from './export-command.js'

/** Every command that `policytest collect` can run, in the order in which they run. There are no others. */
export const exportCommands: readonly ExportCommand[] = [
  ...kubernetesExports(),
  ...calicoExports(),
  ...ibmVpcExports(),
  ...ibmServiceExports(),
  ...tencentExports(),
  ...hostExports(),
]

/** What has no command: what to do instead. */
export const byHand: Readonly<Record<string, string>> = {
  'policytest.dev/v1/FirewallRules': 'write the rules down by hand, see docs/reference/formats.md',
  'calico/v1/calicoApiConfig': 'copy calicoctl.cfg without the secrets in it',
  'v1/Config': 'kubectl config view --raw --flatten --minify -o json, and take its users out',
  'v1/Secret': 'secrets are never collected',
  'v1/ConfigMap': 'it may hold secrets: export what you need of it by hand',
}
