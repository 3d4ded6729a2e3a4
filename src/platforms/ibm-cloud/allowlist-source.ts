import { isCidr, isIp } from '../../runtime/cel/index.js'
import { resourceAt, textOf } from '../../runtime/documents/resource-at.js'
import type { Gap, Source } from '../../runtime/model/index.js'

const type = 'ibm.ks/PrivateEndpointAllowlist'

/**
 * The allow-list of a private endpoint as its command prints it, which is documented nowhere: every network and address
 * in the text, each with its line, and whether the list is in force where the text says so.
 */
export const ibmAllowlist: Source = {
  name: 'ibm-allowlist',
  reads: 'ibmcloud ks cluster master private-service-endpoint allowlist get: as text',
  accepts: ({ format, data }) => format === 'text' && typeof data === 'string' && isAllowlist(data),
  isText: isAllowlist,
  read(document) {
    const text = textOf(document)
    const subnets = text
      .split(/\r\n|[\r\n]/)
      .flatMap((line, number) => networksIn(line).map((subnet) => ({ subnet, line: number })))
    const enabled = enabledIn(text)
    const data = { ...(enabled !== undefined && { enabled }), subnets: subnets.map(({ subnet }) => subnet) }
    const name = document.subject.cluster ?? 'private-endpoint-allowlist'
    const resource = resourceAt(document, '', data, { type, id: name, name })
    const lineOf = (pointer: string) => subnets[Number(/^\/subnets\/(\d+)/.exec(pointer)?.[1])]?.line ?? 0
    const gaps: Gap[] =
      enabled === undefined
        ? [
            {
              types: [type],
              message: `${type} ${name}: the text does not say whether the allow-list is in force`,
              hint: 'the API does: GET /v1/acl/{cluster}; context-based restrictions have replaced it: ibmcloud cbr rules --output json',
              location: document.locate(''),
            },
          ]
        : []
    return { resources: [{ ...resource, locate: (pointer) => document.locate(`/${lineOf(pointer)}`) }], gaps }
  },
}

/** Whether a text speaks of an allow-list and has networks or says whether it is in force. */
function isAllowlist(text: string): boolean {
  const start = text.slice(0, 10_000)
  if (!/\ballow[- ]?list\b/i.test(start) || /^\s*[[{*#]|^(?:apiVersion|kind):/m.test(start)) return false
  return enabledIn(start) !== undefined || start.split('\n').some((line) => networksIn(line).length > 0)
}

function networksIn(line: string): string[] {
  const words = line.slice(0, 10_000).split(/[\s,;|"'[\]()]+/)
  return words.filter(
    (word) => /^[0-9a-fA-F.:/]{3,60}$/.test(word) && /[.:]/.test(word) && (isCidr(word) || isIp(word)),
  )
}

function enabledIn(text: string): boolean | undefined {
  const start = text.slice(0, 10_000)
  const [, word] = /\benabled\s{0,20}:\s{0,20}(true|false|yes|no)\b/i.exec(start) ?? []
  if (word !== undefined) return /true|yes/i.test(word)
  if (/\b(?:not|never) enabled\b|\bdisabled\b/i.test(start)) return false
  return /\ballow[- ]?list\b[^\n]{0,40}\b(?:is|:)\s{0,20}enabled\b/i.test(start) ? true : undefined
}
