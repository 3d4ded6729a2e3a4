import * as z from 'zod'
import { parseCidr } from '../firewall/cidr-set.js'
import { parsePorts } from '../firewall/ports.js'
import { protocolNumber } from '../firewall/protocols.js'
import type { Diagnostic, Document } from '../model/index.js'
import { apiVersion } from '../model/index.js'
import { once } from '../once.js'
import { envelope } from './formats/envelope.js'
import { text } from './formats/words.js'
import { schemaDiagnostics } from './mistakes/schema-diagnostics.js'

/** The file format of a firewall's rules, written down or converted where no source reads the firewall's own export. */
export const firewallRulesFormat = once(() => {
  const protocol = z
    .union([z.string(), z.int()])
    .refine((written) => isAny(written) || protocolNumber(written) !== undefined, {
      error: 'is not a protocol: use all, tcp, udp, icmp, another name or a number from 0 to 255',
    })
    .describe('all, tcp, udp, icmp (ICMPv6 too), another name or a number. Default: all.')

  const ports = z
    .union([z.string(), z.int()])
    .refine((written) => isAny(written) || parsePorts(String(written)) !== undefined, {
      error: "is not a list of ports: write it as '443' or '443,20000-32767', or all",
    })
    .describe("Destination ports: '443,20000-32767'. Default: all.")

  const addresses = z
    .string()
    .refine((written) => isAny(written) || parseCidr(written) !== undefined, {
      error: 'is not an address or a CIDR block: write it as 169.46.7.238, 10.0.0.0/8 or any',
    })
    .describe('An address, a CIDR block or any. Default: any.')

  const rule = z
    .strictObject({
      direction: z.enum(['inbound', 'outbound']).describe('Seen from what the firewall protects.'),
      action: z.enum(['allow', 'deny']),
      protocol: protocol.exactOptional(),
      ports: ports.exactOptional(),
      source: addresses.exactOptional(),
      destination: addresses.exactOptional(),
      description: text
        .describe('The rule in the words of its firewall, or why it is there.')
        .exactOptional(),
    })
    .describe('The first rule that matches decides.')

  return envelope(
    'FirewallRules',
    z.strictObject({
      description: text.exactOptional(),
      rules: z.array(rule).describe('In order. What no rule matches is denied.'),
    }),
  ).meta({ title: 'FirewallRules', description: 'The rules of a firewall that has no export of its own.' })
})

function isAny(written: string | number): boolean {
  return written === 'all' || written === 'any'
}

/** The type of the resource that a file of firewall rules gives, and the start of such a file. */
export const firewallRulesType = `${apiVersion}/FirewallRules`

/** The name that a file of firewall rules gives itself, or what is wrong with the file. */
export function checkFirewallRules(
  document: Document,
): { readonly name?: string | undefined } | { readonly problems: readonly Diagnostic[] } {
  const parsed = firewallRulesFormat().safeParse(document.data)
  if (parsed.success) return { name: parsed.data.metadata?.name }
  const { data, locate } = document
  const places = { data, errors: [], locate, offsetIn: (at: string) => locate(at).start, lineAt: () => '' }
  const diagnostics = schemaDiagnostics(firewallRulesFormat(), parsed.error.issues, places)
  return { problems: diagnostics.map(({ sourceLine: _, ...diagnostic }) => diagnostic) }
}
