import type { Location } from '../model/index.js'
import { parsePointer } from '../pointer.js'
import type { Lines } from './lines.js'
import { type Part, type PlainPlace, readPlain } from './plain-yaml.js'
import { trimmed, type YamlDocument } from './yaml-document.js'

/** Whether plain documents may stand in a text: it has no line breaks but `\n`, and no byte order marks. */
export function mayBePlain(text: string): boolean {
  return !/[\r\u0085\u2028\u2029\ufeff]/.test(text)
}

/**
 * Reads parts of a text that are plain YAML; undefined for others. Places are looked for when they are asked for, by reading
 * the document once more; those of the last document are remembered.
 * @param compose the same document with its nodes
 */
export function plainDocuments(
  lines: Lines,
  compose: (part: Part) => Iterable<YamlDocument>,
): (part: Part) => YamlDocument | undefined {
  let last: { readonly part: Part; readonly place: PlainPlace } | undefined
  const keys = new Map<string, string>()
  const placeOf = (part: Part): PlainPlace => {
    if (last?.part !== part) {
      const place = readPlain(lines.text, part, { keys, withPlaces: true })?.place
      if (!place) throw new Error('a plain document is no longer plain')
      last = { part, place }
    }
    return last.place
  }
  return (part) => {
    const plain = readPlain(lines.text, part, { keys })
    return (
      plain && {
        data: plain.data,
        errors: [],
        locate: (pointer, side = 'value') => locationOf(placeIn(placeOf(part), pointer), side, lines),
        offsetIn(pointer, offset) {
          const [document] = compose(part)
          if (!document) throw new Error('a plain document is no document')
          return document.offsetIn(pointer, offset)
        },
        lineAt: lines.lineAt,
      }
    )
  }
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
