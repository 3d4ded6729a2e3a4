import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPointer } from '../pointer.js'
import { factsInBytes, placesInBytes } from './json-bytes.js'
import { jsonFinder } from './json-places.js'
import { countWrittenKeys } from './json-survey.js'
import { linesOf } from './lines.js'

const text = fc.constantFrom('a', 'items', 'ü', '😀', 'k"', '\\', '', '0', '}, {', 'tab\t', '1.5', '\ud800')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.constantFrom(1, -0.5, 1e21, null, true),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(text, tie('value'), { maxKeys: 5 }),
}))
const written = fc.constantFrom<(data: unknown) => string>(
  (data) => JSON.stringify(data),
  (data) => `  \n${JSON.stringify(data, null, 2)}\n`,
  (data) => JSON.stringify(data, null, '\t').replaceAll('\n', '\r\n'),
)

test('bytes tell the places that the text tells, or none', () => {
  const check = fc.property(value, written, (data, write) => {
    const lines = linesOf('f', write(data), 3)
    const [inBytes, inText] = [placesInBytes(lines, 0), jsonFinder(lines, 0)]
    for (const pointer of pointersIn(data)) {
      const { start, end } = inText(pointer)
      expect(inBytes(pointer) ?? lines.firstLine(start, end())).toEqual(lines.firstLine(start, end()))
    }
  })
  fc.assert(check, { examples: [[{ 'k"': 1, a: [{ ü: '😀' }, 2] }, (data) => JSON.stringify(data)]] })
  expect(placesInBytes(linesOf('f', '{"a": [1, 2]}'), 0)('/a/1')).toEqual(
    linesOf('f', '{"a": [1, 2]}').location(10, 11),
  )
})

test('bytes tell how many keys are written, and where digits may be lost', () => {
  const check = fc.property(fc.dictionary(text, value), written, (data, write) => {
    const all = write(data)
    const facts = factsInBytes(all, 0)
    expect(facts?.keys).toBe(countWrittenKeys(all))
    expect(facts?.hasFraction).toBe(/[^\\"][\d][.eE]/.test(all.replace(/"(?:[^"\\]|\\.)*"/g, '""')))
    if (!facts?.mayHoldHalves) expect(all.toLowerCase()).not.toContain('\\ud')
  })
  fc.assert(check, { examples: [[{ a: -0.5, b: '\ud800' }, (data) => JSON.stringify(data)]] })
  expect(factsInBytes('12', 0)).toBeUndefined()
})

/** The pointers of all values, and of some that are not there. */
function pointersIn(data: unknown, path: readonly string[] = []): string[] {
  const inside =
    typeof data === 'object' && data !== null
      ? Object.entries(data).flatMap(([key, part]) => pointersIn(part, [...path, key]))
      : []
  return [formatPointer(path), formatPointer([...path, 'absent']), ...inside]
}
