import { createHash } from 'node:crypto'
import { webAddress } from '../../wording/citations.js'
import { oscalDocument, oscalVersion, some } from '../../wording/oscal/document.js'
import { identity } from '../../wording/oscal/identity.js'
import { prose } from '../../wording/oscal/text.js'
import { type BookRequest, buildBook, type Chapter } from '../book.js'
import { controlImplementations } from './implementation.js'
import { checkSet, ruleSet } from './rules.js'

/**
 * The packs as a component definition of NIST's OSCAL, to which the results of the `oscal` reporter refer. Its UUID and its
 * version change with its content, and with nothing else.
 * @param modified when it was written, ISO 8601
 * @see https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/component-definition/json-reference/
 */
export function componentDefinition(request: BookRequest, modified: string): string {
  const chapters = buildBook(request)
  const components = [...chapters.map(packComponent), toolComponent(chapters)]
  const version = createHash('sha256').update(JSON.stringify(components)).digest('hex').slice(0, 12)
  return oscalDocument('component-definition', {
    metadata: {
      title: 'Rules and checks of policytest packs',
      'last-modified': modified,
      version,
      'oscal-version': oscalVersion,
    },
    components,
  })
}

function packComponent(chapter: Chapter) {
  const { pack, title, entries } = chapter
  return {
    uuid: identity.pack(chapter.folder),
    type: 'service',
    title: prose(title),
    description: prose(pack?.description ?? title),
    props: some(entries.flatMap((entry) => ruleSet(entry, chapter))),
    links: some(
      (pack?.documents ?? []).flatMap(({ title: text, url }) => {
        const href = webAddress(url)
        return href === undefined ? [] : [{ href, rel: 'reference', text: prose(text) }]
      }),
    ),
    'control-implementations': controlImplementations(chapter),
  }
}

/** The tool that makes the checks, as compliance-to-policy asks for it. */
function toolComponent(chapters: readonly Chapter[]) {
  return {
    uuid: identity.tool,
    type: 'validation',
    title: 'policytest',
    description: 'Judges exports by policies.',
    props: some(chapters.flatMap(({ entries }) => entries.flatMap(checkSet))),
  }
}

/** The UUID of a component definition, which tells whether two say the same; nothing for a text that is none. */
export function definitionUuid(text: string): string | undefined {
  try {
    const uuid: unknown = JSON.parse(text)?.['component-definition']?.uuid
    return typeof uuid === 'string' ? uuid : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
