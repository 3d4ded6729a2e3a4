import type { Platform } from '../../runtime/model/index.js'
import { ibmCbr } from './cbr-source.js'
import { ibmServiceExports, ibmVpcExports } from './exports.js'
import { ibmIs, vpcTypes } from './is-source.js'
import { ibmKs } from './ks-source.js'
import { networkAclReader } from './network-acl.js'
import { securityGroupReader } from './security-group.js'
import { ibmTg } from './tg-source.js'

const exports = [...ibmVpcExports(), ...ibmServiceExports()]

/** IBM Cloud: VPC infrastructure, Kubernetes Service, context-based restrictions, transit gateways, registry. */
export const ibmCloud: Platform = {
  name: 'ibm-cloud',
  sources: [ibmIs, ibmKs, ibmCbr, ibmTg],
  // an ACL looks like a group whose rules say more
  rulesets: [networkAclReader, securityGroupReader],
  exports,
  types: [...new Set([...vpcTypes, ...exports.flatMap(({ types }) => types)])],
}
