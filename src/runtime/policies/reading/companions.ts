import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { field, wordOf } from '../../member.js'
import { displayPath } from '../../paths.js'
import { isOfKind, kindOf } from '../formats/kinds.js'
import { documentsOf } from './documents-of.js'
import { type FoundFile, policyFilesIn } from './find.js'
import { mentions, mentionsOurs } from './mentions.js'
import { isBinding, readerOf } from './policies-of-file.js'

/** What one file says of itself, before it is checked. */
interface Glance {
  /** Names of the policies that it holds. */
  readonly policies: readonly unknown[]
  /** The policies that it tests. */
  readonly tests: readonly unknown[]
  /** The policies of Kubernetes that it binds. */
  readonly binds: readonly unknown[]
  /** The kinds of its parameters, and of its objects: `v1/ConfigMap`. */
  readonly wants: readonly string[]
  readonly kinds: readonly string[]
}

/** For files named alone: the policy that a test needs, and tests, bindings and parameters of a policy, from the same folder. */
export function companionsOf(found: readonly FoundFile[], root: string): FoundFile[] {
  const known = new Set(found.map(({ path }) => path))
  const alone = found.filter(({ by }) => by === 'named')
  return [...new Set(alone.map(({ path }) => dirname(path)))].flatMap((folder) => {
    const here = alone.filter(({ path }) => dirname(path) === folder).map(({ path }) => glance(path))
    const others = policyFilesIn(folder, root).filter((path) => !known.has(path))
    const glances = new Map<string, Glance>()
    // Exports lie there, too: only what can belong to the policies is read.
    const among = (names: Iterable<unknown>, kinds: readonly string[], fits: (file: Glance) => boolean) => {
      const texts = [...names].filter((name) => typeof name === 'string' && name !== '') as string[]
      const mayBelong = (path: string) =>
        mentions(path, kinds) || (mentions(path, texts) && mentionsOurs(path))
      return others.filter((path) => {
        if (!glances.has(path) && !mayBelong(path)) return false
        const file = glances.get(path) ?? glance(path)
        glances.set(path, file)
        return fits(file)
      })
    }
    const about = new Set(here.flatMap((file) => [...file.tests, ...file.binds]))
    const needed = among(about, [], (file) => file.policies.some((name) => about.has(name)))
    const both = [...here, ...needed.flatMap((path) => glances.get(path) ?? [])]
    const named = new Set(here.flatMap((file) => file.policies))
    const policies = new Set(both.flatMap((file) => file.policies))
    const wants = new Set(both.flatMap((file) => file.wants))
    const kinds = [...wants].map((type) => type.slice(type.lastIndexOf('/') + 1))
    const belonging = among(
      policies,
      kinds,
      (file) =>
        file.tests.some((name) => named.has(name)) ||
        file.binds.some((name) => policies.has(name)) ||
        file.kinds.some((kind) => wants.has(kind)),
    )
    return [...new Set([...needed, ...belonging])].map((path) => ({
      path,
      file: displayPath(root, path),
      by: 'found' as const,
    }))
  })
}

function glance(path: string): Glance {
  const documents = documentsOf(path, readFileSync(path, 'utf8')).filter(({ errors }) => errors.length === 0)
  const policies = documents.filter((document) => readerOf(document) !== undefined)
  const tests = documents.filter((document) => isOfKind(document, 'PolicyTest'))
  const bindings = documents.filter(isBinding)
  return {
    policies: policies.map(({ data }) => field(data, 'metadata', 'name')),
    tests: tests.map(({ data }) => bareName(field(data, 'spec', 'policy'))),
    binds: bindings.map(({ data }) => field(data, 'spec', 'policyName')),
    wants: policies.flatMap(({ data }) => paramKind(data)),
    kinds: documents.flatMap((document) => kindOf(document) ?? []),
  }
}

/** The kind of a policy's parameters; a CRD may say more of them. */
function paramKind(policy: unknown): string[] {
  const kind = field(policy, 'spec', 'paramKind')
  if (kind === undefined) return []
  return [
    `${wordOf(field(kind, 'apiVersion'))}/${wordOf(field(kind, 'kind'))}`,
    'apiextensions.k8s.io/v1/CustomResourceDefinition',
  ]
}

/** The name of `pack/name`. */
function bareName(reference: unknown): unknown {
  return typeof reference === 'string' ? reference.replace(/^.*\//, '') : reference
}
