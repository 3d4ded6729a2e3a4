import { resourceAt, textOf } from '../../runtime/documents/resource-at.js'
import type { Document, Gap, Source, Subject } from '../../runtime/model/index.js'

/** What a command prints as lines of labels and values, because it has no JSON or because its JSON says less. */
interface TextKind {
  readonly type: string
  /** Label → field, named as the JSON of the same thing names it; `true` and `false` of these are booleans. */
  readonly fields: ReadonlyMap<string, string>
  readonly booleans?: readonly string[]
  /** Whether these labels and values are of this kind. */
  is(values: ReadonlyMap<string, string>): boolean
  id(data: Data, subject: Subject): string
  /** What it should say and does not. */
  lacks?(data: Data): { readonly message: string; readonly hint: string } | undefined
}

type Data = Readonly<Record<string, string | boolean>>

const caStatus: TextKind = {
  type: 'ibm.ks/CaStatus',
  // the fields of `caCertRotationStatus` in a cluster
  fields: new Map([
    ['Status', 'status'],
    ['Action Started', 'actionTriggerDate'],
    ['Action Completed', 'actionCompletedDate'],
  ]),
  is: (values) => values.has('Status') && (values.has('Action Started') || values.has('Action Completed')),
  id: (_, subject) => subject.cluster ?? 'ca-status',
}

const account: TextKind = {
  type: 'ibm.account/Account',
  fields: new Map([
    ['Account ID', 'account_id'],
    ['Account Name', 'name'],
    ['Currently Targeted Account', 'currently_targeted'],
    ['Linked Softlayer Account', 'ims_account_id'],
    ['VRF Enabled', 'vrf_enabled'],
    ['Service Endpoint Enabled', 'service_endpoint_enabled'],
  ]),
  booleans: ['currently_targeted', 'vrf_enabled', 'service_endpoint_enabled'],
  is: (values) =>
    values.has('Account ID') && (values.has('VRF Enabled') || values.has('Linked Softlayer Account')),
  id: (data, subject) => filled(data.account_id) ?? subject.account ?? 'account',
  lacks: (data) =>
    typeof data.vrf_enabled === 'boolean' || filled(data.ims_account_id) === undefined
      ? undefined
      : lackingVrf,
}

/** Said of JSON, too. */
export const lackingVrf = {
  message: 'whether VRF is enabled is not in this export',
  hint: 'the text says it, the JSON does not: ibmcloud account show > account.txt',
}

const auditWebhook: TextKind = {
  type: 'ibm.ks/AuditWebhook',
  fields: new Map([
    ['Server', 'auditServer'],
    ['Policy', 'policy'],
  ]),
  is: (values) =>
    /^https?:\/\//.test(values.get('Server') ?? '') &&
    [...values.keys()].every((label) => label === 'Server' || label === 'Policy'),
  id: (_, subject) => subject.cluster ?? 'audit-webhook',
}

const kinds: readonly TextKind[] = [caStatus, account, auditWebhook]

/** The types that come as text. */
export const textTypes: readonly string[] = kinds.map(({ type }) => type)

/** What `ibmcloud` prints as labels and values: the state of the certificate authority, the account, the audit webhook. */
export const ibmText: Source = {
  name: 'ibm-text',
  reads: 'ibmcloud ks cluster ca status, ks cluster master audit-webhook get, account show: as text',
  accepts: ({ format, data }) => format === 'text' && typeof data === 'string' && kindOf(data) !== undefined,
  isText: (text) => kindOf(text) !== undefined,
  read(document) {
    const text = textOf(document)
    const kind = kindOf(text)
    if (kind === undefined) return { resources: [], problems: [unknownText(document)] }
    const { data, lines } = dataOf(kind, labelled(text))
    const id = kind.id(data, document.subject)
    const resource = resourceAt(document, '', data, { type: kind.type, id, name: id })
    const lack = kind.lacks?.(data)
    const gaps: Gap[] =
      lack === undefined
        ? []
        : [
            {
              types: [kind.type],
              ...lack,
              message: `${kind.type}: ${lack.message}`,
              location: document.locate(''),
            },
          ]
    return {
      resources: [{ ...resource, locate: (pointer) => document.locate(`/${lines.get(pointer) ?? 0}`) }],
      gaps,
    }
  },
}

function unknownText(document: Document) {
  return {
    code: 'source-item',
    level: 'error' as const,
    message: 'no labels and values of a command that is known',
    location: document.locate(''),
  }
}

interface Labelled {
  readonly label: string
  readonly value: string
  readonly line: number
}

/** `Label:   value`, one a line; a value that is not there is empty. Lines of another kind are remarks. */
function labelled(text: string): Labelled[] {
  return text.split(/\r\n|[\r\n]/).flatMap((line, number) => {
    const [, label, value] = /^\s{0,8}([A-Z][A-Za-z ]{0,40}?)\s{0,80}:(?:[ \t]+(.*))?$/.exec(line) ?? []
    return label === undefined ? [] : [{ label, value: (value ?? '').trim(), line: number }]
  })
}

function kindOf(text: string): TextKind | undefined {
  const values = new Map(labelled(text.slice(0, 10_000)).map(({ label, value }) => [label, value]))
  return kinds.find((kind) => kind.is(values))
}

/** The fields that are there, and on which line; what is said twice is taken from where it is said first. */
function dataOf(kind: TextKind, all: readonly Labelled[]) {
  const data: Record<string, string | boolean> = {}
  const lines = new Map<string, number>()
  for (const { label, value, line } of all) {
    const field = kind.fields.get(label)
    if (field === undefined || lines.has(`/${field}`)) continue
    const isBoolean = kind.booleans?.includes(field) && /^(?:true|false)$/i.test(value)
    data[field] = isBoolean ? value.toLowerCase() === 'true' : value
    lines.set(`/${field}`, line)
  }
  return { data, lines }
}

function filled(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
