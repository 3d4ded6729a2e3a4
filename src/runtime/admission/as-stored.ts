import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { expressionsOf } from '../compile/compiled-policy.js'
import { writtenOf } from '../judge/identity.js'
import { isRecord } from '../member.js'
import type { AdmissionRequest } from './request.js'
import { type Doubt, doubtsOf, doubtsOfWritten, type Mentions } from './stored/doubts.js'
import { type Mistake, type StoredObject, storedObject } from './stored/store.js'

/** A request with its objects as the API server hands them to expressions. */
export interface StoredRequest extends AdmissionRequest {
  /** Why the API server would not decode what is sent. */
  readonly refused: readonly Mistake[]
  /** Why there cannot be such an old object. */
  readonly refusedOld: readonly Mistake[]
  /** What cannot be known of the objects; asked only where a policy has judged them. */
  readonly doubts: (mentions: Mentions) => readonly Doubt[]
}

/** How the objects of a request come before expressions. */
export type Decode = (request: AdmissionRequest, type: string) => StoredRequest

/** As the API server does it with resources that are nothing but custom ones. */
export const asWritten: Decode = (request) => ({ ...request, refused: [], refusedOld: [], doubts: () => [] })

/**
 * Puts the objects of a request as the API server stores them: those of built-in kinds are decoded, custom resources
 * stay as they are written.
 */
export function asStored(request: AdmissionRequest, type: string): StoredRequest {
  const { object, oldObject } = request
  const [sent, ...others] = [object, oldObject].filter((data) => data !== null)
  const stored = storedOnce(type, sent)
  return {
    ...request,
    object: storedData(type, object),
    oldObject: storedData(type, oldObject),
    refused: stored?.refused ?? [],
    refusedOld: object === null ? [] : (storedOnce(type, oldObject)?.refused ?? []),
    doubts: (mentions) =>
      distinct([
        ...doubtsOf(type, sent, stored, mentions),
        ...others.flatMap((data) => doubtsOfWritten(data, storedOnce(type, data), mentions)),
      ]),
  }
}

function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
  return doubts.length < 2 ? doubts : [...new Map(doubts.map((doubt) => [doubt.field, doubt])).values()]
}

/** An object as expressions see it. */
export function storedData(type: string, data: unknown): unknown {
  const stored = storedOnce(type, data)
  return stored ? stored.data : data
}

/** Whether any expression of a policy names a field, in whatever way. */
export function fieldsOf(policy: CompiledPolicy): Mentions {
  let keys: ReadonlySet<string> | undefined
  return (name) => {
    keys ??= new Set(expressionsOf(policy).flatMap(({ program }) => [...program.references.keys]))
    return keys.has(name)
  }
}

const known = new WeakMap<object, { readonly type: string; readonly stored: StoredObject | undefined }>()

/** Decodes what is written, once: many policies look at one object. */
export function storedOnce(type: string, data: unknown): StoredObject | undefined {
  const written = writtenOf(data)
  if (!isRecord(written)) return undefined
  const before = known.get(written)
  if (before?.type === type) return before.stored
  const stored = storedObject(type, written)
  known.set(written, { type, stored })
  return stored
}
