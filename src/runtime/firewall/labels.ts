import { field, isRecord, isSet, listAt } from '../member.js'
import type { Labels } from '../model/index.js'

/** The labels in an object's metadata; values that are not text are not labels. */
export function labelsOf(object: unknown): Labels {
  return labelMap(field(object, 'metadata', 'labels'))
}

export function labelMap(labels: unknown): Labels {
  if (!isRecord(labels)) return new Map()
  return new Map(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * Whether a Kubernetes label selector matches: all of `matchLabels` and all of `matchExpressions`; an empty selector
 * matches everything. Undefined when the selector cannot be read.
 */
export function selectorMatches(selector: unknown, labels: Labels): boolean | undefined {
  if (!isSet(selector)) return true
  if (typeof selector !== 'object' || Array.isArray(selector)) return undefined
  const expected = labelMap(field(selector, 'matchLabels'))
  if ([...expected].some(([key, value]) => labels.get(key) !== value)) return false
  const results = listAt(selector, 'matchExpressions').map((expression) =>
    matchesExpression(expression, labels),
  )
  if (results.includes(false)) return false
  return results.includes(undefined) ? undefined : true
}

function matchesExpression(expression: unknown, labels: Labels): boolean | undefined {
  const key = field(expression, 'key')
  if (typeof key !== 'string') return undefined
  const value = labels.get(key)
  const values = listAt(expression, 'values')
  switch (field(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      // a label that is not there is not in the list
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return undefined
  }
}
