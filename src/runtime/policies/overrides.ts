import * as z from 'zod'
import type { YamlDocument } from '../documents/yaml.js'
import { field } from '../member.js'
import { type Acceptance, type Diagnostic, type Severity, severities } from '../model/index.js'
import { once } from '../once.js'
import { day, referenceGlob, text } from './formats/words.js'
import type { CrossCheck } from './mistakes/check.js'
import { type Found, valuesAt } from './mistakes/cross-checks.js'
import { errorAt, placeOf } from './mistakes/places.js'

/** What a configuration says against a pack, and why. */
export const override = once(() =>
  z.strictObject({
    policy: referenceGlob
      .describe(
        'Full id of a policy; * and ? are wildcards. An override names a policy, a guideline or both.',
      )
      .exactOptional(),
    guideline: referenceGlob.describe('Full id of a guideline; * and ? are wildcards.').exactOptional(),
    severity: z.enum(severities).describe('The severity of its findings.').exactOptional(),
    disable: z
      .boolean()
      .describe(
        'true: it is not judged, and the report says so. false: whatever an extended configuration says.',
      )
      .exactOptional(),
    paths: z
      .array(text)
      .min(1)
      .describe('Globs, relative to this file, of the exports that it is about. Default: all.')
      .exactOptional(),
    reason: text.describe('Why: the report says it.'),
    owner: text.describe('Who answers for it.').exactOptional(),
    expires: day
      .describe('The last day on which it holds. Default: it holds until it is removed.')
      .exactOptional(),
  }),
)

/** What a configuration says against a pack: another severity, or that something is not judged, and why. */
export interface OverrideEntry extends Acceptance {
  /** A glob over full ids of policies; at least one of this and `guideline`. */
  readonly policy?: string
  readonly guideline?: string
  readonly severity?: Severity
  /** Whether it is not judged; `false` takes back what an earlier override says. */
  readonly disable?: boolean
  /** Globs of the exports that it is about. Default: all. */
  readonly paths?: readonly string[]
}

/** Every override at the pattern says what it is about, and what it changes. */
export function incompleteOverrides(pattern: string): CrossCheck {
  return (document) =>
    valuesAt(document, pattern).flatMap(({ value, pointer }) => {
      if (typeof value !== 'object' || value === null) return []
      const has = (key: string) => field(value, key) !== undefined
      const mistake = missing(document, pointer)
      if (!has('policy') && !has('guideline'))
        return [mistake('the override names neither a policy nor a guideline', "add 'policy' or 'guideline'")]
      if (!has('severity') && !has('disable'))
        return [mistake('the override changes nothing', "add 'severity' or 'disable: true'")]
      if (has('paths') && field(value, 'disable') === false)
        return [mistake("'disable: false' is about all exports", "remove 'paths', or the override")]
      return []
    })
}

function missing(document: YamlDocument, pointer: Found['pointer']) {
  return (message: string, hint: string): Diagnostic =>
    errorAt(placeOf(document, pointer), 'missing-key', message, hint)
}
