import type { Location } from '../model/index.js'
import { formatPointer } from '../pointer.js'
import type { Lines } from './lines.js'

/** Where the values stand that a parser of a format of its own has found, by their paths. */
export interface ValuePlaces {
  /** Notes that a value stands between two offsets; the first place that is given stays. */
  set(path: readonly (string | number)[], start: number, end: number): void
  /** The place at a pointer, of the nearest value around it that has one; else the first line. */
  locate(pointer: string): Location
}

/** Begins the places of one text. */
export function valuePlaces(lines: Lines): ValuePlaces {
  const places = new Map<string, readonly [start: number, end: number]>()
  return {
    set(path, start, end) {
      const pointer = formatPointer(path)
      if (!places.has(pointer)) places.set(pointer, [start, end])
    },
    locate(pointer) {
      for (let at = pointer; ; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
        const place = places.get(at)
        if (place !== undefined) return lines.firstLine(...place)
        if (at === '') return lines.firstLine(0, lines.text.length)
      }
    },
  }
}
