import type { PackFiles, ParamInForce, Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { some } from '../../wording/oscal/document.js'
import { identity } from '../../wording/oscal/identity.js'
import { type Property, property } from '../../wording/oscal/property.js'
import { named, oscalString, prose } from '../../wording/oscal/text.js'
import { momentOf } from '../../wording/oscal/time.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { verdictOf } from '../../wording/verdict.js'
import { findingsOf, undecidedRisks } from './findings.js'
import { inventoryItems } from './inventory.js'
import { logEntries } from './log.js'
import { observationsOf } from './observations.js'
import { reviewedControls } from './reviewed-controls.js'
import { findingRisks } from './risks.js'
import type { Run } from './run.js'

/** The one result of a run. */
export function resultOf(run: Run) {
  const { report, at } = run
  const risks = findingRisks(run)
  const entries = logEntries(run)
  return {
    uuid: uuidOf('result', at),
    title: `Run of policytest ${prose(report.tool.version)}`,
    description: described(report),
    start: at,
    end: new Date(Date.parse(at) + report.durationMs).toISOString(),
    props: some(propsOf(report)),
    'local-definitions': {
      components: some(componentsOf(report)),
      'inventory-items': some(inventoryItems(run.judged)),
      'assessment-assets': assets(report),
    },
    'reviewed-controls': reviewedControls(run),
    ...(entries.length > 0 && { 'assessment-log': { entries } }),
    observations: some(observationsOf(run)),
    risks: some([...risks.values(), ...undecidedRisks(run)]),
    findings: some(findingsOf(run, risks)),
  }
}

function described({ couldNotRun, summary, inputs }: Report): string {
  if (couldNotRun)
    return 'The run could not judge anything: the log says why. It says nothing of any guideline.'
  const verdict = verdictOf(summary)
  if (verdict === undefined) return 'No guideline was judged.'
  const judged = `${count(summary.resources, 'resource')} in ${count(inputs.length, 'input')}`
  return `${count(verdict.total, 'guideline')}: ${verdict.counts}; ${judged}.`
}

function propsOf({ couldNotRun, packs, params = [], asOf }: Report): Property[] {
  const moment = asOf === undefined ? undefined : momentOf(asOf)
  return [
    ...(couldNotRun ? [property('outcome', 'could-not-run')] : []),
    ...(moment === undefined ? [] : [property('as-of', moment)]),
    ...packs.flatMap(({ id, profile }) => (profile === undefined ? [] : [property('profile', profile, id)])),
    ...params.flatMap(paramProperties),
  ]
}

/** A parameter in force; one that differs from its default says where it comes from, and whether it lets something through. */
function paramProperties({ of, name, value, from, isExemption }: ParamInForce): Property[] {
  const kind = from === 'default' ? 'default' : isExemption ? 'exemption' : from
  return [property('parameter', `${of}/${name}=${JSON.stringify(value)}`, kind)]
}

function componentsOf({ packs, importedPacks = [] }: Report) {
  return [
    ...packs.map((pack) => packComponent(pack, pack.title, `Pack ${named(pack.id)}.`)),
    ...importedPacks.map((pack) =>
      packComponent(pack, pack.id, `Pack ${named(pack.id)}, of which others use something.`),
    ),
  ]
}

function packComponent(
  pack: { readonly id: string } & Partial<PackFiles>,
  title: string,
  description: string,
) {
  const { id, sha256, revision } = pack
  return {
    uuid: identity.pack(id),
    type: 'service',
    title: prose(title),
    description,
    props: some([
      ...(sha256 === undefined ? [] : [property('files-sha256', sha256)]),
      ...(revision === undefined
        ? []
        : [property('commit', revision.commit, revision.dirty ? 'dirty' : 'clean')]),
    ]),
    status: { state: 'operational' },
  }
}

function assets({ tool }: Report) {
  return {
    components: [
      {
        uuid: identity.tool,
        type: 'validation',
        title: 'policytest',
        description: 'Judges exports by policies.',
        props: [{ name: 'version', value: oscalString(tool.version) }],
        status: { state: 'operational' },
      },
    ],
    'assessment-platforms': [
      {
        uuid: uuidOf('platform'),
        title: 'policytest',
        'uses-components': [{ 'component-uuid': identity.tool }],
      },
    ],
  }
}
