import { allPorts } from '../../runtime/firewall/ports.js'
import { anyProtocol, protocolsOf } from '../../runtime/firewall/protocols.js'
import type { NamedPort, Ports, Protocols } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'

/** What one entry of a policy's ports matches. */
export interface PortMatch {
  readonly protocols: Protocols
  readonly ports: Ports
  readonly unknown?: string
}

/** The named ports of the pod that the connection goes to; undefined while it is not known. */
export type OwnPorts = readonly NamedPort[] | undefined

/** What a named port matches, of a protocol or of any. Where the pod has none of that name, nothing. */
export function portsNamed(name: string, protocol: number | undefined, own: OwnPorts): readonly PortMatch[] {
  if (!own) {
    const protocols = protocol === undefined ? anyProtocol : protocolsOf(protocol)
    return [{ protocols, ports: allPorts, unknown: `the number of port ${quoted(name)}, which pods name` }]
  }
  return own
    .filter((port) => port.name === name && (protocol === undefined || port.protocol === protocol))
    .map((port) => ({ protocols: protocolsOf(port.protocol), ports: port.ports }))
}
