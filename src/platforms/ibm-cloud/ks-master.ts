import { field, isRecord, listAt, textAt } from '../../runtime/member.js'
import { formatPointer } from '../../runtime/pointer.js'
import type { Item, Kind } from './collections.js'

/** The certificates of the cluster's authority, base64 of PEM; whose they are the subject has to say. */
const caCertificate: Kind = {
  type: 'ibm.ks/CaCertificate',
  lists: [],
  is: (item) => textAt(item, 'caCert') !== undefined && !('logSource' in item) && !('auditServer' in item),
  idOf: (_, subject) => subject.cluster ?? 'ca',
}

/**
 * The networks that the private endpoint lets in. It says neither its own name nor its cluster's: the subject has to.
 * The API tells what its owner added from what IBM did; policies see both as one list, too.
 */
const allowlist: Kind = {
  type: 'ibm.ks/PrivateEndpointAllowlist',
  lists: [],
  is: (item) => isAllowlist(item) || aclLists.some((name) => isRecord(item[name])),
  idOf: (_, subject) => subject.cluster ?? 'private-endpoint-allowlist',
  view: {
    data: (item) =>
      isAllowlist(item)
        ? item
        : {
            ...item,
            enabled: isRecord(item.actualCSEACLList),
            subnets: subnetPlaces(item).map(([, subnet]) => subnet),
          },
    pointer: (pointer, item) => {
      const [, index, rest = ''] = /^\/subnets\/(\d+)(.*)$/s.exec(pointer) ?? []
      const place = index === undefined || isAllowlist(item) ? undefined : subnetPlaces(item)[Number(index)]
      return place === undefined ? pointer : place[0] + rest
    },
  },
}

/** What is in force, and what will be. */
const aclLists = ['actualCSEACLList', 'desiredCSEACLList'] as const

function isAllowlist(item: Item): boolean {
  return typeof item.enabled === 'boolean' && Array.isArray(item.subnets) && !('id' in item)
}

/** The entries in force with their places. */
function subnetPlaces(item: Item): (readonly [pointer: string, subnet: unknown])[] {
  return ['customAclEntries', 'systemAclEntries'].flatMap((list) =>
    listAt(item, 'actualCSEACLList', list).map(
      (subnet, i) => [`/actualCSEACLList/${list}/${i}`, subnet] as const,
    ),
  )
}

/** Where the events of the API server are sent. Its JSON holds a private key, its text does not. */
const auditWebhook: Kind = {
  type: 'ibm.ks/AuditWebhook',
  lists: [],
  is: (item) => 'auditServer' in item,
  idOf: (_, subject) => subject.cluster ?? 'audit-webhook',
  lacks: (item) =>
    'policy' in item
      ? undefined
      : {
          message: 'the JSON does not say which events are sent',
          hint: 'export the text instead, which holds no key either: ibmcloud ks cluster master audit-webhook get --cluster C',
        },
}

/**
 * The levels of Pod Security that hold where a namespace has no label. What the command prints is not documented: any
 * object is taken that has the defaults, at its top or in its only member that has.
 */
export const podSecurity: Kind = {
  type: 'ibm.ks/PodSecurity',
  lists: [],
  is: (item) => podSecurityIn(item) !== undefined,
  idOf: (_, subject) => subject.cluster ?? 'pod-security',
  view: {
    data: (item) => podSecurityIn(item)?.data ?? item,
    pointer: (pointer, item) => (podSecurityIn(item)?.pointer ?? '') + pointer,
  },
}

function podSecurityIn(item: Item): { readonly pointer: string; readonly data: Item } | undefined {
  const kind = textAt(item, 'kind')
  if (kind !== undefined && kind !== 'PodSecurityConfiguration') return undefined
  if (hasDefaults(item)) return { pointer: '', data: item }
  if (kind !== undefined) return undefined
  const inner = Object.entries(item).flatMap(([key, data]) =>
    isRecord(data) && hasDefaults(data) ? [{ pointer: formatPointer([key]), data }] : [],
  )
  return inner.length === 1 ? inner[0] : undefined
}

function hasDefaults(item: Item): boolean {
  return textAt(field(item, 'defaults'), 'enforce') !== undefined
}

const loggingConfig: Kind = {
  type: 'ibm.ks/LoggingConfig',
  lists: [],
  is: (item) => 'logSource' in item && 'loggingType' in item,
}

/** A group that the service knows for a VPC cluster; its rules are in `ibmcloud is security-groups`. */
const securityGroup: Kind = {
  type: 'ibm.ks/SecurityGroup',
  lists: [],
  is: (item) =>
    /^r\d{3}-/.test(textAt(item, 'id') ?? '') &&
    textAt(item, 'type') !== undefined &&
    !['rules', 'href', 'resource_type', 'zones', 'status', 'state'].some((name) => name in item),
}

/** Whether the VLANs of the account reach each other. */
const vlanSpanning: Kind = {
  type: 'ibm.ks/VlanSpanning',
  lists: [],
  is: (item) => typeof item.enabled === 'boolean' && 'modifiedDate' in item && !('id' in item),
  idOf: (_, subject) => subject.region ?? 'vlan-spanning',
}

/** What the commands of one cluster's master and network say. */
export const masterKinds: readonly Kind[] = [
  caCertificate,
  allowlist,
  auditWebhook,
  loggingConfig,
  securityGroup,
  vlanSpanning,
]
