import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ParamSchema } from './schema.js'
import { valueProblems } from './value-problems.js'

const problem = (schema: ParamSchema, value: unknown) =>
  valueProblems(schema, value).map(({ pointer, message, hint }) =>
    [pointer, message, hint].filter(Boolean).join(' | '),
  )

test.each<[ParamSchema, unknown, unknown, string]>([
  [{ type: ['integer', 'null'] }, 3, 3.5, 'has to be of type integer or null, not 3.5'],
  [{ enum: ['low', 'high'] }, 'low', 'hihg', 'cannot be "hihg" | did you mean \'high\'?'],
  [{ enum: [[1]] }, [1], [2], 'cannot be a list'],
  [{ const: 3 }, 3, '3', 'has to be 3, not "3"'],
  [{ minimum: 1 }, 1, 0.5, 'has to be at least 1'],
  [{ maximum: 1 }, 1, 1.5, 'has to be at most 1'],
  [{ exclusiveMinimum: 1 }, 1.5, 1, 'has to be more than 1'],
  [{ exclusiveMaximum: 1 }, 0.5, 1, 'has to be less than 1'],
  [{ multipleOf: 0.5 }, 1.5, 1.2, 'has to be a multiple of 0.5'],
  [{ type: 'integer', minimum: 1 }, 2n ** 60n, -(2n ** 60n), 'has to be at least 1'],
  [{ minLength: 2 }, '👍👍', '👍', 'has to have this many characters at least: 2'],
  [{ maxLength: 1 }, '👍', '👍👍', 'has to have this many characters at most: 1'],
  [{ pattern: '^sg-' }, 'sg-1', 'cls-1', 'has to match the pattern "^sg-"'],
  [{ minItems: 1 }, [0], [], 'has to have this many items at least: 1'],
  [{ maxItems: 1 }, [0], [0, 0], 'has to have this many items at most: 1'],
  [
    { uniqueItems: true },
    [{ a: 1 }, { a: 2 }, '1', 1],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    'has to have no item twice',
  ],
  [{ minProperties: 1 }, { a: 1 }, {}, 'has to have this many keys at least: 1'],
  [{ maxProperties: 0 }, {}, { a: 1 }, 'has to have this many keys at most: 0'],
  [{ required: ['toString'] }, { toString: 1 }, {}, "lacks the key 'toString'"],
  [
    { properties: { a: {} }, additionalProperties: false },
    { a: 1 },
    { constructor: 1 },
    "has an unknown key 'constructor'",
  ],
  [
    { additionalProperties: { type: 'string' } },
    { a: 'x' },
    { 'a/b': 1 },
    '/a~1b | has to be of type string, not 1',
  ],
  [{ items: { minimum: 2 } }, [2], [2, 1], '/1 | has to be at least 2'],
  [
    { properties: { a: { items: { type: 'null' } } } },
    { a: [null] },
    { a: [null, 0] },
    '/a/1 | has to be of type null, not 0',
  ],
  [{ anyOf: [{ type: 'string' }, { minimum: 3 }] }, 'x', 1, "fits no schema of its 'anyOf'"],
  [{ oneOf: [{ minimum: 1 }, { minimum: 3 }] }, 2, 3, "has to fit one schema of its 'oneOf', and fits 2"],
  [{ allOf: [{ minimum: 1 }, { maximum: 3 }] }, 2, 4, 'has to be at most 3'],
  [{ not: { type: 'string' } }, 1, 'x', "is what its 'not' forbids"],
])('%j takes %o and refuses %o', (schema, good, bad, message) => {
  expect(problem(schema, good)).toEqual([])
  expect(problem(schema, bad)).toEqual([message])
})

test('every mistake is told, at its place; of a wrong type nothing else', () => {
  const schema: ParamSchema = {
    type: 'object',
    required: ['name', 'port'],
    properties: {
      name: { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
      ports: { items: { type: 'integer', minimum: 1 } },
    },
    additionalProperties: false,
  }
  expect(problem(schema, { name: '1', ports: [0, 'x', 2], extra: 1 })).toEqual([
    "lacks the key 'port'",
    '/name | has to have this many characters at least: 2',
    '/name | has to match the pattern "^[a-z]+$"',
    '/ports/0 | has to be at least 1',
    '/ports/1 | has to be of type integer, not "x"',
    "has an unknown key 'extra'",
  ])
})

const keys = fc.constantFrom('a', 'b', 'c')
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, '', 'a', 'ab', 'abc', '👍'),
    fc.integer({ min: -3, max: 6 }),
    fc.constantFrom(0.5, 1.5, 2.25),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(keys, tie('any'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any

const small = fc.integer({ min: 0, max: 3 })
const typeName = fc.constantFrom('string', 'integer', 'number', 'boolean', 'array', 'object', 'null')
/** Schemas inside of schemas, as deep as this. */
function schemas(depth: number): fc.Arbitrary<ParamSchema> {
  const inner =
    depth > 0 ? schemas(depth - 1) : fc.constantFrom<ParamSchema>({}, { type: 'string' }, { minimum: 2 })
  return fc.record(
    {
      type: fc.oneof(typeName, fc.uniqueArray(typeName, { minLength: 1, maxLength: 3 })),
      enum: fc.array(value, { minLength: 1, maxLength: 3 }),
      const: value,
      minimum: small,
      maximum: small,
      exclusiveMinimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 0.5),
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom('a', '^ab?$', 'b$'),
      items: inner,
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      properties: fc.dictionary(keys, inner, { maxKeys: 2, noNullPrototype: true }),
      required: fc.uniqueArray(keys, { maxLength: 2 }),
      additionalProperties: fc.oneof(fc.boolean(), inner),
      minProperties: small,
      maxProperties: small,
      anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
      oneOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
      allOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
      not: inner,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<ParamSchema>
}

test('equality asks no method of the data', () => {
  const schema: ParamSchema = { enum: [{ valueOf: 1, toString: 2 }], uniqueItems: true }
  expect(problem(schema, { toString: 2, valueOf: 1 })).toEqual([])
  expect(problem(schema, { valueOf: 1 })).toEqual(['cannot be a map'])
})

test('it accepts what another implementation of JSON Schema accepts', () => {
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
    unicodeRegExp: true,
  })
  fc.assert(
    fc.property(schemas(1), fc.array(value, { minLength: 1, maxLength: 5 }), (declared, values) => {
      const validate = ajv.compile(declared)
      expect(values.map((one) => valueProblems(declared, one).length === 0)).toEqual(
        values.map((one) => validate(one)),
      )
    }),
    { numRuns: 100 },
  )
})
