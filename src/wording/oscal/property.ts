import { oscalString, token } from './text.js'
import { policytestNamespace } from './uuid.js'

/** https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/json-reference/ */
export interface Property {
  readonly name: string
  readonly ns?: string
  readonly value: string
  readonly class?: string
  readonly uuid?: string
  /** Properties of one group belong together; without it no two may say the same. */
  readonly group?: string
  readonly remarks?: string
}

/** What tools that follow compliance-trestle look for in results. */
const trestle = 'https://oscal-compass.github.io/compliance-trestle/schemas/oscal'

/** A property of policytest's own. */
export function property(name: string, value: string, kind?: string): Property {
  return {
    name: token(name),
    ns: policytestNamespace,
    value: oscalString(value),
    ...(kind !== undefined && { class: token(kind) }),
  }
}

/** A property of results that compliance-trestle and compliance-to-policy know. */
export function trestleProperty(name: string, value: string): Property {
  return { name, ns: trestle, value: oscalString(value) }
}

/** One of component definitions. Those of one set belong together: compliance-trestle knows them by their remarks. */
export function ruleProperty(name: string, value: string, set?: string, uuid?: string): Property {
  return {
    name,
    ns: `${trestle}/cd`,
    value: oscalString(value),
    ...(set !== undefined && { group: set, remarks: set }),
    ...(uuid !== undefined && { uuid }),
  }
}
