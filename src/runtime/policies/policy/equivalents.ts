import * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { once } from '../../once.js'
import { text } from '../formats/words.js'
import { type Place, placeOf } from '../mistakes/places.js'

const equivalentMutation = once(() =>
  z.strictObject({
    in: text.describe(
      'Where: validations.<name>, validations.<name>.forEach, matchConditions.<name>, variables.<name>, functions.<name>, params.<name>.',
    ),
    from: text
      .describe(
        'The part of the expression that is changed; as much of it as makes it one place. Default: all of it.',
      )
      .exactOptional(),
    to: text.describe('What stands there then. Default: nothing, the part is left out.').exactOptional(),
    reason: text.describe('Why no test can notice it.'),
  }),
)

/** The changes to a policy or pack that make no difference, for `policytest mutate`. */
export const equivalentMutations = once(() =>
  z
    .array(equivalentMutation())
    .min(1)
    .describe(
      'Changes to expressions and defaults that make no difference: policytest mutate does not count them.',
    ),
)

type Written = z.infer<ReturnType<typeof equivalentMutation>>

/** A change that somebody says makes no difference. */
export interface EquivalentMark extends Written {
  readonly place: Place
}

/** The marks of a list in a document. */
export function readEquivalents(
  document: YamlDocument,
  pointer: string,
  list: readonly Written[] = [],
): EquivalentMark[] {
  return list.map((mark, i) => ({ ...mark, place: placeOf(document, `${pointer}/${i}/in`) }))
}
