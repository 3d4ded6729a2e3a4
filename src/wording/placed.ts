import type { LinkTarget, Location } from '../runtime/model/index.js'
import { placeOf } from './finding.js'
import { codeSpan } from './markdown.js'
import { encodePath, repositoryPath } from './repository-path.js'

/** Writes a place in a text of Markdown. */
export type Placed = (location: Location) => string

/** Places as code, and as links where the repository is known and the file is in it. */
export function placedWith(link: LinkTarget | undefined): Placed {
  if (link === undefined) return (location) => codeSpan(placeOf(location))
  return (location) => {
    const path = repositoryPath(location.file, link.folder)
    const place = codeSpan(placeOf(location))
    return path === undefined
      ? place
      : `[${place}](<${link.prefix}${encodePath(path)}#L${location.start.line}>)`
  }
}
