import type { Platform } from '../../runtime/model/index.js'
import { hostExports } from './exports.js'
import { linuxFunctions } from './functions.js'
import { iptablesReader, iptablesTableReader } from './iptables-ruleset.js'
import { iptables } from './iptables-source.js'
import { sshd } from './sshd-source.js'

const exports = hostExports()

/** A Linux host: its packet filter, its SSH server. */
export const linux: Platform = {
  name: 'linux',
  sources: [iptables, sshd],
  rulesets: [iptablesReader, iptablesTableReader],
  exports,
  types: exports.flatMap(({ types }) => types),
  functions: linuxFunctions,
}
