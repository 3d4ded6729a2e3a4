import type { GuidelineSummary, PackSummary } from '../runtime/model/index.js'
import { oneLine } from './printable.js'

/** What a guideline cites: a part of a document. Not safe yet: escape each part where it is written. */
export interface Citation {
  readonly title: string
  /** Publisher and date, as far as they are known. */
  readonly published: string
  readonly section: string | undefined
  /** Where to read it: the cited part, else the document. */
  readonly url: string | undefined
}

/** The citation of a guideline, by the documents of its pack; of an unknown document the title is its id. */
export function citationOf(
  source: NonNullable<GuidelineSummary['source']>,
  documents: PackSummary['documents'],
): Citation {
  const document = documents.find(({ id }) => id === source.document)
  return {
    title: document?.title ?? source.document,
    published: [document?.publisher, document?.date].filter((part) => part !== undefined).join(', '),
    section: source.section,
    url: source.url ?? document?.url,
  }
}

/** `VPC security groups (IBM Cloud, 2022-09-02), VSI security group` */
export function citationText(
  { pack, source }: GuidelineSummary,
  packs: readonly PackSummary[],
): string | undefined {
  if (!source) return undefined
  const documents = packs.find(({ id }) => id === pack)?.documents ?? []
  const { title, published, section } = citationOf(source, documents)
  return oneLine(`${title}${published && ` (${published})`}${section === undefined ? '' : `, ${section}`}`)
}

/** `nist-800-53 AC-17` */
export function controlIds(controls: GuidelineSummary['controls']): string[] {
  return Object.entries(controls).flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
}

/** The address of a web page, normalized; nothing for anything else that stands where one is expected. */
export function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : undefined
}
