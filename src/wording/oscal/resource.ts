import { fileUri } from '../repository-path.js'
import type { Property } from './property.js'
import { named } from './text.js'
import { uuidOf } from './uuid.js'

/** A resource of the back matter. */
export interface OscalResource {
  readonly uuid: string
  readonly title: string
  readonly description?: string
  readonly props?: readonly Property[]
  readonly rlinks?: readonly {
    readonly href: string
    readonly 'media-type'?: string
    readonly hashes?: readonly { readonly algorithm: 'SHA-256'; readonly value: string }[]
  }[]
}

const mediaTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  yml: 'application/yaml',
}

/** The UUID of the resource that stands for a file. */
export function fileUuid(file: string): string {
  return uuidOf('file', file)
}

/** A file that a run has read, with the digest of the bytes that it read, by its path relative to the working directory. */
export function fileResource(
  file: string,
  sha256: string | undefined,
  more: Pick<OscalResource, 'description' | 'props'> = {},
): OscalResource {
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase()
  const mediaType = extension !== undefined && Object.hasOwn(mediaTypes, extension) && mediaTypes[extension]
  return {
    uuid: fileUuid(file),
    title: named(file),
    ...more,
    rlinks: [
      {
        href: fileUri(file),
        ...(mediaType && { 'media-type': mediaType }),
        ...(sha256 !== undefined && { hashes: [{ algorithm: 'SHA-256', value: sha256 }] }),
      },
    ],
  }
}
