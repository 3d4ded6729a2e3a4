import * as z from 'zod'
import { severities } from '../../model/index.js'
import { once } from '../../once.js'

/** Text that says something. */
export const text = z.string().regex(/\S/, { error: 'is empty' })

/** A name as Kubernetes allows it: lower case, digits, `-` and `.`. */
export const name = z
  .string()
  .max(253, { error: 'is longer than 253 characters' })
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, {
    error: "is not a name: use lower-case letters, digits, '-' and '.'",
  })

/** The name of a condition or a validation. */
export const label = z
  .string()
  .max(63, { error: 'is longer than 63 characters' })
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, {
    error: "is not a name: use letters, digits, '-', '_' and '.'",
  })

const reserved = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace ' +
    'return var void while'
  ).split(' '),
)

/** A name that an expression can use: `variables.inbound`, `params.gateway`. */
export const identifier = z
  .string()
  .regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, {
    error: "cannot be used in an expression: use letters, digits and '_', starting with a letter",
  })
  .refine((word) => !reserved.has(word), { error: 'is a reserved word of CEL' })

/** A `name` or a `pack/name`. */
export const reference = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$/, {
    error: "is not a name or 'pack/name'",
  })

/** A {@link reference} in which `*` and `?` are wildcards. */
export const referenceGlob = z.string().regex(/^[-a-z0-9.*?]+(\/[-a-z0-9.*?]+)?$/, {
  error: "is not a name, 'pack/name' or a glob over them",
})

/** A CEL expression. */
export const expression = z
  .string()
  .regex(/\S/, { error: 'is empty' })
  .meta({ id: 'Expression', description: 'A CEL expression.' })

export const namedExpression = z.strictObject({
  name: label.describe('Unique in its list.'),
  expression,
})

export const variable = z.strictObject({
  name: identifier.describe('Used as variables.<name>.'),
  expression: expression.describe('CEL; evaluated when it is first used. Sees the variables above it.'),
})

export const definedFunction = once(() =>
  z.strictObject({
    name: identifier.describe('Called as <name>(…) by every expression of the pack.'),
    description: text.describe('What it gives.').exactOptional(),
    args: z
      .record(identifier, text)
      .describe('Its arguments in order, each with its type in CEL notation: {pod: dyn, ports: list<int>}.')
      .exactOptional(),
    result: text.describe('The type of what it gives. Default: what its expression gives.').exactOptional(),
    expression: expression.describe(
      'CEL; sees the arguments by their names, params, the shared variables and the other functions.',
    ),
    examples: z
      .array(expression)
      .min(1)
      .describe(
        'Calls that show what it gives: each is true with the defaults of the parameters, and a test.',
      )
      .exactOptional(),
  }),
)

export const severity = z.enum(severities as readonly ['critical', 'high', 'medium', 'low', 'info'])

/** A type of resource, or a glob over types. */
export const typeGlob = text.describe('A resource type such as v1/Pod; * and ? are wildcards: apps/v1/*.')

/** Types that have to be among the exports. */
export const requiredTypes = z
  .array(z.union([typeGlob, z.strictObject({ anyOf: z.array(typeGlob).min(2) })]))
  .min(1)

/** A day: `2027-03-31`. */
export const day = z
  .string()
  .refine(isDay, { error: 'is not a date: write it as YYYY-MM-DD' })
  .meta({ format: 'date', description: 'A date: 2027-03-31.' })

/** A day or an instant of RFC 3339. */
export const instant = z
  .string()
  .refine(isInstant, { error: 'is not a time: write it as 2027-03-31 or 2027-03-31T12:00:00Z' })
  .describe('A date, 2027-03-31, or a time with its zone, 2027-03-31T12:00:00Z.')

/** What an export does not say of itself: cluster, node, security group id. */
export const subject = z
  .record(identifier, text)
  .describe('What the export does not say of itself, such as {cluster: production} or {node: worker-1}.')

/** Values of parameters by name. */
export const paramValues = z.record(identifier, z.unknown()).describe('Values of parameters by name.')

/** An RFC 6901 pointer. */
export const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, {
  error: "is not a JSON pointer: start it with '/', as in /rules/2",
})

/** Whether it is a day of the calendar: `2027-03-31`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const time = Date.parse(value)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

function isInstant(value: string): boolean {
  if (!value.includes('T')) return isDay(value)
  return (
    isDay(value.slice(0, 10)) &&
    /^.{10}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  )
}
