import fc from 'fast-check'
import { platforms } from '../../src/platforms/index.js'
import { compile, formatValue, isCelError, type Program, unknownValue } from '../../src/runtime/cel/index.js'
import { firewallExtension } from '../../src/runtime/firewall/functions.js'
import { documentsOf, exports, expressions, sources } from './corpus.js'
import { accepted, demand, type Target, target } from './target.js'

const extensions = [firewallExtension(platforms)]

/** Expressions that see nothing but an object: those of our policies, and what is easily taken for an answer. */
const programs: readonly Program[] = [
  ...expressions(),
  'object.exists(key, object[key] == object)',
  'object.all(key, value, value != "x")',
  'object.transformList(key, value, value).distinct().size() > 1',
  '"%s".format([object]) != ""',
  'object == object',
  'dyn(object) in [object]',
  'object.map(key, object[key]).flatten().size() == 3',
  'sets.intersects(object.map(key, object[key]), ["x", 1])',
  'object.?rules.orValue([]).size() == 0',
  'object.?spec.?template.?spec.hasValue()',
].flatMap((text) => {
  const compiled = compile(text, { declarations: { object: 'dyn' }, extensions })
  return 'problems' in compiled ? [] : [compiled.program]
})

const objects = exports
  .flatMap((sample) => documentsOf(sample))
  .filter(({ format }) => format !== 'text')
  .flatMap((document) => accepted(() => sources.read(document))?.resources ?? [])
  .map(({ data }) => data)
  .filter((data) => typeof data === 'object' && data !== null && JSON.stringify(data)?.length < 20_000)

/** What is said of an object with something unknown in it is true whatever that turns out to be. */
export const unknownValues: Target = target(
  'unknown values',
  fc.constantFrom(...objects).chain((object) =>
    fc.record({
      object: fc.constant(object),
      place: fc.constantFrom(...placesIn(object)),
      program: fc.constantFrom(...programs),
      value: fc.constantFrom<unknown>(null, {}, [], '', 'x', 0, true, ['x'], { x: 1 }),
    }),
  ),
  ({ object, place, program, value }) => {
    const said = program.evaluate({ object: withAt(object, place, unknownValue('not known')) })
    // a list or an object takes what is unknown along
    if (typeof said === 'object') return
    const found = program.evaluate({ object: withAt(object, place, value) })
    demand(
      isCelError(found) || formatValue(found) === formatValue(said),
      `${program.source}: ${formatValue(said)}, though with ${JSON.stringify(value)} at ${place.join('/')} it is ${formatValue(found)}`,
    )
  },
)

function withAt(object: unknown, place: readonly string[], value: unknown): unknown {
  const copy = structuredClone(object)
  const parent = place.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], copy)
  ;(parent as Record<string, unknown>)[place.at(-1) as string] = value
  return copy
}

function placesIn(data: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, member]) => [
    [...path, key],
    ...placesIn(member, [...path, key]),
  ])
}
