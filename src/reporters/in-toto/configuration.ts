import { createHash } from 'node:crypto'
import type { PackFiles, Report } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { bytesOf, type Descriptor } from './descriptor.js'

/** What the run judged by: packs as a whole, files of policies, parameters with their values, waivers, attestations. */
export function configurationOf(report: Report): Descriptor[] {
  const { packs, importedPacks = [], policies, settings = [] } = report
  const files = new Map([...policies, ...settings].map(({ file, sha256 }) => [file, sha256]))
  return [
    ...[...packs, ...importedPacks].flatMap(packOf),
    ...[...files].flatMap(([file, sha256]) => bytesOf(file, sha256)),
    ...paramsOf(report),
  ]
}

/** The digest of a pack is that of a list of its files, which `sha256sum` writes: the annotation says so. */
function packOf({ id, files, sha256, revision }: { readonly id: string } & Partial<PackFiles>): Descriptor[] {
  if (sha256 === undefined) return []
  return [
    {
      name: nameOf(`pack ${id}`),
      digest: { sha256 },
      annotations: {
        digestOf: "a line '<sha256>  <path>' for each file, sorted by path",
        files,
        ...(revision && { commit: revision.commit, dirty: revision.dirty }),
      },
    },
  ]
}

/** Parameters that have another value than their pack gives them, wherever it comes from. */
function paramsOf({ params = [] }: Report): Descriptor[] {
  const changed = params.filter(({ from }) => from !== 'default')
  if (changed.length === 0) return []
  const content = JSON.stringify(
    Object.fromEntries(changed.map((param) => [`${param.of}/${param.name}`, param.value])),
  )
  return [
    {
      name: 'parameters',
      digest: { sha256: createHash('sha256').update(content).digest('hex') },
      content: Buffer.from(content).toString('base64'),
      mediaType: 'application/json',
    },
  ]
}
