import { resourceAt, throwIfAny } from '../../runtime/documents/resource-at.js'
import { isIptablesSave } from '../../runtime/documents/text.js'
import type { Diagnostic, Document, Source } from '../../runtime/model/index.js'
import { iptablesLine, parseIptablesSave } from './iptables-save.js'

/**
 * What `iptables-save` prints on one host, all its tables together: a packet has to pass them all. Type
 * `iptables/Ruleset`, or `ip6tables/Ruleset` for IPv6; named after the subject's `node`. Every chain and every rule has
 * its own line.
 */
export const iptables: Source = {
  name: 'iptables',
  reads: 'iptables-save and ip6tables-save: the packet filter of a host',
  accepts: ({ format, data }) => format === 'text' && typeof data === 'string' && isIptablesSave(data),
  resources(document) {
    const { save, problems } = parseIptablesSave(String(document.data))
    const mistakes = problems.map(({ line, message }) => remark('error', document, line, message))
    if (save.tables.length === 0 && mistakes.length === 0) {
      const hint = 'export it as root: iptables-save'
      mistakes.push(remark('error', document, 1, 'no table of a packet filter', hint))
    }
    throwIfAny(mistakes)
    const name = document.subject.node ?? 'iptables'
    const type = save.family === 'ipv6' ? 'ip6tables/Ruleset' : 'iptables/Ruleset'
    const resource = resourceAt(document, '', save, { type, id: name, name })
    return [{ ...resource, locate: (pointer) => document.locate(lineAt(iptablesLine(save, pointer))) }]
  },
  warnings: (document) => [...namelessHost(document), ...rulesElsewhere(document)],
}

/** A line as the pointer into a text document. */
function lineAt(line: number): string {
  return `/${line - 1}`
}

function namelessHost(document: Document): Diagnostic[] {
  if (document.subject.node !== undefined) return []
  const hint = 'name the host in snapshot.yaml or the config: subject: {node: worker-1}'
  return [remark('warning', document, 1, 'the text does not say whose packet filter this is', hint)]
}

/** What the program says of rules that are in force and that it does not print. */
function rulesElsewhere(document: Document): Diagnostic[] {
  const lines = String(document.data).split(/\r\n|\n|\r/)
  return lines.flatMap((text, i) => {
    const [, legacy, table] =
      /^# Warning: (ip6?tables)-legacy tables present|^# Table [`'](\w{1,32})' is incompatible/.exec(text) ??
      []
    if (legacy !== undefined) {
      const message = `rules of ${legacy}-legacy are in force that are not in this export`
      return [remark('warning', document, i + 1, message, `export them too: ${legacy}-legacy-save`)]
    }
    if (table === undefined) return []
    const message = `table ${table} has rules of nft that iptables-save cannot print`
    return [remark('warning', document, i + 1, message, 'see them with nft list ruleset')]
  })
}

function remark(
  level: Diagnostic['level'],
  document: Document,
  line: number,
  message: string,
  hint?: string,
): Diagnostic {
  const location = document.locate(lineAt(line))
  return { code: 'source-item', level, message, ...(hint === undefined ? {} : { hint }), location }
}
