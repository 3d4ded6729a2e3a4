import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CodeOrigin, codeDocument } from '../../documents/code-document.js'
import { digestOf } from '../../documents/digest.js'
import type { YamlDocument } from '../../documents/yaml.js'
import { apiVersion } from '../../model/index.js'
import { displayPath } from '../../paths.js'
import { allOf } from '../mistakes/check.js'
import { readPack } from '../pack/read.js'
import { readDefinedPolicy } from '../policy/read.js'
import type { ReadFile } from '../reading/read-file.js'
import type { CallSite, Check, Defined, DefinedPack, DefinedPolicy } from './definition.js'
import { isSchema, schemaCheck } from './schema.js'

/**
 * What programs define, read like files: each definition is one. A policy belongs to the pack of the folder that its program
 * is in, like a policy file there; one of a pack that is defined, to that.
 * @param root what programs are named relative to
 * @throws InputError with every mistake of every definition
 */
export function readDefinitions(definitions: readonly Defined[], root: string): readonly ReadFile[] {
  return allOf(
    definitions.flatMap((defined) => {
      if (defined.defines === 'policy') return [() => policyFile(defined, pathOf(defined.at), root)]
      const folder = folderOf(defined)
      return [
        () => packFile(defined, `${folder}/pack.yaml`, root),
        ...defined.definition.policies.map(
          (policy) => () => policyFile(policy, `${folder}/${policy.definition.name}`, root),
        ),
      ]
    }),
  )
}

/** The folders, so to speak, of the packs among definitions: each has a pack.yaml and its policies. */
export function packsDefined(definitions: readonly Defined[]): readonly string[] {
  return definitions.flatMap((defined) => (defined.defines === 'pack' ? [folderOf(defined)] : []))
}

/** The folders of the programs of policies, for the packs that lie there. */
export function foldersOf(definitions: readonly Defined[]): readonly string[] {
  return definitions.flatMap(({ defines, at }) => (defines === 'policy' ? [dirname(pathOf(at))] : []))
}

function folderOf({ definition, at }: DefinedPack): string {
  return `${pathOf(at)}#${definition.name}`
}

function pathOf(at: CallSite | undefined): string {
  return at?.path ?? '<definition>'
}

function policyFile({ definition, at }: DefinedPolicy, path: string, root: string): ReadFile {
  const { name, validations, object: schema, ...spec } = definition
  const checks = new Map<string, Check>()
  const written = validations.map((validation) => {
    if (!('check' in validation)) return validation
    const { check, ...rule } = validation
    if (typeof check === 'function') checks.set(rule.name, check)
    return { ...rule, check: typeof check === 'function' ? 'code' : check }
  })
  const fits = isSchema(schema) ? schemaCheck(schema) : undefined
  const object = schema === undefined ? {} : { object: fits ? 'schema' : 'none' }
  const data = {
    apiVersion,
    kind: 'Policy',
    metadata: { name },
    spec: { ...spec, ...object, validations: written },
  }
  const { document, about } = inCode(data, at, root)
  const policies = [readDefinedPolicy(document, checks, fits)]
  return {
    ...about,
    path,
    by: 'named',
    holds: 'policies',
    policies,
    tests: [],
    fixes: [],
    bindings: [],
    objects: [],
  }
}

function packFile({ definition, at }: DefinedPack, path: string, root: string): ReadFile {
  const { name, policies: _, ...spec } = definition
  const { document, about } = inCode({ apiVersion, kind: 'Pack', metadata: { name }, spec }, at, root)
  return { ...about, path, by: 'named', holds: 'pack', pack: readPack(document) }
}

/** The document of a definition, and the program that it is in. */
function inCode(data: unknown, at: CallSite | undefined, root: string) {
  const { path, line, column } = at ?? { path: '', line: 1, column: 1 }
  const file = path === '' ? '<definition>' : displayPath(root, path)
  const bytes = existsSync(path) ? readFileSync(path) : undefined
  const origin: CodeOrigin = { file, text: bytes?.toString(), line, column }
  const document: YamlDocument = codeDocument(data, origin, (pointer) =>
    pointer.replace(/^\/(spec|metadata)(?=\/|$)/, ''),
  )
  return { document, about: { file, digest: digestOf(bytes ?? Buffer.from(JSON.stringify(document.data))) } }
}
