import { describe, itemProblem } from '../../runtime/documents/resource-at.js'
import { field, isRecord, listAt, textAt } from '../../runtime/member.js'
import type { Diagnostic, Document, Gap } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'
import { markedPaths, withUnknown } from './unknown.js'

/** What becomes of a resource. */
export type Operation = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'read' | 'no-op'

/** One resource of a plan or a state. */
export interface Instance {
  readonly address: string
  /** The address of its module; '' for the root. */
  readonly module: string
  readonly mode: string
  /** `ibm_is_security_group`. */
  readonly type: string
  readonly name: string
  readonly provider: string
  /** Undefined where nothing is done: of a state, of what was read while planning. */
  readonly operation: Operation | undefined
  /** The values after apply, errors in place of those that are not known; null for what is deleted. */
  readonly values: unknown
  /** The values before; null for what is created. */
  readonly before: unknown
  /** Where it stands in the document, and its values. */
  readonly pointer: string
  readonly valuesPointer: string
  /** Paths in its values, and in those before, that Terraform calls sensitive. */
  readonly sensitive: readonly (readonly string[])[]
  readonly sensitiveBefore: readonly (readonly string[])[]
}

/** What a document says, or why it cannot be read. */
export interface TerraformReading {
  readonly instances: readonly Instance[]
  readonly problems: readonly Diagnostic[]
  readonly gaps: readonly Gap[]
}

/** Whether data is what `terraform show -json` writes of a plan or a state. */
export function isTerraform(data: unknown): boolean {
  return (
    textAt(data, 'format_version') !== undefined &&
    (textAt(data, 'terraform_version') !== undefined || Object.keys(Object(data)).length === 1)
  )
}

/** The resources of a plan, or of a state. */
export function readTerraform(document: Document): TerraformReading {
  const { data } = document
  const version = textAt(data, 'format_version') ?? ''
  const problems: Diagnostic[] = []
  if (!/^[01]\./.test(version)) {
    const message = `format_version ${version.slice(0, 20)} of terraform show -json is not known`
    problems.push(itemProblem(document, '/format_version', message))
  }
  const isPlan = ['planned_values', 'resource_changes', 'prior_state'].some(
    (key) => field(data, key) !== undefined,
  )
  const instances = isPlan ? plannedIn(document, problems) : stateIn(document, ['values'], problems)
  const isCut = isPlan && field(data, 'resource_changes') === undefined
  if (isCut && listAt(data, 'planned_values', 'root_module', 'resources').length > 0) {
    const hint = 'export it again: terraform show -json <plan> > plan.json'
    problems.push(itemProblem(document, '', "a plan without 'resource_changes'", hint))
  }
  return { instances, problems, gaps: incomplete(document) }
}

/** What a plan says it does not hold. */
function incomplete(document: Document): Gap[] {
  const reasons: readonly [key: string, is: (value: unknown) => boolean, message: string][] = [
    ['errored', (value) => value === true, 'the plan ended with an error: it does not hold all resources'],
    ['complete', (value) => value === false, 'the plan is not complete: another one has to follow it'],
    [
      'deferred_changes',
      (value) => Array.isArray(value) && value.length > 0,
      'the plan leaves some resources to a later one',
    ],
  ]
  return reasons
    .filter(([key, is]) => is(field(document.data, key)))
    .map(([key, , message]) => ({
      types: ['*'],
      message,
      hint: 'plan again: what is missing is not judged',
      location: document.locate(`/${key}`),
    }))
}

/** What changes, and the data sources that were read while planning. */
function plannedIn(document: Document, problems: Diagnostic[]): Instance[] {
  const changes = changesIn(document, problems)
  const isAgain = new Set(changes.map(({ address }) => address))
  const read = stateIn(document, ['prior_state', 'values'], problems)
  return [...changes, ...read.filter(({ mode, address }) => mode === 'data' && !isAgain.has(address))]
}

function changesIn(document: Document, problems: Diagnostic[]): Instance[] {
  const changes = field(document.data, 'resource_changes') ?? []
  if (!Array.isArray(changes)) {
    problems.push(itemProblem(document, '/resource_changes', `expected a list, found ${describe(changes)}`))
    return []
  }
  return changes.flatMap((item: unknown, i) => {
    const pointer = formatPointer(['resource_changes', i])
    // an older object that a failed replacement has left behind
    if (textAt(item, 'deposed') !== undefined) return []
    const change = field(item, 'change')
    const operation = operationOf(listAt(change, 'actions'))
    const identity = identityOf(item)
    if (identity === undefined || operation === undefined || !isRecord(change)) {
      problems.push(itemProblem(document, pointer, 'a change without address, type or known actions'))
      return []
    }
    const after = field(change, 'after') ?? null
    return [
      {
        ...identity,
        operation,
        values: after === null ? null : withUnknown(after, field(change, 'after_unknown'), identity.address),
        before: field(change, 'before') ?? null,
        pointer,
        valuesPointer: `${pointer}/change/after`,
        sensitive: markedPaths(field(change, 'after_sensitive')),
        sensitiveBefore: markedPaths(field(change, 'before_sensitive')),
      },
    ]
  })
}

const operations: Readonly<Record<string, Operation>> = {
  'no-op': 'no-op',
  create: 'create',
  read: 'read',
  update: 'update',
  delete: 'delete',
  forget: 'forget',
  'create,delete': 'replace',
  'delete,create': 'replace',
  'create,forget': 'replace',
}

function operationOf(actions: readonly unknown[]): Operation | undefined {
  const word = actions.join(',')
  return Object.hasOwn(operations, word) ? operations[word] : undefined
}

function stateIn(document: Document, path: readonly string[], problems: Diagnostic[]): Instance[] {
  const instances: Instance[] = []
  const open: (readonly [module: unknown, pointer: string])[] = [
    [field(document.data, ...path, 'root_module'), formatPointer([...path, 'root_module'])],
  ]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [module, at] = next
    for (const [i, item] of listAt(module, 'resources').entries()) {
      const pointer = `${at}/resources/${i}`
      if (textAt(item, 'deposed_key') !== undefined) continue
      const identity = identityOf({ ...Object(item), module_address: field(module, 'address') })
      if (identity === undefined) {
        problems.push(itemProblem(document, pointer, 'a resource without address or type'))
        continue
      }
      const sensitive = markedPaths(field(item, 'sensitive_values'))
      const values = field(item, 'values') ?? null
      const valuesPointer = `${pointer}/values`
      instances.push({
        ...identity,
        ...{ operation: undefined, values, before: null, pointer, valuesPointer },
        ...{ sensitive, sensitiveBefore: [] },
      })
    }
    const children = listAt(module, 'child_modules').map(
      (child, i) => [child, `${at}/child_modules/${i}`] as const,
    )
    for (const child of children.reverse()) open.push(child)
  }
  return instances
}

function identityOf(item: unknown) {
  const [address, type] = [textAt(item, 'address'), textAt(item, 'type')]
  if (address === undefined || type === undefined) return undefined
  return {
    address,
    type,
    module: textAt(item, 'module_address') ?? '',
    mode: textAt(item, 'mode') ?? 'managed',
    name: textAt(item, 'name') ?? address,
    provider: textAt(item, 'provider_name') ?? '',
  }
}
