import type { GuidelineSummary, PackSummary } from '../runtime/model/index.js'
import { oneLine } from './finding.js'

/** `VPC security groups (IBM Cloud, 2022-09-02), VSI security group` */
export function sourceOf(
  { pack, source }: GuidelineSummary,
  packs: readonly PackSummary[],
): string | undefined {
  if (!source) return undefined
  const document = packs
    .find((candidate) => candidate.id === pack)
    ?.documents.find((candidate) => candidate.id === source.document)
  const published = [document?.publisher, document?.date].filter((part) => part !== undefined).join(', ')
  const title = `${document?.title ?? source.document}${published && ` (${published})`}`
  return oneLine([title, source.section].filter((part) => part !== undefined).join(', '))
}

/** `nist-800-53 AC-17` */
export function controlIds(controls: GuidelineSummary['controls']): string[] {
  return Object.entries(controls).flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
}
