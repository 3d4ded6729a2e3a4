import { isRecord } from '../../member.js'
import { formatPointer } from '../../pointer.js'
import type { AnyData, Check, Complaint, ObjectSchema, SchemaIssue } from './definition.js'

/** What a schema has to say of an object, as a rule in code has. */
export function schemaCheck({ '~standard': standard }: ObjectSchema<AnyData>): Check {
  return ({ object }) => {
    const result = standard.validate(object)
    if (result instanceof Promise) throw new Error('the schema is asynchronous')
    return result.issues === undefined ? true : result.issues.map(complaintOf)
  }
}

/** Whether something is a schema that says what fits. */
export function isSchema(given: unknown): given is ObjectSchema<AnyData> {
  // Of some libraries a schema is a function.
  const standard = (given as Partial<ObjectSchema> | null | undefined)?.['~standard']
  return isRecord(standard) && typeof standard.validate === 'function'
}

function complaintOf({ path = [], message }: SchemaIssue): Complaint {
  const at = formatPointer(path.map((part) => String(typeof part === 'object' ? part.key : part)))
  return { at, message: `does not fit the schema${at && ` at ${at}`}: ${message}` }
}
