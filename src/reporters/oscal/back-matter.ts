import type { InputSummary, Report } from '../../runtime/model/index.js'
import { nistCatalog } from '../../wording/oscal/control.js'
import { definitionResource } from '../../wording/oscal/definition-link.js'
import { type Property, property } from '../../wording/oscal/property.js'
import { fileResource, type OscalResource } from '../../wording/oscal/resource.js'
import { named } from '../../wording/oscal/text.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { oneLine } from '../../wording/printable.js'

export const nistResource: OscalResource = {
  uuid: uuidOf('catalog', 'nist-800-53'),
  title: 'NIST SP 800-53 revision 5',
  rlinks: [{ href: nistCatalog, 'media-type': 'application/oscal+json' }],
}

/** What the parts of the document refer to: policies, exports and settings with their digests, the definition, NIST. */
export function backMatter({ inputs, policies, settings = [] }: Report) {
  const files = new Map([
    ...policies.map(({ file, sha256 }) => [file, fileResource(file, sha256)] as const),
    ...settings.map(
      ({ file, sha256, role }) =>
        [file, fileResource(file, sha256, { props: [property('role', role)] })] as const,
    ),
    ...inputs.map((input) => [input.file, inputResource(input)] as const),
  ])
  return { resources: [definitionResource(), nistResource, ...files.values()] }
}

function withProps(props: readonly Property[]) {
  return props.length === 0 ? {} : { props }
}

function inputResource({
  file,
  sha256,
  bytes,
  taken,
  command,
  takenBy,
  takenWith,
  types = {},
  gaps = [],
}: InputSummary) {
  const props = [
    ...(bytes === undefined ? [] : [property('bytes', String(bytes))]),
    ...(taken === undefined ? [] : [property('taken', taken.at, taken.from)]),
    ...(takenBy === undefined ? [] : [property('taken-by', takenBy)]),
    ...(takenWith === undefined ? [] : [property('taken-with', takenWith)]),
    ...Object.entries(types).map(([type, number]) => property('resources', `${number} ${type}`)),
    ...gaps.map(({ message }) => property('gap', oneLine(message))),
  ]
  const description = command === undefined ? 'An export.' : `What ${named(command)} wrote.`
  return fileResource(file, sha256, { description, ...withProps(props) })
}
