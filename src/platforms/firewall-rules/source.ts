import { isRecord, resourceAt } from '../../runtime/documents/resource-at.js'
import { InputError } from '../../runtime/input-error.js'
import type { Document, Source } from '../../runtime/model/index.js'
import { apiVersion } from '../../runtime/policies/formats/common.js'
import { schemaDiagnostics } from '../../runtime/policies/issues.js'
import { firewallRulesFormat } from './format.js'

/**
 * The rules of a firewall that has no export of its own, as a plain list: `kind: FirewallRules` of policytest.
 * The resource is the `spec`; its name is the document's, or what the subject calls `firewall`.
 */
export const firewall: Source = {
  name: 'firewall',
  reads: 'rules of any firewall, converted to a plain list (kind: FirewallRules)',
  accepts: ({ data }) => isRecord(data) && data.apiVersion === apiVersion && data.kind === 'FirewallRules',
  resources(document) {
    const parsed = firewallRulesFormat.safeParse(document.data)
    if (!parsed.success) throw mistakesIn(document, parsed.error.issues)
    const { metadata } = parsed.data
    const name = metadata?.name ?? document.subject.firewall ?? 'firewall'
    // not `parsed.data`: a finding is placed by the identity of the document's own values
    const spec = (document.data as { readonly spec: unknown }).spec
    return [resourceAt(document, '/spec', spec, { type: `${apiVersion}/FirewallRules`, id: name, name })]
  },
}

function mistakesIn(document: Document, issues: Parameters<typeof schemaDiagnostics>[1]): InputError {
  const { data, locate } = document
  const places = { data, errors: [], locate, offsetIn: (at: string) => locate(at).start, lineAt: () => '' }
  const diagnostics = schemaDiagnostics(firewallRulesFormat, issues, places)
  return new InputError(diagnostics.map(({ sourceLine: _, ...diagnostic }) => diagnostic))
}
