import { dirname } from 'node:path'
import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic, Location } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import type { ForeignFile } from '../reading/foreign-files.js'
import { type InlineDocument, objectDocument } from '../inline-documents.js'
import { kindOf } from '../formats/kinds.js'
import { errorAt } from '../mistakes/places.js'
import type { Policy } from '../policy/read.js'
import type { ReadFile } from '../reading/read-file.js'
import { child } from '../mistakes/schema-walk.js'
import type { Binding } from './binding.js'

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
  const first = new Map<string, Location>()
  return objects.flatMap(({ folder, type, object: { document } }) => {
    const { name, namespace = '' } = metadataOf(document.data)
    const key = JSON.stringify([folder, type, namespace, name])
    const location = document.locate('/metadata/name')
    const other = first.get(key)
    if (other === undefined) {
      first.set(key, location)
      return []
    }
    const hint = `the other is at ${other.file}:${other.start.line}:${other.start.column}; remove one of them`
    const message = `${type} '${String(name)}' exists twice beside the policies`
    return [{ code: 'duplicate-name', level: 'error' as const, message, hint, location }]
  })
}

function metadataOf(object: unknown): { readonly name?: unknown; readonly namespace?: unknown } {
  const metadata = child(object, 'metadata')
  return { name: child(metadata, 'name'), namespace: child(metadata, 'namespace') }
}

/** The bindings of a policy, sorted by name. */
export function bindingsOf<B extends Binding>(policy: Policy, bindings: readonly B[]): B[] {
  if (!policy.admission) return []
  return bindings
    .filter((binding) => binding.policy === policy.name)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A binding of a policy that is not there has no effect in a cluster, and none here: that is said. */
export function strayBindings(bindings: readonly Binding[], policies: readonly Policy[]): Diagnostic[] {
  const names = policies.filter(({ admission }) => admission).map(({ name }) => name)
  return bindings
    .filter(({ policy }) => !names.includes(policy))
    .map(({ policy, policyPlace }) => ({
      ...errorAt(
        policyPlace,
        'unknown-reference',
        `the binding is of '${policy}', which is no ValidatingAdmissionPolicy among the policies`,
        didYouMean(policy, names, 'policies') ?? 'name the file of that policy too',
      ),
      level: 'warning' as const,
    }))
}
