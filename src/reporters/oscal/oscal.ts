import type { Report } from '../../runtime/model/index.js'
import { definitionResource } from '../../wording/oscal/definition-link.js'
import { oscalParts, oscalVersion } from '../../wording/oscal/document.js'
import type { RenderedInParts } from '../rendered.js'
import { backMatter } from './back-matter.js'
import { partiesOf, roles } from './parties.js'
import { resultOf } from './result.js'
import { mostFindings, type Run, runOf } from './run.js'

/**
 * Assessment results of NIST's OSCAL: a finding for each guideline, an observation for each policy and attestation, a risk
 * for each finding of the report, waived ones as approved deviations. What was not decided is not satisfied.
 * @see https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/json-reference/
 */
export function oscal(report: Report): string {
  return [...oscalWithNotes(report).parts].join('')
}

/** The same in parts. Of very many findings the least severe are left out; the log of the document and a note say how many. */
export function oscalWithNotes(report: Report, most = mostFindings): RenderedInParts {
  const run = runOf(report, most)
  return { parts: partsOf(run), notes: run.leftOut.map((sentence) => `oscal: ${sentence}`) }
}

function partsOf(run: Run): Iterable<string> {
  const { report } = run
  return oscalParts('assessment-results', {
    metadata: {
      title: `policytest: results of ${run.at}`,
      'last-modified': run.at,
      version: run.at,
      'oscal-version': oscalVersion,
      roles,
      parties: partiesOf(report),
    },
    'import-ap': {
      href: `#${definitionResource().uuid}`,
      remarks: 'No assessment plan was given: the definition of the rules and checks stands for it.',
    },
    results: [resultOf(run)],
    'back-matter': backMatter(report),
  })
}
