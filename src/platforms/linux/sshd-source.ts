import { resourceAt, textOf } from '../../runtime/documents/resource-at.js'
import type { Source } from '../../runtime/model/index.js'

/**
 * The settings in force of an SSH server, as `sshd -T` prints them: a map of the keywords, in lower case, to lists of
 * their values, of which some have several (`listenaddress`). The subject's `node` names it. Each value has its line.
 */
export const sshd: Source = {
  name: 'sshd',
  reads: 'sshd -T: the settings in force of an SSH server',
  accepts: ({ format, data }) => format === 'text' && typeof data === 'string' && isSshdSettings(data),
  isText: isSshdSettings,
  read(document) {
    const settings: Record<string, string[]> = {}
    const lines = new Map<string, number>()
    for (const [line, text] of textOf(document).split(/\r?\n/).entries()) {
      const [, keyword, value] = /^([a-z0-9]+) ?(.*)$/s.exec(text) ?? []
      if (keyword === undefined || value === undefined) continue
      const values = Object.hasOwn(settings, keyword) ? settings[keyword] : undefined
      if (values === undefined) {
        settings[keyword] = [value]
        lines.set(`/${keyword}`, line)
      } else values.push(value)
      lines.set(`/${keyword}/${(values?.length ?? 1) - 1}`, line)
    }
    const name = document.subject.node ?? 'sshd'
    const resource = resourceAt(document, '', settings, { type: 'openssh/Sshd', id: name, name })
    const locate = (pointer: string) => document.locate(`/${lines.get(pointer) ?? 0}`)
    return { resources: [{ ...resource, locate }] }
  },
}

/** Whether a text is what `sshd -T` writes: a keyword and its value on each line, the ports among the first. */
function isSshdSettings(text: string): boolean {
  return /^(?:[a-z0-9]+ [^\n]*\n)*?port \d+\r?\n/.test(text) && /^permitrootlogin \S+\r?$/m.test(text)
}
