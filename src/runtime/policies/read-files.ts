import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { InputError, inputError } from '../diagnostics.js'
import { parseYaml, type YamlDocument } from '../documents/yaml.js'
import { onlyDocument } from './check.js'
import type { FoundFile } from './find.js'
import { isOurs, kindOf, ourKinds, wrongKind } from './kinds.js'
import { type Pack, readPack } from './pack.js'
import type { Policy } from './policy.js'
import { readerOf, readPolicies } from './policy-files.js'
import { type PolicyTest, readPolicyTest } from './policy-test.js'

/** What a YAML file among the policies turned out to be. */
export type ReadFile = FoundFile &
  (
    | { readonly holds: 'pack'; readonly pack: Pack }
    | { readonly holds: 'policies'; readonly policies: readonly Policy[] }
    | { readonly holds: 'test'; readonly test: PolicyTest }
    | { readonly holds: 'other kind' }
    | { readonly holds: 'nothing of ours' }
  )

/** Reads one file; throws InputError with every mistake in it. */
export function readPolicyFile(found: FoundFile): ReadFile {
  const text = readText(found)
  const documents = parseYaml(found.file, text)
  const kinds = documents.map(kindOf)
  if (/^pack\.ya?ml$/.test(basename(found.path))) {
    return { ...found, holds: 'pack', pack: readPack(onlyDocument(found.file, text)) }
  }
  if (kinds.includes('policytest.dev/v1/PolicyTest') || /\.test\.ya?ml$/.test(found.path)) {
    return { ...found, holds: 'test', test: readPolicyTest(onlyDocument(found.file, text)) }
  }
  const isPolicy = (document: YamlDocument) => readerOf(document) !== undefined
  if (documents.some(isPolicy)) return { ...found, holds: 'policies', policies: readPolicies(documents) }
  const ours = documents.find(isOurs)
  if (ours === undefined) return { ...found, holds: 'nothing of ours' }
  if (found.by === 'found' && isOtherKind(ours)) return { ...found, holds: 'other kind' }
  if (kindOf(ours) === 'policytest.dev/v1/Pack') {
    throw inputError('wrong-kind', 'a pack has to be in a file called pack.yaml', {
      location: ours.locate('/kind'),
    })
  }
  throw new InputError([wrongKind(ours, ['Policy', 'Pack', 'PolicyTest'])])
}

/** Waivers, a config, … beside policies are read by whoever needs them. */
function isOtherKind(document: YamlDocument): boolean {
  const others = ourKinds.filter((kind) => kind !== 'Pack')
  return others.some((kind) => kindOf(document) === `policytest.dev/v1/${kind}`)
}

function readText({ path, file }: FoundFile): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw inputError('unreadable', `${file} cannot be read: ${(error as Error).message}`)
  }
}
