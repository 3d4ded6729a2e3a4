import { nameOf } from '../../wording/printable.js'

/** What a statement names: https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md */
export interface Descriptor {
  readonly name: string
  readonly digest: { readonly sha256: string }
  readonly content?: string
  readonly mediaType?: string
  readonly annotations?: Readonly<Record<string, unknown>>
}

/** A file by its bytes; nothing where the report does not know them: a name alone describes nothing. */
export function bytesOf(file: string, sha256: string | undefined): Descriptor[] {
  return sha256 === undefined ? [] : [{ name: nameOf(file), digest: { sha256 } }]
}
