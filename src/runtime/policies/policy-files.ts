import { InputError } from '../diagnostics.js'
import { parseYaml, type YamlDocument } from '../documents/yaml.js'
import { collected, emptyFile } from './check.js'
import { kindOf, wrongKind } from './kinds.js'
import { type Policy, readPolicy } from './policy.js'

/** Every kind of policy that a policy file may hold: apiVersion/kind → its reader. */
export const policyReaders: Readonly<Record<string, (document: YamlDocument) => Policy>> = {
  'policytest.dev/v1/Policy': readPolicy,
}

/** The policies of a file, one for each document; throws InputError with every mistake of the file. */
export function parsePolicyFile(file: string, text: string): Policy[] {
  const documents = parseYaml(file, text)
  if (documents.length === 0) throw emptyFile(file)
  return readPolicies(documents)
}

/** The policies of the documents of a file; throws InputError with every mistake of all of them. */
export function readPolicies(documents: readonly YamlDocument[]): Policy[] {
  return collected(
    documents.map((document) => () => {
      if (document.errors.length > 0) throw new InputError(document.errors)
      const read = readerOf(document)
      if (read === undefined) throw new InputError([wrongKind(document, ['Policy'])])
      return read(document)
    }),
  )
}

/** The reader of a document's kind, or undefined when it is no kind of policy. */
export function readerOf(document: YamlDocument): ((document: YamlDocument) => Policy) | undefined {
  const kind = kindOf(document)
  return kind !== undefined && Object.hasOwn(policyReaders, kind) ? policyReaders[kind] : undefined
}
