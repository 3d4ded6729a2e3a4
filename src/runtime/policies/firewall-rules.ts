import type { Diagnostic, Document } from '../model/index.js'
import { apiVersion } from './formats/words.js'
import { firewallRulesFormat } from './formats/firewall-rules.js'
import { schemaDiagnostics } from './mistakes/schema-diagnostics.js'

/** The type of the resource that a file of firewall rules gives, and the start of such a file. */
export const firewallRulesType = `${apiVersion}/FirewallRules`

/** The name that a file of firewall rules gives itself, or what is wrong with the file. */
export function checkFirewallRules(
  document: Document,
): { readonly name?: string | undefined } | { readonly problems: readonly Diagnostic[] } {
  const parsed = firewallRulesFormat.safeParse(document.data)
  if (parsed.success) return { name: parsed.data.metadata?.name }
  const { data, locate } = document
  const places = { data, errors: [], locate, offsetIn: (at: string) => locate(at).start, lineAt: () => '' }
  const diagnostics = schemaDiagnostics(firewallRulesFormat, parsed.error.issues, places)
  return { problems: diagnostics.map(({ sourceLine: _, ...diagnostic }) => diagnostic) }
}
