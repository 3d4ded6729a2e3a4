import { anyAddress, noAddress, parseCidr, uniteAll } from '../../runtime/firewall/cidr-set.js'
import { labelsOf, selectorMatches } from '../../runtime/firewall/labels.js'
import { field, isSet, listAt, textAt } from '../../runtime/member.js'
import type { Endpoint, Member } from '../../runtime/model/index.js'

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
        ? endpoint.namespaceLabels && selectorMatches(namespaces, endpoint.namespaceLabels)
        : namespace === undefined || namespace === endpoint.namespace
      const chosen = selectorMatches(pods, endpoint.labels)
      if (inNamespace === false || chosen === false) return false
      return inNamespace === undefined || chosen === undefined ? undefined : true
    },
  }
}

/** A pod as selectors see it. Every namespace carries its name as the label `kubernetes.io/metadata.name`. */
export function podEndpoint(pod: unknown, namespaceObject?: unknown): Endpoint {
  const namespace = textAt(pod, 'metadata', 'namespace') ?? 'default'
  const ips = [
    field(pod, 'status', 'podIP'),
    ...listAt(pod, 'status', 'podIPs').map((entry) => field(entry, 'ip')),
  ]
  const addresses = ips
    .map((ip) => (typeof ip === 'string' ? parseCidr(ip) : undefined))
    .filter((set) => set !== undefined)
  return {
    labels: labelsOf(pod),
    namespace,
    ...(isSet(namespaceObject)
      ? {
          namespaceLabels: new Map([
            ['kubernetes.io/metadata.name', namespace],
            ...labelsOf(namespaceObject),
          ]),
        }
      : {}),
    addresses: addresses.length > 0 ? uniteAll(addresses) : noAddress,
  }
}

/** JSON with the keys in order, so that equal selectors are equal texts. Deep nesting, which no selector has, is cut. */
function canonical(value: unknown, depth = 0): string {
  if (depth > 8) return '…'
  if (Array.isArray(value)) return `[${value.map((element) => canonical(element, depth + 1)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, depth + 1)}`).join(',')}}`
}
