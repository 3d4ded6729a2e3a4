import { parseCidr } from '../../runtime/firewall/cidr-set.js'
import { allLabels, labelSetOf } from '../../runtime/firewall/labels.js'
import { field, listAt, textAt, wordOf } from '../../runtime/member.js'
import type { Endpoint, LabelSet } from '../../runtime/model/index.js'
import { podEndpoint } from '../kubernetes/peer.js'
import { type LabelLookup, namespaceLabel } from './selector.js'

const none = allLabels(new Map())

/**
 * A pod, workload endpoint or host endpoint. Without a namespace it is a host endpoint, of which no namespace and no
 * service account says anything.
 */
export function calicoEndpoint(object: unknown, namespace?: unknown, account?: unknown): Endpoint {
  const isPod = field(object, 'kind') === 'Pod' || textAt(object, 'metadata', 'namespace') !== undefined
  if (isPod) return podEndpoint(object, namespace, account)
  const ips = listAt(object, 'spec', 'expectedIPs').map((ip) =>
    typeof ip === 'string' ? parseCidr(ip) : undefined,
  )
  return {
    label: `endpoint ${textAt(object, 'metadata', 'name') ?? '?'}`,
    labels: labelSetOf(object),
    namespaceLabels: none,
    serviceAccountLabels: none,
    hostNetwork: false,
    addresses: ips.filter((ip) => ip !== undefined),
    ports: [],
  }
}

/** Whether an object is the endpoint of a host, and not of a workload. */
export function isHostEndpoint(object: unknown): boolean {
  return wordOf(field(object, 'kind')).toLowerCase() === 'hostendpoint'
}

/**
 * The labels that selectors see of an endpoint: its own, and those that Calico derives: its namespace (the API v1 of 2017
 * had a label of its own for that), who runs it, its service account, and the labels of both under a prefix.
 */
export function labelsOfEndpoint(endpoint: Endpoint): LabelLookup {
  const { labels, namespace, namespaceLabels, serviceAccount, serviceAccountLabels } = endpoint
  const derived: LabelLookup =
    namespace === undefined
      ? () => undefined
      : (label) => {
          if (label === namespaceLabel || label === 'calico/k8s_ns') return namespace
          if (label === 'projectcalico.org/orchestrator') return 'k8s'
          return label === 'projectcalico.org/serviceaccount' ? (serviceAccount ?? null) : undefined
        }
  return (label) => {
    const own = derived(label)
    if (own !== undefined) return own
    const known = valueIn(labels, label)
    if (typeof known === 'string') return known
    return (
      inherited(label, 'pcns.', namespace, namespaceLabels) ??
      inherited(label, 'pcsa.', serviceAccount, serviceAccountLabels) ??
      missing(label, known, namespaceLabels, serviceAccountLabels)
    )
  }
}

/** The labels that selectors see of a network set. Which others Calico gives it depends on its version. */
export function labelsOfSet(labels: LabelSet, namespace: string | undefined): LabelLookup {
  return (label) => {
    if (label === namespaceLabel) return namespace
    const known = valueIn(labels, label)
    if (typeof known === 'string') return known
    if (label === 'projectcalico.org/name' || label === 'projectcalico.org/kind') return null
    if (namespace === undefined || !label.startsWith('pcns.')) return known
    return isName(label, 'pcns.') ? namespace : null
  }
}

function valueIn({ known, complete }: LabelSet, label: string): string | undefined | null {
  return known.get(label) ?? (complete ? undefined : null)
}

function inherited(
  label: string,
  prefix: string,
  name: string | undefined,
  labels: LabelSet,
): string | undefined {
  if (!label.startsWith(prefix)) return undefined
  return isName(label, prefix) ? name : labels.known.get(label.slice(prefix.length))
}

/** Calico labels namespaces and service accounts by their names. */
function isName(label: string, prefix: string): boolean {
  return label === `${prefix}projectcalico.org/name`
}

function missing(
  label: string,
  own: undefined | null,
  namespaces: LabelSet,
  accounts: LabelSet,
): undefined | null {
  if (own === null) return null
  if (label.startsWith('pcns.')) return namespaces.complete ? undefined : null
  if (label.startsWith('pcsa.')) return accounts.complete ? undefined : null
  return undefined
}
