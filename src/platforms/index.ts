import type { Platform } from '../runtime/model/index.js'
import { calico } from './calico/index.js'
import { dataFiles } from './data-files/index.js'
import { docker } from './docker/index.js'
import { firewallRules } from './firewall-rules/index.js'
import { githubActions } from './github-actions/index.js'
import { ibmCloud } from './ibm-cloud/index.js'
import { json } from './json/index.js'
import { kubernetes } from './kubernetes/index.js'
import { linux } from './linux/index.js'
import { npm } from './npm/index.js'
import { openapi } from './openapi/index.js'
import { tencentCloud } from './tencent-cloud/index.js'
import { terraform } from './terraform/index.js'
import { x509 } from './x509/index.js'

/**
 * What ships with policytest, in the order in which messages name the sources. A new vendor is a folder and a line.
 * Of data that is no resource, the first reader of rulesets that it looks like reads it.
 */
export const platforms: readonly Platform[] = [
  kubernetes,
  calico,
  ibmCloud,
  tencentCloud,
  linux,
  terraform,
  docker,
  githubActions,
  openapi,
  npm,
  dataFiles,
  firewallRules,
  x509,
  json,
]
