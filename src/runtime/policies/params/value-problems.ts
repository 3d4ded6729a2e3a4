import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { isCidr, isIp } from '../../cel/index.js'
import { wordOf } from '../../member.js'
import { valueAt } from '../../pointer.js'
import { didYouMean } from '../../suggest.js'
import { compilePattern, patternProblem } from '../formats/patterns.js'
import { day, instant } from '../formats/words.js'
import { typeOf } from '../mistakes/schema-walk.js'
import type { ParamSchema } from './schema.js'

export interface ValueProblem {
  /** RFC 6901, inside the value. */
  readonly pointer: string
  /** A predicate: `has to be an integer, not text`. */
  readonly message: string
  readonly hint?: string
}

/** What a JSON Schema objects to in a value. */
export function valueProblems(schema: ParamSchema, value: unknown): ValueProblem[] {
  const validate = validatorOf(schema)
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => problem(error, value))
}

const validators = new WeakMap<ParamSchema, ValidateFunction>()

function validatorOf(schema: ParamSchema): ValidateFunction {
  let validate = validators.get(schema)
  if (validate === undefined) {
    made ??= newAjv()
    validate = made.compile(schema)
    validators.set(schema, validate)
  }
  return validate
}

/** RE2 instead of RegExp: no pattern can hang a run, and a pattern means what it means in CEL. */
const re2 = Object.assign(
  (pattern: string) => {
    const compiled = compilePattern(pattern)
    // ajv tells patterns apart by their text
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern }
  },
  { code: 're2' },
)

// Declarations come through the closed set of keywords of formats/json-schema.ts: no $ref, no $data, no code.
function newAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
    allowUnionTypes: true,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
    code: { regExp: re2 },
    formats: {
      date: (text) => day.safeParse(text).success,
      'date-time': (text) => text.includes('T') && instant.safeParse(text).success,
      ip: isIp,
      ipv4: (text) => isIp(text) && !text.includes(':'),
      ipv6: (text) => isIp(text) && text.includes(':'),
      cidr: isCidr,
      regex: (text) => patternProblem(text) === undefined,
    },
  })
  ajv.addKeyword('x-exemption')
  return ajv
}

let made: Ajv | undefined

function problem(
  { instancePath: pointer, keyword, params, message }: ErrorObject,
  value: unknown,
): ValueProblem {
  const at = valueAt(value, pointer)
  switch (keyword) {
    case 'type': {
      const wanted = [params.type].flat().join(' or ')
      return { pointer, message: `has to be of type ${wanted}, not ${shown(at)}` }
    }
    case 'enum':
      return withHint(
        { pointer, message: `cannot be ${shown(at)}` },
        didYouMean(wordOf(at), params.allowedValues.map(wordOf)),
      )
    case 'additionalProperties':
      return { pointer, message: `has an unknown key '${params.additionalProperty}'` }
    case 'required':
      return { pointer, message: `lacks the key '${params.missingProperty}'` }
    case 'format':
      return { pointer, message: `is not of format ${params.format}: ${shown(at)}` }
    default:
      return { pointer, message: message ?? 'is not valid' }
  }
}

function withHint(problem: ValueProblem, hint: string | undefined): ValueProblem {
  return hint === undefined ? problem : { ...problem, hint }
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? typeOf(value)
    : (JSON.stringify(value) ?? String(value))
}
