import { type Report, severities } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { nameOf } from '../../wording/printable.js'
import { strictVerdict } from '../../wording/strict.js'
import { markup as html, type Markup } from '../markup.js'
import { headlineOf } from './headline.js'
import { dayAndTime } from './times.js'

/** The verdict, and what it is a verdict on: when, by which packs, on how much. */
export function masthead(report: Report): Markup {
  const { tone, text } = headlineOf(report)
  return html`<header>
<h1>Policy report</h1>
<p class="verdict tone-${tone}">${text}</p>
<p class="second">${secondLine(report).join(' · ')}</p>
<dl class="facts">${factsOf(report).map(
    ([name, value]) => html`
<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}
</dl>
</header>`
}

function secondLine(report: Report): string[] {
  const { findings, guidelines } = report.summary
  const bySeverity = severities.flatMap((severity) =>
    findings.bySeverity[severity] > 0 ? [`${findings.bySeverity[severity]} ${severity}`] : [],
  )
  const strict = strictVerdict(report)
  return [
    ...(Object.values(guidelines).some((number) => number > 0)
      ? [
          `${count(findings.open, 'open finding')}${bySeverity.length > 0 ? ` (${bySeverity.join(', ')})` : ''}`,
        ]
      : []),
    ...(findings.waived > 0 ? [`${count(findings.waived, 'waived finding')}`] : []),
    ...(strict === undefined ? [] : [strict]),
  ]
}

function factsOf({ startedAt, asOf, tool, packs, inputs, summary }: Report): (readonly [string, string])[] {
  const { cases, resources } = summary
  const profiles = profilesOf(packs)
  const tested = cases.passed + cases.failed
  const facts: (readonly [string, string] | undefined)[] = [
    ['Judged', dayAndTime(startedAt)],
    asOf === undefined ? undefined : ['As of', dayAndTime(asOf)],
    inputs.length > 0
      ? ['On', `${count(resources, 'resource')} of ${count(inputs.length, 'export')}`]
      : undefined,
    profiles.length > 0 ? ['Profile', profiles.join(', ')] : undefined,
    tested > 0 ? ['Tests of the policies', `${cases.passed} of ${tested} passed`] : undefined,
    ['By', `policytest ${nameOf(tool.version)}`],
  ]
  return facts.filter((fact) => fact !== undefined)
}

/** The profile of each pack; the one of all is named once. */
function profilesOf(packs: Report['packs']): string[] {
  const chosen = packs.flatMap(({ id, profile }) => (profile === undefined ? [] : [{ id, profile }]))
  const names = new Set(chosen.map(({ profile }) => profile))
  if (names.size === 1) return [...names].map(nameOf)
  return chosen.map(({ id, profile }) => nameOf(`${id}: ${profile}`))
}
