import type { Report } from '../../runtime/model/index.js'
import { definitionResource } from '../../wording/oscal/definition-link.js'
import { oscalDocument, oscalVersion } from '../../wording/oscal/document.js'
import { backMatter } from './back-matter.js'
import { partiesOf, roles } from './parties.js'
import { resultOf } from './result.js'
import { runOf } from './run.js'

/**
 * Assessment results of NIST's OSCAL: a finding for each guideline, an observation for each policy and attestation, a risk
 * for each finding of the report, waived ones as approved deviations. What was not decided is not satisfied.
 * @see https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/json-reference/
 */
export function oscal(report: Report): string {
  const run = runOf(report)
  return oscalDocument('assessment-results', {
    metadata: {
      title: `policytest: results of ${run.at}`,
      'last-modified': run.at,
      version: run.at,
      'oscal-version': oscalVersion,
      roles,
      parties: partiesOf(report),
    },
    'import-ap': {
      href: `#${definitionResource.uuid}`,
      remarks: 'No assessment plan was given: the definition of the rules and checks stands for it.',
    },
    results: [resultOf(run)],
    'back-matter': backMatter(report),
  })
}
