import { anyAddress, parseCidr } from '../../runtime/firewall/cidr-set.js'
import { labelSetOf, selectorMatches, unknownLabels } from '../../runtime/firewall/labels.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolNumber } from '../../runtime/firewall/protocols.js'
import { field, isSet, listAt, textAt } from '../../runtime/member.js'
import type { AddressSet, Endpoint, LabelSet, Member, NamedPort } from '../../runtime/model/index.js'

/**
 * The pods of a NetworkPolicy peer: of the namespaces that are selected, else of the policy's own. A policy may ask for
 * them by the same pair of selectors, with or without that namespace.
 */
export function podPeer(pods: unknown, namespaces: unknown, namespace?: string): Member {
  const everywhere = isSet(namespaces)
  const selectors = {
    ...(everywhere ? { namespaceSelector: namespaces } : {}),
    ...(isSet(pods) ? { podSelector: pods } : {}),
  }
  const name = canonical(selectors)
  const own = everywhere || namespace === undefined ? name : canonical({ ...selectors, namespace })
  return {
    kind: 'selector',
    key: `pods:${own}`,
    names: own === name ? [name] : [own, name],
    label: `pods ${own}`,
    addresses: anyAddress,
    selects: (endpoint) => {
      if (endpoint.namespace === undefined) return false
      const inNamespace = everywhere
        ? selectorMatches(namespaces, endpoint.namespaceLabels)
        : namespace === undefined || namespace === endpoint.namespace
      const chosen = selectorMatches(pods, endpoint.labels)
      if (inNamespace === false || chosen === false) return false
      // what selectors say of pods on the network of their host is left to who enforces them
      return inNamespace === undefined || chosen === undefined || endpoint.hostNetwork ? undefined : true
    },
  }
}

/** A pod as selectors see it, with its Namespace and ServiceAccount where they are given. */
export function podEndpoint(pod: unknown, namespaceObject?: unknown, serviceAccount?: unknown): Endpoint {
  const namespace = textAt(pod, 'metadata', 'namespace') ?? 'default'
  return {
    label: `pod ${namespace}/${textAt(pod, 'metadata', 'name') ?? '?'}`,
    labels: labelSetOf(pod),
    namespace,
    namespaceLabels: namespaceLabels(namespace, namespaceObject),
    ...accountOf(pod, serviceAccount),
    hostNetwork: field(pod, 'spec', 'hostNetwork') === true,
    addresses: addressesOf(pod),
    ports: namedPorts(pod),
  }
}

/** A pod that names no account gets `default` from the API server; of what is no more than metadata nobody knows. */
function accountOf(pod: unknown, object: unknown): Pick<Endpoint, 'serviceAccount' | 'serviceAccountLabels'> {
  const spec = field(pod, 'spec')
  const name = textAt(spec, 'serviceAccountName') ?? (isSet(spec) ? 'default' : undefined)
  const own = isSet(object) && textAt(object, 'metadata', 'name') === name
  const serviceAccountLabels = own ? labelSetOf(object) : unknownLabels
  return name === undefined ? { serviceAccountLabels } : { serviceAccount: name, serviceAccountLabels }
}

/** Every namespace carries its name as a label; the others are known when its object is given. */
export function namespaceLabels(name: string, object: unknown): LabelSet {
  const own = isSet(object) && (textAt(object, 'metadata', 'name') ?? name) === name
  const { known, complete } = own ? labelSetOf(object) : unknownLabels
  return { known: new Map([...known, ['kubernetes.io/metadata.name', name]]), complete }
}

/** Each address once; none when one of them cannot be read. */
function addressesOf(pod: unknown): readonly AddressSet[] {
  const ips = new Set(
    [
      field(pod, 'status', 'podIP'),
      ...listAt(pod, 'status', 'podIPs').map((entry) => field(entry, 'ip')),
    ].filter(isSet),
  )
  const sets = [...ips].map((ip) => (typeof ip === 'string' ? parseCidr(ip) : undefined))
  const known = sets.filter((set) => set !== undefined)
  return known.length === sets.length ? known : []
}

/** The ports that a pod's containers name. */
export function namedPorts(pod: unknown): readonly NamedPort[] {
  return [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')]
    .flatMap((container) => listAt(container, 'ports'))
    .flatMap((port) => {
      const [name, number] = [field(port, 'name'), field(port, 'containerPort')]
      const protocol = protocolNumber(textAt(port, 'protocol') ?? 'tcp')
      const ports = portRange(number, number)
      if (typeof name !== 'string' || protocol === undefined || !ports) return []
      return [{ name, protocol, ports }]
    })
}

/** JSON with the keys in order, so that equal selectors are equal texts. Deep nesting, which no selector has, is cut. */
function canonical(value: unknown, depth = 0): string {
  if (depth > 8) return '…'
  if (Array.isArray(value)) return `[${value.map((element) => canonical(element, depth + 1)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, depth + 1)}`).join(',')}}`
}
