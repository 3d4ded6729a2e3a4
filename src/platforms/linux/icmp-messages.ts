import { allPorts, icmpMessages, portNumber } from '../../runtime/firewall/ports.js'
import type { Ports } from '../../runtime/model/index.js'

/** Types and codes by the names that iptables(8) gives them: `3/1`. */
const names4 = table(
  '0=echo-reply,pong 3=destination-unreachable 3/0=network-unreachable 3/1=host-unreachable ' +
    '3/2=protocol-unreachable 3/3=port-unreachable 3/4=fragmentation-needed 3/5=source-route-failed ' +
    '3/6=network-unknown 3/7=host-unknown 3/9=network-prohibited 3/10=host-prohibited ' +
    '3/11=tos-network-unreachable 3/12=tos-host-unreachable 3/13=communication-prohibited ' +
    '3/14=host-precedence-violation 3/15=precedence-cutoff 4=source-quench 5=redirect 5/0=network-redirect ' +
    '5/1=host-redirect 5/2=tos-network-redirect 5/3=tos-host-redirect 8=echo-request,ping 9=router-advertisement ' +
    '10=router-solicitation 11=time-exceeded,ttl-exceeded 11/0=ttl-zero-during-transit ' +
    '11/1=ttl-zero-during-reassembly 12=parameter-problem 12/0=ip-header-bad 12/1=required-option-missing ' +
    '13=timestamp-request 14=timestamp-reply 17=address-mask-request 18=address-mask-reply',
)

/** The same of ip6tables(8). */
const names6 = table(
  '1=destination-unreachable 1/0=no-route 1/1=communication-prohibited 1/2=beyond-scope ' +
    '1/3=address-unreachable 1/4=port-unreachable 1/5=failed-policy 1/6=reject-route 2=packet-too-big ' +
    '3=time-exceeded,ttl-exceeded 3/0=ttl-zero-during-transit 3/1=ttl-zero-during-reassembly ' +
    '4=parameter-problem 4/0=bad-header 4/1=unknown-header-type 4/2=unknown-option 128=echo-request,ping ' +
    '129=echo-reply,pong 130=mld-listener-query 131=mld-listener-report 132=mld-listener-done ' +
    '133=router-solicitation 134=router-advertisement 135=neighbour-solicitation,neighbor-solicitation ' +
    '136=neighbour-advertisement,neighbor-advertisement 137=redirect',
)

/** The messages that `--icmp-type` or `--icmpv6-type` names, by type, type and code, or name; undefined for no such. */
export function icmpMessagesNamed(text: string, option: '--icmp-type' | '--icmpv6-type'): Ports | undefined {
  const name = text.toLowerCase()
  // 255 is any type to iptables, and not to ip6tables
  if (name === 'any' || (name === '255' && option === '--icmp-type')) return allPorts
  const [type = '', code, ...more] = ((option === '--icmp-type' ? names4 : names6).get(name) ?? name).split(
    '/',
  )
  const [typeNumber, codeNumber] = [portNumber(type), code === undefined ? undefined : portNumber(code)]
  if (more.length > 0 || typeNumber === undefined || typeNumber > 255) return undefined
  if (code !== undefined && (codeNumber === undefined || codeNumber > 255)) return undefined
  return icmpMessages(typeNumber, codeNumber)
}

function table(text: string): ReadonlyMap<string, string> {
  const entries = text.split(' ').map((entry) => entry.split('='))
  return new Map(entries.flatMap(([message = '', names = '']) => names.split(',').map((n) => [n, message])))
}
