import { field, isRecord, setOwn, textAt } from '../../runtime/member.js'
import { formatPointer, listIndex, parsePointer } from '../../runtime/pointer.js'
import * as table from './kubernetes-kinds.js'
import type { Instance } from './plan.js'
import { isUnknown } from './unknown.js'
import { type Origins, origins, type View } from './view.js'
import type { Mapping } from './world.js'

type Path = readonly (string | number)[]
type Form = (values: unknown, from: Origins, pointer: string, isLeftOut: LeftOut) => unknown
/** Whether an attribute at a pointer into the values is left out in the configuration. */
type LeftOut = (pointer: string) => boolean

/** Objects of Kubernetes: manifests as they are, and resources of the provider in the form of the API. */
export const kubernetes: Mapping = {
  parts: [],
  view(instance, { configuration }) {
    const form = formOf(instance.type)
    if (form === undefined) return undefined
    const { values, valuesPointer } = instance
    const isLeftOut: LeftOut = (pointer) =>
      configuration.leavesOut(instance, stepsIn(pointer.slice(valuesPointer.length)))
    const view = objectOf(instance, form, { values, pointer: valuesPointer, isLeftOut })
    if (view === undefined) return { obscured: `the kind of ${instance.address} is known only after apply` }
    return { ...view, ...oldOf(instance, form) }
  },
  deleted(instance) {
    const form = formOf(instance.type)
    const view = form && objectOf(instance, form, valuesBefore(instance))
    return view && { ...view, deleted: true }
  },
}

interface Values {
  readonly values: unknown
  readonly pointer: string
  readonly isLeftOut: LeftOut
}

/** All that the values before say is known. */
function valuesBefore({ before, pointer }: Instance): Values {
  return { values: before, pointer: `${pointer}/change/before`, isLeftOut: () => false }
}

/** Undefined where nothing tells its kind. */
function objectOf(
  { address }: Instance,
  form: Form,
  { values, pointer, isLeftOut }: Values,
): View | undefined {
  const from = origins('same')
  const data = form(values, from, pointer, isLeftOut)
  const [apiVersion, kind] = [textAt(data, 'apiVersion'), textAt(data, 'kind')]
  if (apiVersion === undefined || kind === undefined) return undefined
  const name = textAt(data, 'metadata', 'name')
  const namespace = textAt(data, 'metadata', 'namespace')
  const id = name === undefined ? address : namespace === undefined ? name : `${namespace}/${name}`
  return {
    ...{ type: `${apiVersion}/${kind}`, id, name: name ?? address, data, origins: from },
    ...(namespace !== undefined && { namespace }),
  }
}

/** What an update changes; what is replaced is deleted and made anew. */
function oldOf(instance: Instance, form: Form): Pick<View, 'old'> {
  const old = instance.operation === 'update' ? objectOf(instance, form, valuesBefore(instance)) : undefined
  return old ? { old } : {}
}

/** Of a pointer, with numbers for indexes. */
function stepsIn(pointer: string): (string | number)[] {
  return parsePointer(pointer).map((step) => listIndex(step) ?? step)
}

/** Whether a type of resources is an object of Kubernetes whose form is known. */
export function isObject(type: string): boolean {
  return formOf(type) !== undefined
}

function formOf(type: string): Form | undefined {
  if (type === 'kubernetes_manifest') return manifest
  const name = /^kubernetes_(.+?)(?:_v\d\w*)?$/.exec(type)?.[1] ?? ''
  const known = Object.hasOwn(table.kinds, name) ? table.kinds[name] : undefined
  return known && ((...given) => typed(known, ...given))
}

const manifest: Form = (values, from, pointer) => {
  from.set([], `${pointer}/manifest`)
  return field(values, 'manifest')
}

function typed(
  [apiVersion, kind]: readonly [apiVersion: string, kind: string],
  ...[values, from, pointer, isLeftOut]: Parameters<Form>
): unknown {
  from.set([], pointer)
  const object: Record<string, unknown> = { apiVersion, kind }
  for (const [key, value] of Object.entries(isRecord(values) ? values : {})) {
    if (table.notOfTheObject.includes(key)) continue
    if (kind === 'Secret' && ['data', 'binary_data'].includes(key)) continue
    member(object, key, value, { from, path: [], pointer, around: '', isLeftOut })
  }
  if (kind === 'Secret') {
    from.set(['data'], `${pointer}/data`)
    object.data = secretData(values)
  }
  return object
}

/** Of plain texts, in the base64 of the API. */
function secretData(values: unknown): unknown {
  const [data, binary] = [field(values, 'data'), field(values, 'binary_data')]
  if (isUnknown(data) || isUnknown(binary)) return isUnknown(data) ? data : binary
  const all: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(isRecord(data) ? data : {}))
    setOwn(all, key, typeof value === 'string' ? Buffer.from(value).toString('base64') : value)
  for (const [key, value] of Object.entries(isRecord(binary) ? binary : {})) setOwn(all, key, value)
  return all
}

interface Place {
  readonly from: Origins
  /** Of the object in the view. */
  readonly path: Path
  /** Of the block in the document. */
  readonly pointer: string
  /** The name of the block. */
  readonly around: string
  readonly isLeftOut: LeftOut
}

/** Sets what an argument or a block of this name says, unless it is not given. */
function member(object: Record<string, unknown>, key: string, value: unknown, place: Place): void {
  const { from, path, pointer, around, isLeftOut } = place
  if (value === null || (Array.isArray(value) && value.length === 0)) return
  if (around === 'metadata' && table.notOfMetadata.includes(key)) return
  const at = pointer + formatPointer([key])
  if (isUnknown(value) && table.filledIn.includes(key) && isLeftOut(at)) return
  const list = listName(key, around)
  const isBlocks = Array.isArray(value) && value.every((item) => isRecord(item))
  if (isBlocks && list === undefined && value.length === 1) {
    const name = apiName(key)
    from.set([...path, name], `${at}/0`)
    const inside = { ...place, path: [...path, name], pointer: `${at}/0`, around: key }
    setOwn(object, name, block(value[0], inside))
  } else if (isBlocks) {
    const name = list ?? apiName(key)
    from.set([...path, name], at)
    const items = value.map((item, i) => {
      from.set([...path, name, i], `${at}/${i}`)
      const inside = { ...place, path: [...path, name, i], pointer: `${at}/${i}`, around: key }
      return block(item, inside)
    })
    setOwn(object, name, items)
  } else {
    // an unknown list of blocks is unknown under the name of the list
    const name = isUnknown(value) ? (list ?? apiName(key)) : apiName(key)
    from.set([...path, name], at)
    const isObject = isRecord(value) && !isUnknown(value) && table.objectAttributes.includes(key)
    const inside = { ...place, path: [...path, name], pointer: at, around: key }
    setOwn(object, name, isObject ? block(value, inside) : scalar(key, value))
  }
}

function block(values: unknown, place: Place): unknown {
  if (isUnknown(values) || !isRecord(values)) return values
  const object: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) member(object, key, value, place)
  return object
}

function listName(key: string, around: string): string | undefined {
  const inside = `${around}.${key}`
  if (table.objects.includes(inside)) return undefined
  const name = [inside, key].find((candidate) => Object.hasOwn(table.lists, candidate))
  return name === undefined ? undefined : table.lists[name]
}

function apiName(key: string): string {
  const known = Object.hasOwn(table.names, key) ? table.names[key] : undefined
  return known ?? key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function scalar(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (table.modes.includes(key) && /^[0-7]{1,4}$/.test(value)) return Number.parseInt(value, 8)
  const isNumber = table.numbers.includes(key) || table.numbersOrNames.includes(key)
  return isNumber && /^\d{1,10}$/.test(value) ? Number(value) : value
}
