import type { Location } from '../model/index.js'
import { parsePointer } from '../pointer.js'
import type { Lines } from './lines.js'
import { type Part, type PlainPlace, readPlain } from './plain-yaml.js'
import { trimmed, type YamlDocument } from './yaml-document.js'

/** The places in a document that is known to be plain, found by reading it once more. */
export function plainPlaces(
  lines: Lines,
  part: Part,
  keys: Map<string, string>,
): Pick<YamlDocument, 'locate'> {
  const root = readPlain(lines.text, part, { keys, withPlaces: true })?.place
  if (!root) throw new Error('a plain document is no longer plain')
  return { locate: (pointer, side = 'value') => locationOf(placeIn(root, pointer), side, lines) }
}

/** The place of a value, or of its nearest ancestor. */
function placeIn(root: PlainPlace, pointer: string): PlainPlace {
  let place = root
  for (const segment of parsePointer(pointer)) {
    const inner = place.child?.(segment)
    if (!inner) return place
    place = inner
  }
  return place
}

function locationOf(place: PlainPlace, side: 'key' | 'value', lines: Lines): Location {
  const { start, key, isScalar } = place
  const end = trimmed(lines.text, start, place.end)
  if (key && (side === 'key' || start === end)) return lines.location(key.start, key.end)
  return isScalar ? lines.location(start, end) : lines.firstLine(start, end)
}
