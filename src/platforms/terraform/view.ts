import type { Document, Resource, Subject } from '../../runtime/model/index.js'
import { formatPointer, parsePointer } from '../../runtime/pointer.js'
import type { Instance } from './plan.js'

type Path = readonly (string | number)[]

/**
 * An instance as the kind of object that it becomes: another type, other names for what it says. It remembers where
 * each part comes from.
 */
export interface View {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly namespace?: string
  readonly data: unknown
  readonly origins: Origins
  /** What it was made from beside the instance itself. */
  readonly parts?: readonly Instance[]
  /** What it was before, in the same form. */
  readonly old?: { readonly data: unknown; readonly origins: Origins }
  /** What there is no more: it is what it was. */
  readonly deleted?: true
  /** What it does not say of itself. */
  readonly subject?: Subject
}

/** Which part of the document each part of a view was made from. */
export interface Origins {
  set(path: Path, pointer: string): void
  /** The pointer into the document; below a part that is noted, the same path. */
  of(pointer: string): string
  /** The paths of the parts that were made from what lies at one of these pointers, in it or around it. */
  madeFrom(pointers: readonly string[]): (readonly string[])[]
}

/** @param form whether a part is named otherwise than what it was made from, so that nothing tells where the rest of a path is */
export function origins(form: 'same' | 'other' = 'other'): Origins {
  const known = new Map<string, string>()
  const insideOf = (pointer: string) => {
    const around = [...known].filter(([, origin]) => pointer.startsWith(`${origin}/`))
    const longest = around.reduce((most, [, origin]) => Math.max(most, origin.length), 0)
    const nearest = around.filter(([, origin]) => origin.length === longest)
    // the whole was made from its first part
    return nearest.length > 1 ? nearest.filter(([at]) => at !== '') : nearest
  }
  return {
    set: (path, pointer) => known.set(formatPointer(path), pointer),
    of(pointer) {
      for (let at = pointer; ; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
        const origin = known.get(at)
        if (origin !== undefined) return origin + pointer.slice(at.length)
        if (at === '') return ''
      }
    },
    madeFrom: (pointers) =>
      pointers.flatMap((pointer) => {
        const inside = [...known].filter(([, origin]) => `${origin}/`.startsWith(`${pointer}/`))
        const around = insideOf(pointer).map(([at, origin]) =>
          form === 'same' ? at + pointer.slice(origin.length) : at,
        )
        return [...inside.map(([at]) => at), ...around].map((at) => parsePointer(at))
      }),
  }
}

/** The `rules` of a view that are resources of their own, each of which stands where its resource does. */
export function rulesFrom<Rule>(
  parts: readonly Instance[],
  from: Origins,
  make: (part: Instance) => Rule,
): Rule[] {
  return parts.map((part, i) => {
    from.set(['rules', i], part.valuesPointer)
    return make(part)
  })
}

/** The resource of a view. */
export function viewed(document: Document, instance: Instance, view: View): Resource {
  const { type, id, name, namespace, data, old, deleted, origins: from, subject, parts = [] } = view
  const { address, operation } = instance
  const sources = [instance, ...parts].flatMap(sensitivePointers)
  const secret = [...from.madeFrom(sources), ...(old?.origins.madeFrom(sources) ?? [])]
  return {
    ...{ type, id, name, data, file: document.file },
    locate: (at) => document.locate(from.of(at)),
    ...(namespace !== undefined && { namespace }),
    subject: { ...document.subject, ...subject, address, ...(operation && { operation }) },
    ...(secret.length > 0 && { sensitive: secret }),
    ...(old && { old: old.data }),
    ...(deleted && { deleted }),
  }
}

/** Where in the document something stands that Terraform calls sensitive. */
function sensitivePointers(instance: Instance): readonly string[] {
  const { sensitive, sensitiveBefore, pointer, valuesPointer } = instance
  return [
    ...sensitive.map((path) => valuesPointer + formatPointer(path)),
    ...sensitiveBefore.map((path) => `${pointer}/change/before${formatPointer(path)}`),
  ]
}
