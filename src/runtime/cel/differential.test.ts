import {
  type CelInput,
  celEnv,
  isCelList,
  isCelMap,
  isCelUint,
  isCelError as isReferenceError,
  parse,
  plan,
} from '@bufbuild/cel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, formatValue, isCelError } from './index.js'
import { CelMap, double, int, type MapKey, mapKey, Uint } from './values/values.js'

/** What the reference implementation takes: integral numbers as bigint. */
function input(value: unknown): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(input)
  if (typeof value !== 'object' || value === null) return value as CelInput
  return new Map(Object.entries(value).map(([key, of]) => [key, input(of)]))
}

/** What it gives, as ours. */
function output(value: unknown): unknown {
  if (typeof value === 'bigint') return int(value)
  if (typeof value === 'number') return double(value)
  if (isCelUint(value)) return new Uint(value.value)
  if (isCelList(value)) return [...value].map(output)
  if (!isCelMap(value)) return value
  const entries = new Map<MapKey, readonly [unknown, unknown]>()
  for (const [key, of] of value) entries.set(mapKey(output(key)) as MapKey, [output(key), output(of)])
  return new CelMap(entries)
}

const environment = celEnv()

function reference(source: string, object: unknown): string {
  const value = plan(environment, parse(source))({ object: input(object) })
  return isReferenceError(value) ? 'error' : formatValue(output(value))
}

function ours(source: string, object: unknown): string {
  const compiled = compile(source, { declarations: { object: 'dyn' }, lenient: true })
  if ('problems' in compiled) throw new Error(`${source}: ${compiled.problems[0]?.message}`)
  const value = compiled.program.evaluate({ object })
  return isCelError(value) ? 'error' : formatValue(value)
}

/** Without null: has() of a null entry is true by the specification, false in the reference implementation. */
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, -1.5, 2 ** 53 - 1, 1e300),
  fc.constantFrom('', 'a', 'b', 'ab', 'é😀'),
  fc.boolean(),
)
const rule = fc.record(
  {
    port: fc.integer({ min: 0, max: 4 }),
    name: fc.constantFrom('a', 'b', ''),
    tags: fc.array(scalar, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const data = fc.record(
  {
    n: fc.integer({ min: -5, max: 5 }),
    s: fc.constantFrom('', 'a', 'abc'),
    x: scalar,
    list: fc.array(scalar, { maxLength: 4 }),
    rules: fc.array(rule, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)

/** What may be a key: the reference implementation also takes doubles and bools as indexes, which CEL does not. */
const key = fc.constantFrom('0', '1', '"a"', '"port"', 'object.n', 'object.s')

const number = fc.constantFrom('object.n', '0.5', '2u', '-7', '"12"')

/** Expressions of all shapes, right and wrong ones: errors have to be the same too. */
const { expression } = fc.letrec<Record<'expression' | 'leaf' | 'bool', string>>((tie) => ({
  leaf: fc.constantFrom(
    ...[
      'object.n',
      'object.s',
      'object.x',
      'object.list',
      'object.rules',
      'object.rules[0]',
      'object.rules[0].port',
    ],
    ...[
      '0',
      '1',
      '-2',
      '2u',
      '0.5',
      '1.0',
      '9223372036854775807',
      '"a"',
      '""',
      'true',
      'false',
      'null',
      '[1, "a"]',
      '{"a": 1}',
      '[]',
    ],
    ...['has(object.x)', 'has(object.rules[0].name)', 'v', 'w', 'v.port', 'v.name', 'w.tags'],
  ),
  bool: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc
      .tuple(tie('expression'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('expression'))
      .map(([a, o, b]) => `(${a}) ${o} (${b})`),
    fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, o, b]) => `(${a}) ${o} (${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}) in [${b}, 1, "a"]`),
    fc.tuple(key, tie('expression')).map(([k, v]) => `${k} in {"a": 1, 2: ${v}}`),
    tie('bool').map((a) => `!(dyn(${a}))`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('all', 'exists', 'exists_one'),
        fc.constantFrom('v', 'w'),
        tie('bool'),
      )
      .map(([r, m, v, p]) => `(${r}).${m}(${v}, ${p})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('expression'))
      .map(([a, m, b]) => `(${a}).${m}(${b})`),
  ),
  expression: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    tie('bool'),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '%'), tie('expression'))
      .map(([a, o, b]) => `(${a}) ${o} (${b})`),
    fc
      .tuple(tie('bool'), tie('expression'), tie('expression'))
      .map(([c, a, b]) => `(${c}) ? (${a}) : (${b})`),
    fc.tuple(tie('expression'), key).map(([a, k]) => `(${a})[${k}]`),
    fc
      .tuple(tie('expression'), fc.constantFrom('v', 'w'), tie('bool'))
      .map(([r, v, p]) => `(${r}).filter(${v}, ${p})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('v', 'w'), tie('expression'))
      .map(([r, v, p]) => `(${r}).map(${v}, ${p})`),
    fc
      .tuple(fc.constantFrom('size', 'string', 'dyn', '-dyn'), tie('expression'))
      .map(([f, a]) => `${f}(${a})`),
    // Of texts that are no numbers the reference implementation makes 0 or NaN.
    fc.tuple(fc.constantFrom('int', 'double', 'uint'), number).map(([f, a]) => `${f}(${a})`),
    fc.array(tie('expression'), { maxLength: 3 }).map((elements) => `[${elements.join(', ')}]`),
    fc.tuple(key, tie('expression')).map(([k, v]) => `{${k}: ${v}}`),
  ),
}))

test('generated expressions over generated data give what the reference implementation gives', () => {
  fc.assert(
    fc.property(expression, data, (source, object) => {
      expect(ours(source, object)).toBe(reference(source, object))
    }),
    { numRuns: 2_000, seed: 20_260_131 },
  )
})
