import { dirname } from 'node:path'
import type { YamlDocument } from '../../documents/yaml.js'
import { field, wordOf } from '../../member.js'
import type { Diagnostic, Location } from '../../model/index.js'
import { kindOf } from '../formats/kinds.js'
import { type InlineDocument, objectDocument } from '../inline-documents.js'
import { shownLocation } from '../mistakes/places.js'
import { repetitions } from '../mistakes/repetitions.js'
import type { ForeignFile } from './foreign-files.js'
import type { ReadFile } from './read-file.js'

/** A Kubernetes object in a folder of policies. */
export interface ObjectFile {
  /** Absolute. */
  readonly folder: string
  /** `v1/ConfigMap`. */
  readonly type: string
  readonly object: InlineDocument
}

/**
 * The objects that belong to policies of Kubernetes: what their files hold besides, and the files that hold nothing but
 * parameter resources and CRDs. `foreign` is what is left of the files.
 */
export function besidePolicies(
  files: readonly ReadFile[],
  foreign: readonly ForeignFile[],
): { readonly objects: readonly ObjectFile[]; readonly foreign: readonly ForeignFile[] } {
  const policyFiles = files.filter((file) => file.holds === 'policies')
  const paramKinds = new Set(
    policyFiles.flatMap(({ policies }) =>
      policies.flatMap(({ admission }) => {
        const kind = admission?.paramKind
        return kind ? [`${kind.apiVersion}/${kind.kind}`] : []
      }),
    ),
  )
  const belongs = ({ documents }: ForeignFile) =>
    documents.length > 0 && documents.every((document) => isParamOrCrd(document, paramKinds))
  return {
    objects: [
      ...policyFiles.flatMap(({ path, objects }) => objectsIn(path, objects)),
      ...foreign.filter(belongs).flatMap(({ path, documents }) => objectsIn(path, documents)),
    ],
    foreign: foreign.filter((file) => !belongs(file)),
  }
}

function isParamOrCrd(document: YamlDocument, paramKinds: ReadonlySet<string>): boolean {
  const kind = document.errors.length === 0 ? kindOf(document) : undefined
  if (kind === undefined) return false
  return paramKinds.has(kind) || kind.startsWith('apiextensions.k8s.io/')
}

function objectsIn(path: string, documents: readonly YamlDocument[]): ObjectFile[] {
  return documents.map((document) => ({
    folder: dirname(path),
    type: kindOf(document) ?? '',
    object: objectDocument(document),
  }))
}

/** Two objects of one name beside a policy: nobody could tell which of them holds. */
export function repeatedObjects(objects: readonly ObjectFile[]): Diagnostic[] {
  const key = ({ folder, type, object }: ObjectFile) =>
    JSON.stringify([folder, type, metadataOf(object, 'namespace') ?? '', metadataOf(object, 'name')])
  return repetitions(objects, key).map(({ item: { type, object }, first }) => {
    const message = `${type} '${wordOf(metadataOf(object, 'name'))}' exists twice beside the policies`
    const hint = `the other is at ${shownLocation(placeOfName(first.object))}; remove one of them`
    return { code: 'duplicate-name', level: 'error', message, hint, location: placeOfName(object) }
  })
}

function metadataOf({ document }: InlineDocument, key: 'name' | 'namespace'): unknown {
  return field(document.data, 'metadata', key)
}

function placeOfName({ document }: InlineDocument): Location {
  return document.locate('/metadata/name')
}
