import type { GuidelineSummary } from '../../runtime/model/index.js'
import { type Property, property } from './property.js'

/** The one catalogue of controls that is published as OSCAL and that packs map to: by its key in packs. */
const nist = 'nist-800-53'

/** Where NIST publishes the catalogue. */
export const nistCatalog =
  'https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json'

/** The ids of NIST's controls as its catalogue has them, `SC-7(5)` as `sc-7.5`, each once; what looks otherwise is none. */
export function nistControls(controls: GuidelineSummary['controls']): string[] {
  const ids = Object.hasOwn(controls, nist) ? (controls[nist] ?? []) : []
  return [...new Set(ids.flatMap((id) => nistControl(id) ?? []))]
}

function nistControl(id: string): string | undefined {
  const [, control, enhancement] = /^([a-z]{2}-\d+)(?:\s*\((\d+)\))?$/i.exec(id.trim()) ?? []
  return control && `${control.toLowerCase()}${enhancement === undefined ? '' : `.${enhancement}`}`
}

/** Controls of any catalogue as properties: those that NIST's catalogue knows by its ids, others as they are written. */
export function controlProperties(controls: GuidelineSummary['controls']): Property[] {
  return Object.entries(controls).flatMap(([catalog, ids]) => {
    const known = catalog === nist ? ids.map((id) => nistControl(id) ?? id) : ids
    return [...new Set(known)].map((id) => property('control', id, catalog))
  })
}

/** In the order of a catalogue: `sc-7` before `sc-7.5` before `sc-28`. */
export function inControlOrder(a: string, b: string): number {
  const [x, y] = [partsOf(a), partsOf(b)]
  if (x.family !== y.family) return x.family < y.family ? -1 : 1
  return x.number - y.number || x.enhancement - y.enhancement
}

function partsOf(id: string) {
  const [family = '', rest = ''] = id.split('-')
  const [number = 0, enhancement = 0] = rest.split('.').map(Number)
  return { family, number, enhancement }
}
