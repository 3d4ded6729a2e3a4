import type { Platform } from '../../runtime/model/index.js'
import { ibmAccount } from './account-source.js'
import { ibmAllowlist } from './allowlist-source.js'
import { atrackerKinds, ibmAtracker } from './atracker-source.js'
import { ibmCbr } from './cbr-source.js'
import { classicGroupReader } from './classic-group.js'
import { ibmCrNamespaces } from './cr-namespaces-source.js'
import { crKinds, ibmCr } from './cr-source.js'
import { ibmServiceExports, ibmVpcExports } from './exports.js'
import { iamKinds, ibmIam } from './iam-source.js'
import { ibmIs, vpcTypes } from './is-source.js'
import { ibmKs, ibmPodSecurity, ksKinds } from './ks-source.js'
import { ibmListings } from './listings.js'
import { networkAclReader } from './network-acl.js'
import { ibmSecretsManager, secretsManagerKinds } from './secrets-manager-source.js'
import { securityGroupReader } from './security-group.js'
import { ibmSl, slKinds } from './sl-source.js'
import { ibmText, textTypes } from './text-source.js'
import { ibmTg } from './tg-source.js'
import { assessment, ibmVa } from './va-source.js'

const exports = [...ibmVpcExports(), ...ibmServiceExports()]
const kinds = [...ksKinds, ...iamKinds, ...atrackerKinds, ...slKinds, ...crKinds, ...secretsManagerKinds].map(
  ({ type }) => type,
)
const byApi = 'only the API has it: GET https://REGION.icr.io/va/api/v4/report/account, with a token of IAM'

/** IBM Cloud: VPC and classic infrastructure, Kubernetes Service, registry, access, restrictions, routes of events. */
export const ibmCloud: Platform = {
  name: 'ibm-cloud',
  sources: [
    ibmIs,
    ibmKs,
    ibmPodSecurity,
    ibmCbr,
    ibmTg,
    ibmIam,
    ibmAtracker,
    ibmSl,
    ibmCr,
    ibmCrNamespaces,
    ibmVa,
    ibmSecretsManager,
    ibmAccount,
    ibmText,
    ibmAllowlist,
  ],
  // the first that data without a type look like: an ACL looks like a group whose rules say more
  rulesets: [classicGroupReader, networkAclReader, securityGroupReader],
  exports,
  listings: ibmListings,
  versions: { ibmcloud: ['--version'] },
  byHand: {
    [assessment]: byApi,
    'ibm.secrets-manager/Secret':
      'ibmcloud secrets-manager secrets --output json, with the URL of the instance: SECRETS_MANAGER_URL',
  },
  types: [
    ...new Set([...vpcTypes, ...exports.flatMap(({ types }) => types), ...kinds, ...textTypes, assessment]),
  ],
  // the audit webhook's key and the credentials of targets, where somebody exports them
  sensitive: [
    { type: 'ibm.ks/AuditWebhook', path: ['clientKey'] },
    { type: 'ibm.atracker/Target', path: ['*', 'api_key'] },
  ],
}
