import * as z from 'zod'
import { once } from '../../once.js'
import { patternProblem } from '../formats/patterns.js'
import { identifier } from '../formats/words.js'

function keywords() {
  const limit = z.int().min(0)
  return {
    type: z
      .union([
        z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']),
        z.array(z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object', 'null'])).min(1),
      ])
      .exactOptional(),
    title: z.string().exactOptional(),
    description: z.string().exactOptional(),
    default: z.unknown().exactOptional(),
    examples: z.array(z.unknown()).exactOptional(),
    deprecated: z.boolean().exactOptional(),
    'x-exemption': z
      .boolean()
      .describe('Whether what it lets through is not judged, or judged less strictly: reports say so.')
      .exactOptional(),
    enum: z.array(z.unknown()).min(1).exactOptional(),
    const: z.unknown().exactOptional(),
    minimum: z.number().exactOptional(),
    maximum: z.number().exactOptional(),
    exclusiveMinimum: z.number().exactOptional(),
    exclusiveMaximum: z.number().exactOptional(),
    multipleOf: z.number().positive().exactOptional(),
    minLength: limit.exactOptional(),
    maxLength: limit.exactOptional(),
    pattern: z
      .string()
      .refine((text) => patternProblem(text) === undefined, {
        error: (issue) => `is not a regular expression: ${patternProblem(String(issue.input))}`,
      })
      .describe('RE2 syntax, as in CEL.')
      .exactOptional(),
    format: z.enum(['date', 'date-time', 'ip', 'ipv4', 'ipv6', 'cidr', 'regex']).exactOptional(),
    minItems: limit.exactOptional(),
    maxItems: limit.exactOptional(),
    uniqueItems: z.boolean().exactOptional(),
    required: z.array(z.string()).exactOptional(),
    minProperties: limit.exactOptional(),
    maxProperties: limit.exactOptional(),
  }
}

/** The JSON Schema of one parameter. */
export interface ParamSchema extends z.infer<z.ZodObject<ReturnType<typeof keywords>>> {
  items?: ParamSchema
  properties?: Record<string, ParamSchema>
  additionalProperties?: boolean | ParamSchema
  anyOf?: ParamSchema[]
  oneOf?: ParamSchema[]
  allOf?: ParamSchema[]
  not?: ParamSchema
}

/**
 * The JSON Schema that a parameter may declare: the validation keywords, without references to elsewhere,
 * so that a declaration means the same wherever it is read.
 */
export const jsonSchema = once(
  (): z.ZodType<ParamSchema> =>
    z
      .strictObject({
        ...keywords(),
        get items() {
          return jsonSchema().exactOptional()
        },
        get properties() {
          return z.record(z.string(), jsonSchema()).exactOptional()
        },
        get additionalProperties() {
          return z.union([z.boolean(), jsonSchema()]).exactOptional()
        },
        get anyOf() {
          return z.array(jsonSchema()).min(1).exactOptional()
        },
        get oneOf() {
          return z.array(jsonSchema()).min(1).exactOptional()
        },
        get allOf() {
          return z.array(jsonSchema()).min(1).exactOptional()
        },
        get not() {
          return jsonSchema().exactOptional()
        },
      })
      .meta({ id: 'ParameterSchema', description: 'JSON Schema of a parameter, with its default.' }),
)

/** Parameters by name. One without `default` must be given. */
export const paramDeclarations = once(() =>
  z
    .record(identifier, jsonSchema())
    .describe(
      'Parameters by name: JSON Schema with default and description. One without default must be given.',
    ),
)
