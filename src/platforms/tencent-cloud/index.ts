import type { Platform } from '../../runtime/model/index.js'
import { tencentExports } from './exports.js'
import { tencentKinds, tencentObjects } from './kinds.js'
import { securityGroupReader } from './rules.js'
import { tencent as source } from './source.js'

/** Tencent Cloud: security groups, servers, container clusters. */
export const tencentCloud: Platform = {
  name: 'tencent-cloud',
  sources: [source],
  rulesets: [securityGroupReader],
  exports: tencentExports(),
  versions: { tccli: ['--version'] },
  types: [...new Set([...tencentKinds, ...tencentObjects].map(({ type }) => type))],
  groupId: 'SecurityGroupId',
}
