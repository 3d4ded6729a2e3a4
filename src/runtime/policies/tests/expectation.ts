import type { YamlDocument } from '../../documents/yaml.js'
import { compilePattern, regexIn } from '../formats/patterns.js'
import { type Place, placeOf } from '../mistakes/places.js'
import type { ExpectedVerdict, PolicyTestDocument } from './format.js'

/** What a case expects. */
export interface Expectation {
  readonly verdict: ExpectedVerdict
  /** All findings, none more; undefined when the case does not name them. */
  readonly findings?: readonly ExpectedFinding[]
  /** All that is recorded, for a policy of Kubernetes; undefined when the case does not name them. */
  readonly auditAnnotations?: Readonly<Record<string, string>>
  readonly place: Place
}

export interface ExpectedFinding {
  readonly validation: string
  /** RFC 6901, inside the resource. */
  readonly at?: string
  readonly message?: ExpectedMessage
  /** Name or id of the resource. */
  readonly resource?: string
  readonly line?: number
  /** An id within the pack, or a full one. */
  readonly guideline?: string
  /** Of a policy of Kubernetes: the binding, and the id of the parameter resource. */
  readonly binding?: string
  readonly params?: string
  readonly place: Place
}

/** A whole message, or a regular expression of RE2 to be found in it. */
export interface ExpectedMessage {
  /** As written: the message, or `/…/`. */
  readonly written: string
  accepts(message: string): boolean
}

/** The expectation at a pointer of a checked test. */
export function readExpectation(
  document: YamlDocument,
  pointer: string,
  expect: PolicyTestDocument['spec']['cases'][number]['expect'],
): Expectation {
  const place = placeOf(document, pointer, 'key')
  if (typeof expect === 'string') return { verdict: expect, place }
  const { verdict, auditAnnotations } = expect
  const base = { verdict, place, ...(auditAnnotations && { auditAnnotations }) }
  if (expect.findings === undefined) return base
  const findings = expect.findings.map(({ message, ...finding }, i) => ({
    ...finding,
    ...(message === undefined ? {} : { message: expectedMessage(message) }),
    place: placeOf(document, `${pointer}/findings/${i}`),
  }))
  return { ...base, findings }
}

function expectedMessage(written: string): ExpectedMessage {
  const regex = regexIn(written)
  if (regex === undefined) return { written, accepts: (message) => message === written.trim() }
  const pattern = compilePattern(regex)
  return { written, accepts: (message) => pattern.matcher(message).find() }
}
