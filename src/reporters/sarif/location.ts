import type { Finding, Location } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { encodePath, fileUri, repositoryPath } from '../../wording/repository-path.js'

/** A SARIF physicalLocation: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, section 3.29. */
export interface PhysicalLocation {
  readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: '%SRCROOT%' }
  readonly region: Region
  readonly contextRegion?: Region
}

interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}

/**
 * A range over several lines becomes its first character with the whole as context: code scanning shows an alert
 * in a pull request only when all of its lines changed.
 */
export function physicalLocation({ file, start, end }: Location, folder?: string): PhysicalLocation {
  const whole = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
  if (start.line === end.line) return { artifactLocation: artifactLocation(file, folder), region: whole }
  const region = { ...whole, endLine: start.line, endColumn: start.column + 1 }
  return { artifactLocation: artifactLocation(file, folder), region, contextRegion: whole }
}

/** A file as a URI, relative to the repository when it is inside. */
export function artifactLocation(file: string, folder?: string): PhysicalLocation['artifactLocation'] {
  const path = repositoryPath(file, folder)
  return path === undefined ? { uri: fileUri(file) } : { uri: encodePath(path), uriBaseId: '%SRCROOT%' }
}

/** The resource, as SARIF names what is inside a file. */
export function logicalLocation({ resource, pointer }: Finding) {
  return {
    name: nameOf(resource.name),
    fullyQualifiedName: nameOf(`${resource.type}/${resource.id}${pointer}`),
    kind: 'resource',
  }
}
