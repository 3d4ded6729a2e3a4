import type { Location } from '../model/index.js'
import { once } from '../once.js'
import { parsePointer } from '../pointer.js'
import { skipBlanks } from './json-survey.js'
import type { Lines } from './lines.js'
import { makeBuffer, placeOf, type Survey } from './pieces/survey.js'

/** In a longer text it takes longer to pass over what stands before a value than to note where everything is. */
const longest = 1 << 20

const memory = once(makeBuffer)

/** The text whose bytes are there. */
let held = { text: '', length: 0 }

/**
 * Finds places in a valid JSON text by its bytes, many times as fast as by its characters. It finds none where keys are written
 * with escapes, nor in a long text.
 */
export function placesInBytes(lines: Lines, root: number): (pointer: string) => Location | undefined {
  const { file, text } = lines
  const start = once(() => {
    const from = skipBlanks(text, root)
    return { from, position: lines.position(from) }
  })
  return (pointer) => {
    if (text.length > longest) return undefined
    const length = hold(text)
    const isAscii = length === text.length
    const { from, position } = start()
    // What stands before it may have more bytes than characters.
    if (root > 0 && !isAscii) return undefined
    const found = memory().find(from, length, parsePointer(pointer))
    const bytes = memory().ofLength(length)
    const width = (first: number, end: number) =>
      isAscii ? end - first : bytes.toString('utf8', first, end).length
    return found && placeOf(found, file, position, width)
  }
}

/**
 * What the bytes of a JSON text tell of it; nothing of a long one, nor of one that is neither an object nor a list, of which the
 * text itself tells it.
 */
export function factsInBytes(text: string, root: number): Survey | undefined {
  if (root > 0 || text.length > longest) return undefined
  const from = skipBlanks(text, 0)
  const length = hold(text)
  const survey = memory().survey(from, length, length)
  return survey.count === 1 ? survey : undefined
}

/** Puts the bytes of a text there, and tells how many they are. */
function hold(text: string): number {
  if (held.text !== text)
    held = {
      text,
      length: memory()
        .ofLength(text.length * 3)
        .write(text),
    }
  return held.length
}
