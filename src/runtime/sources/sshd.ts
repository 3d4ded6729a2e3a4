import { isSshdSettings } from '../documents/text.js'
import type { Source } from '../model.js'
import { resourceAt } from './resource.js'

/** Keywords that `sshd -T` may print several times, once for each value. */
const repeatable: ReadonlySet<string> = new Set([
  'acceptenv',
  'allowgroups',
  'allowusers',
  'denygroups',
  'denyusers',
  'hostcertificate',
  'hostkey',
  'listenaddress',
  'permitlisten',
  'permitopen',
  'port',
  'setenv',
  'subsystem',
])

/**
 * The settings in force of an SSH server, as `sshd -T` prints them: one map of the keywords in lower case. The value is
 * the text behind the keyword; a list of them for keywords that may be there several times. The subject's `node` names it.
 */
export const sshd: Source = {
  name: 'sshd',
  reads: 'sshd -T: the settings in force of an SSH server',
  accepts: ({ format, data }) => format === 'text' && typeof data === 'string' && isSshdSettings(data),
  resources(document) {
    const settings: Record<string, string | string[]> = Object.create(null)
    const lines = new Map<string, number>()
    for (const [line, text] of String(document.data).split(/\r?\n/).entries()) {
      const [, keyword, value] = /^([a-z0-9]+) ?(.*)$/.exec(text) ?? []
      if (keyword === undefined || value === undefined) continue
      const known = settings[keyword]
      if (Array.isArray(known)) lines.set(`${keyword}/${known.push(value) - 1}`, line)
      else settings[keyword] = repeatable.has(keyword) ? [value] : value
      if (known === undefined) lines.set(keyword, line).set(`${keyword}/0`, line)
    }
    const name = document.subject.node ?? 'sshd'
    const resource = resourceAt(document, '', settings, { type: 'openssh/Sshd', id: name, name })
    const locate = (pointer: string) => document.locate(`/${lines.get(pointer.slice(1)) ?? 0}`)
    return [{ ...resource, locate }]
  },
}
