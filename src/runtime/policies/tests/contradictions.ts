import type { YamlDocument } from '../../documents/yaml.js'
import { field, wordOf } from '../../member.js'
import type { Diagnostic } from '../../model/index.js'
import { valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, placeOf } from '../mistakes/places.js'

/** Every case has something to judge, or says `resources: []`. */
export function casesWithoutResources(document: YamlDocument): Diagnostic[] {
  if (valuesAt(document, '/spec/given').length > 0) return []
  return valuesAt(document, '/spec/cases/*')
    .filter(({ value }) => typeof field(value, 'name') === 'string')
    .filter(({ value }) => field(value, 'given') === undefined && field(value, 'resources') === undefined)
    .map(({ value, pointer }) => {
      const message = `case '${wordOf(field(value, 'name'))}' has nothing to judge`
      const hint = "add 'given' (files) or 'resources' (written here); 'resources: []' is an empty inventory"
      return errorAt(placeOf(document, `${pointer}/name`), 'missing-key', message, hint)
    })
}

const operands: Readonly<Record<string, string>> = {
  add: 'value',
  replace: 'value',
  test: 'value',
  move: 'from',
  copy: 'from',
}

/** Every patch operation has the operand that RFC 6902 wants. */
export function incompleteOperations(document: YamlDocument): Diagnostic[] {
  return valuesAt(document, '/spec/cases/*/patch/*').flatMap(({ value, pointer }) => {
    const op = field(value, 'op')
    const operand = typeof op === 'string' && Object.hasOwn(operands, op) ? operands[op] : undefined
    if (operand === undefined || field(value, operand) !== undefined) return []
    const place = placeOf(document, `${pointer}/op`)
    return [errorAt(place, 'missing-key', `a patch with op '${wordOf(op)}' needs '${operand}'`)]
  })
}

/** An UPDATE has an old object, a CREATE and a CONNECT have none; what DELETE deletes is the object of the case. */
export function contradictoryRequests(document: YamlDocument): Diagnostic[] {
  return valuesAt(document, '/spec/cases/*').flatMap(({ value, pointer }) => {
    const operation = field(value, 'request', 'operation')
    const hasOld = (field(value, 'oldObject') ?? null) !== null
    if (typeof operation !== 'string' || (operation === 'UPDATE') === hasOld) return []
    const place = placeOf(document, `${pointer}/request/operation`)
    if (operation === 'UPDATE') {
      const hint = "add 'oldObject': what the object was before"
      return [errorAt(place, 'missing-key', 'an UPDATE needs the old object', hint)]
    }
    const message = `a request with operation ${operation} has no 'oldObject' of its own`
    const hint =
      operation === 'DELETE'
        ? "remove it: 'oldObject' is then the object of the case"
        : "remove it, or 'operation'"
    return [errorAt(place, 'invalid-value', message, hint)]
  })
}

/** Findings are expected of `fail` and `error` alone, and then there is at least one. */
export function pointlessFindings(document: YamlDocument): Diagnostic[] {
  return valuesAt(document, '/spec/cases/*/expect').flatMap(({ value, pointer }) => {
    const verdict = field(value, 'verdict')
    const findings = field(value, 'findings')
    if (!Array.isArray(findings) || typeof verdict !== 'string') return []
    const hasFindings = verdict === 'fail' || verdict === 'error'
    if (hasFindings === findings.length > 0) return []
    const place = placeOf(document, `${pointer}/findings`, 'key')
    const message = hasFindings
      ? `the verdict '${verdict}' without findings cannot be`
      : `the verdict '${verdict}' has no findings`
    return [
      errorAt(
        place,
        'invalid-value',
        message,
        hasFindings ? "name the findings, or remove 'findings'" : "remove 'findings'",
      ),
    ]
  })
}
