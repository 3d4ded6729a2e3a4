import type { Location } from '../model/index.js'
import { listIndex, parsePointer } from '../pointer.js'
import type { Lines } from './lines.js'

/** Places in plain text: the pointer `/4` is the fifth line, anything else the first. */
export function textPlaces(lines: Lines): (pointer: string) => Location {
  return (pointer) => lines.lineLocation((listIndex(parsePointer(pointer)[0] ?? '0') ?? 0) + 1)
}
