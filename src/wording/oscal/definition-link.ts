import { definitionFile } from './identity.js'
import type { OscalResource } from './resource.js'
import { uuidOf } from './uuid.js'

const definition = () => uuidOf('definition')

/** Where results say what a rule or a check is: its UUID in the component definition. */
export function definitionLink(uuid: string) {
  return { href: `#${definition()}`, rel: 'reference', 'resource-fragment': uuid }
}

/** The component definition as a resource of the results: a file beside them. */
export const definitionResource = (): OscalResource => ({
  uuid: definition(),
  title: 'Component definition of the packs',
  description: 'Written by `policytest docs --format oscal`: rules, checks, parameters, controls.',
  rlinks: [{ href: definitionFile, 'media-type': 'application/oscal+json' }],
})
