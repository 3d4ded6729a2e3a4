import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { expressionsOf } from '../compile/compiled-policy.js'
import { isRecord } from '../member.js'
import type { AdmissionRequest } from './request.js'
import { type Doubt, doubtsOf } from './stored/doubts.js'
import { type Mistake, type StoredObject, storedObject } from './stored/store.js'

/** A request with its objects as the API server hands them to expressions. */
export interface StoredRequest extends AdmissionRequest {
  /** Why the API server would not decode what is sent. */
  readonly refused: readonly Mistake[]
  readonly doubts: readonly Doubt[]
}

/**
 * Puts the objects of a request as the API server stores them: those of built-in kinds are decoded, custom resources
 * stay as they are written.
 */
export function asStored(
  request: AdmissionRequest,
  type: string,
  mentions: (name: string) => boolean,
): StoredRequest {
  const { object, oldObject } = request
  const sent = object ?? oldObject
  const stored = storedOnce(type, sent)
  return {
    ...request,
    object: storedData(type, object),
    oldObject: storedData(type, oldObject),
    refused: stored?.refused ?? [],
    doubts: doubtsOf(type, sent, stored, mentions),
  }
}

/** An object as expressions see it. */
export function storedData(type: string, data: unknown): unknown {
  const stored = storedOnce(type, data)
  return stored ? stored.data : data
}

/** Whether any expression of a policy names a field, in whatever way. */
export function fieldsOf(policy: CompiledPolicy): (name: string) => boolean {
  let words: ReadonlySet<string> | undefined
  return (name) => {
    words ??= new Set(
      expressionsOf(policy).flatMap(({ program }) => program.source.match(/[A-Za-z_][\w-]*/g) ?? []),
    )
    return words.has(name)
  }
}

const known = new WeakMap<object, { readonly type: string; readonly stored: StoredObject | undefined }>()

/** Many policies look at one object. */
function storedOnce(type: string, data: unknown): StoredObject | undefined {
  if (!isRecord(data)) return undefined
  const before = known.get(data)
  if (before?.type === type) return before.stored
  const stored = storedObject(type, data)
  known.set(data, { type, stored })
  return stored
}
