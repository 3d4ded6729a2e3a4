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
  /** What it was before, in the same form. */
  readonly old?: { readonly data: unknown; readonly origins: Origins }
  /** What it does not say of itself. */
  readonly subject?: Subject
}

/** Which part of the document each part of a view was made from. */
export interface Origins {
  set(path: Path, pointer: string): void
  /** The pointer into the document; below a part that is noted, the same path. */
  of(pointer: string): string
  /** The paths of the parts that were made from what lies at, in or around one of these pointers. */
  madeFrom(pointers: readonly string[]): (readonly string[])[]
}

export function origins(): Origins {
  const known = new Map<string, string>()
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
      [...known]
        .filter(([, origin]) => pointers.some((one) => `${origin}/`.startsWith(`${one}/`)))
        .map(([at]) => parsePointer(at)),
  }
}

/** The resource of a view. */
export function viewed(document: Document, instance: Instance, view: View): Resource {
  const { type, id, name, namespace, data, old, origins: from, subject } = view
  const { address, operation, sensitive, sensitiveBefore, pointer, valuesPointer } = instance
  const at = (base: string) => (path: readonly string[]) => base + formatPointer(path)
  const secret = [
    ...from.madeFrom(sensitive.map(at(valuesPointer))),
    ...(old?.origins.madeFrom(sensitiveBefore.map(at(`${pointer}/change/before`))) ?? []),
  ]
  return {
    ...{ type, id, name, data, file: document.file },
    locate: (at) => document.locate(from.of(at)),
    ...(namespace !== undefined && { namespace }),
    subject: { ...document.subject, ...subject, address, ...(operation && { operation }) },
    ...(secret.length > 0 && { sensitive: secret }),
    ...(old && { old: old.data }),
  }
}
