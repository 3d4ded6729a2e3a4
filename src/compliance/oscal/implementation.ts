import { groupBy } from '../../runtime/model/by-guideline.js'
import { inControlOrder, nistCatalog, nistControls } from '../../wording/oscal/control.js'
import { some } from '../../wording/oscal/document.js'
import { ruleProperty } from '../../wording/oscal/property.js'
import { oscalString, prose } from '../../wording/oscal/text.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import type { Chapter } from '../book.js'
import { paramId, paramsOf, paramText } from './rules.js'

/** Which rules of a pack help which controls of NIST's catalogue, with the parameters in force; nothing where none does. */
export function controlImplementations(chapter: Chapter) {
  const { entries, folder } = chapter
  const byControl = groupBy(entries, ({ controls }) => nistControls(controls))
  if (byControl.size === 0) return undefined
  const params = paramsOf({ policies: entries.flatMap(({ policies }) => policies) }, chapter)
  return [
    {
      uuid: uuidOf('implementation', folder),
      source: nistCatalog,
      description:
        'A rule that is satisfied helps a control. It does not satisfy it: a control asks for more.',
      'set-parameters': some(
        params.map((param) => ({
          'param-id': paramId(param),
          values: [oscalString(paramText(param.value))],
        })),
      ),
      'implemented-requirements': [...byControl]
        .toSorted(([a], [b]) => inControlOrder(a, b))
        .map(([control, helping]) => ({
          uuid: uuidOf('requirement', folder, control),
          'control-id': control,
          description: helping.map(({ title }) => `- ${prose(title)}`).join('\n'),
          props: helping.map(({ id }) => ruleProperty('Rule_Id', id)),
        })),
    },
  ]
}
