import { field, isSet, listAt } from '../../runtime/member.js'
import { isUnknown } from './unknown.js'

/** The protocol and what belongs to it, from arguments or from the block of a protocol; without either, the default. */
export function traffic(
  values: unknown,
  given: (argument: string) => unknown,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  for (const protocol of ['tcp', 'udp', 'icmp']) {
    const block = field(values, protocol)
    if (isUnknown(block)) return { protocol: block }
    const inside = listAt(block, 0) === undefined ? undefined : field(block, 0)
    if (inside === undefined) continue
    return { protocol, ...pick(names, (name) => field(inside, name)) }
  }
  return { protocol: given('protocol') ?? 'icmp_tcp_udp', ...pick(names, given) }
}

/** What is set of these names. For the provider a port 0 is none. */
export function pick(names: readonly string[], get: (name: string) => unknown) {
  const isGiven = ([name, value]: readonly [string, unknown]) =>
    isSet(value) && !(value === 0 && name.includes('port_'))
  return Object.fromEntries(names.map((name) => [name, get(name)] as const).filter(isGiven))
}
