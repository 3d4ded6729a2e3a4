import type { YamlDocument } from '../documents/yaml.js'
import type { Diagnostic, Location } from '../model/index.js'
import { checked, onlyDocument } from './mistakes/check.js'
import { valuesAt } from './mistakes/cross-checks.js'
import { type WaiverEntry, waiversFormat } from './formats/waivers.js'
import { requireKind } from './formats/kinds.js'
import { errorAt, placeOf } from './mistakes/places.js'
import { child } from './mistakes/schema-walk.js'

/** An accepted finding, and where the waiver is written. */
export type Waiver = WaiverEntry & { readonly location: Location }

/** The waivers of a file; throws InputError with every mistake of the file. */
export function parseWaivers(file: string, text: string): Waiver[] {
  const document = onlyDocument(file, text)
  requireKind(document, 'Waivers')
  const { spec } = checked(waiversFormat, document, [waiversWithoutTarget('/spec/waivers/*')])
  return spec.waivers.map((waiver, i) => ({ ...waiver, location: document.locate(`/spec/waivers/${i}`) }))
}

/** Every waiver at the pattern says what it waives. */
export function waiversWithoutTarget(pattern: string) {
  return (document: YamlDocument): Diagnostic[] =>
    valuesAt(document, pattern)
      .filter(({ value }) => typeof value === 'object' && value !== null)
      .filter(({ value }) => child(value, 'policy') === undefined && child(value, 'guideline') === undefined)
      .map(({ pointer }) =>
        errorAt(
          placeOf(document, pointer),
          'missing-key',
          'the waiver names neither a policy nor a guideline',
          "add 'policy' or 'guideline': a waiver never accepts everything",
        ),
      )
}
