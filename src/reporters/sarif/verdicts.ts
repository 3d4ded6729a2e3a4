import type { Report } from '../../runtime/model/index.js'
import { resourceOf } from '../../wording/finding.js'
import { nameOf } from '../../wording/printable.js'
import { artifactLocation } from './location.js'

const kinds = { pass: 'pass', skip: 'notApplicable' } as const

/** What policies passed, and what they do not apply to: results for an archive, which code scanning must not see. */
export function* sarifVerdicts(
  { results = [], policies }: Report,
  ruleIndexes: ReadonlyMap<string, number>,
  folder?: string,
) {
  const guidelines = new Map(policies.map((policy) => [policy.id, policy.guidelines]))
  for (const { policy, resource, verdict, reason } of results) {
    if (verdict !== 'pass' && verdict !== 'skip') continue
    const ruleId = guidelines.get(policy)?.find((id) => ruleIndexes.has(id)) ?? policy
    const why = reason === undefined ? '' : `: ${reason}`
    yield {
      ruleId: nameOf(ruleId),
      ruleIndex: ruleIndexes.get(ruleId) ?? -1,
      kind: kinds[verdict],
      level: 'none',
      message: { text: nameOf(`${policy}: ${verdict}${why} [${resourceOf(resource)}]`) },
      locations: [
        {
          physicalLocation: { artifactLocation: artifactLocation(resource.file, folder) },
          logicalLocations: [
            {
              name: nameOf(resource.name),
              fullyQualifiedName: nameOf(`${resource.type}/${resource.id}`),
              kind: 'resource',
            },
          ],
        },
      ],
      properties: { policy, verdict },
    }
  }
}
