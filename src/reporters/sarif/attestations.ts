import type { Group } from '../../runtime/model/by-guideline.js'
import { identityOfWord } from '../../runtime/model/identity.js'
import type { GuidelineSummary, Stop } from '../../runtime/model/index.js'
import { whyUndecided } from '../../wording/guideline.js'
import { nameOf } from '../../wording/printable.js'
import { aboutAttestation } from '../../wording/strict.js'
import { levels } from '../levels.js'
import { physicalLocation } from './location.js'
import { plainMessage } from './results.js'

/**
 * Guidelines on which nobody has given their word, or one that no longer holds: failures where a strict run does not let
 * them pass; in an archive otherwise what somebody has to review.
 */
export function sarifAttestations(
  groups: readonly Group[],
  ruleIndexes: ReadonlyMap<string, number>,
  {
    strict = [],
    archive,
    folder,
  }: {
    readonly strict?: readonly Stop[] | undefined
    readonly archive: boolean
    readonly folder?: string | undefined
  },
) {
  const stopped = new Set(strict.filter(aboutAttestation).map(({ about }) => about))
  return groups.flatMap((group) => {
    const { guideline } = group
    const why = isMissing(guideline) ? whyUndecided(group) : undefined
    const isStopped = stopped.has(guideline.id)
    if (why === undefined || !(isStopped || archive)) return []
    const { id, status, severity, attestationPlace } = guideline
    return [
      {
        ruleId: nameOf(id),
        ruleIndex: ruleIndexes.get(id) ?? -1,
        ...(isStopped ? { kind: 'fail', level: levels[severity] } : { kind: 'review', level: 'none' }),
        message: { text: plainMessage(`${status}: ${why}`) },
        locations: attestationPlace ? [{ physicalLocation: physicalLocation(attestationPlace, folder) }] : [],
        partialFingerprints: { 'policytest/v2': identityOfWord(id) },
        properties: { guideline: id, status, severity },
      },
    ]
  })
}

function isMissing({ status }: GuidelineSummary): boolean {
  return status === 'not attested' || status === 'attestation expired'
}
