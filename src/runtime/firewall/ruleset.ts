import type { AddressSet, Member, Origin, Peers, Rule } from '../model/index.js'
import { anyAddress, noAddress } from './cidr-set.js'
import { allPorts } from './ports.js'
import { anyProtocol } from './protocols.js'

export const anyone: Peers = { addresses: anyAddress, members: [] }
export const nobody: Peers = { addresses: noAddress, members: [] }

/** A rule that matches everything, but for what is given. */
export function ruleOf(rule: Pick<Rule, 'origin' | 'action'> & Partial<Rule>): Rule {
  return {
    protocols: anyProtocol,
    ports: allPorts,
    sourcePorts: allPorts,
    peers: anyone,
    local: anyAddress,
    interfaces: [],
    unknown: [],
    ...rule,
  }
}

/**
 * Rules for a place that cannot be read: whatever would come after it may be allowed or denied.
 * The mistake surfaces as an undecided answer that names it.
 */
export function undecidable(origin: Origin, reason: string): Rule[] {
  const unknown = [reason]
  return [ruleOf({ origin, action: 'allow', unknown }), ruleOf({ origin, action: 'deny', unknown })]
}

/** Peers that are addresses and nothing else. */
export function addressPeers(addresses: AddressSet): Peers {
  return { addresses, members: [] }
}

/** A reference to a security group; names that are missing or empty do not count. */
export function groupMember(
  names: readonly unknown[],
  addresses: AddressSet = anyAddress,
): Member | undefined {
  const known = names.filter((name): name is string => typeof name === 'string' && name !== '')
  const [first] = known
  if (first === undefined) return undefined
  return {
    kind: 'group',
    key: `group:${first}`,
    names: known,
    label: `group ${known.at(1) ?? first}`,
    addresses,
  }
}
