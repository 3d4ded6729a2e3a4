import { resourceAt } from '../../runtime/documents/resource-at.js'
import { field, wordOf } from '../../runtime/member.js'
import type { Source } from '../../runtime/model/index.js'
import { checkFirewallRules, firewallRulesType } from '../../runtime/policies/index.js'

/**
 * The rules of a firewall that has no export of its own, as a plain list: `kind: FirewallRules` of policytest.
 * The resource is the `spec`; its name is the document's, or what the subject calls `firewall`.
 */
export const firewall: Source = {
  name: 'firewall',
  reads: 'rules of any firewall, converted to a plain list (kind: FirewallRules)',
  accepts: ({ data }) =>
    `${wordOf(field(data, 'apiVersion'))}/${wordOf(field(data, 'kind'))}` === firewallRulesType,
  read(document) {
    const checked = checkFirewallRules(document)
    if ('problems' in checked) return { resources: [], problems: checked.problems }
    const name = checked.name ?? document.subject.firewall ?? 'firewall'
    // not the checked copy: a finding is placed by the identity of the document's own values
    const { spec } = document.data as { readonly spec: unknown }
    return { resources: [resourceAt(document, '/spec', spec, { type: firewallRulesType, id: name, name })] }
  },
}
