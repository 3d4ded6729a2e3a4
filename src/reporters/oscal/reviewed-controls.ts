import { inControlOrder, nistControls } from '../../wording/oscal/control.js'
import { some } from '../../wording/oscal/document.js'
import { token } from '../../wording/oscal/text.js'
import { nistResource } from './back-matter.js'
import type { Run } from './run.js'

/**
 * What was looked at: the controls of NIST's catalogue that guidelines serve, and guidelines as objectives. The schema
 * asks for one control at least: guidelines stand for the controls that they do not name, and "none" for nothing at all.
 */
export function reviewedControls({ groups }: Run) {
  const controls = [...new Set(groups.flatMap(({ guideline }) => nistControls(guideline.controls)))]
  const guidelines = groups.map(({ guideline }) => token(guideline.id))
  const reviewed =
    [controls.toSorted(inControlOrder), guidelines, ['none']].find((ids) => ids.length > 0) ?? []
  return {
    ...(controls.length > 0 && { links: [{ href: `#${nistResource.uuid}`, rel: 'reference' }] }),
    'control-selections': [{ 'include-controls': reviewed.map((id) => ({ 'control-id': id })) }],
    'control-objective-selections': some(guidelines) && [
      { 'include-objectives': guidelines.map((id) => ({ 'objective-id': id })) },
    ],
  }
}
