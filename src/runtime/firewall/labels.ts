import { field, isRecord, isSet, listAt } from '../member.js'
import type { LabelSet, Labels } from '../model/index.js'

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

/** Of what nothing is known. */
export const unknownLabels: LabelSet = { known: new Map(), complete: false }

/** Labels that are all there are. */
export function allLabels(known: Labels): LabelSet {
  return { known, complete: true }
}

/** The labels in an object's metadata; an object with a value that is not text, which no API server keeps, says nothing. */
export function labelSetOf(object: unknown): LabelSet {
  return readLabels(field(object, 'metadata', 'labels')) ?? unknownLabels
}

function readLabels(labels: unknown): LabelSet | undefined {
  if (!isSet(labels)) return allLabels(new Map())
  if (!isRecord(labels)) return undefined
  // decoding null into a map of text gives empty text
  const entries = Object.entries(labels).map(([key, value]) => [key, value === null ? '' : value] as const)
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? allLabels(new Map(entries))
    : undefined
}

/**
 * Whether a Kubernetes label selector matches: all of `matchLabels` and all of `matchExpressions`; an empty selector
 * matches everything. Undefined when the selector cannot be read, or hangs on a label that is not known.
 */
export function selectorMatches(selector: unknown, labels: Labels | LabelSet): boolean | undefined {
  if (!isSet(selector)) return true
  const set = 'known' in labels ? labels : allLabels(labels)
  const expected = isRecord(selector) ? readLabels(selector.matchLabels) : undefined
  const expressions = field(selector, 'matchExpressions')
  if (!expected || (isSet(expressions) && !Array.isArray(expressions))) return undefined
  const results = [
    ...[...expected.known].map(([key, value]) =>
      matchesExpression({ key, operator: 'In', values: [value] }, set),
    ),
    ...listAt(selector, 'matchExpressions').map((expression) => matchesExpression(expression, set)),
  ]
  if (results.includes(false)) return false
  return results.includes(undefined) ? undefined : true
}

function matchesExpression(expression: unknown, { known, complete }: LabelSet): boolean | undefined {
  const key = field(expression, 'key')
  if (typeof key !== 'string') return undefined
  const value = known.get(key)
  if (value === undefined && !complete) return undefined
  const values = listAt(expression, 'values')
  if (!values.every((each) => typeof each === 'string')) return undefined
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
