import type { GuidelineSummary, PackSummary, Severity } from '../../runtime/model/index.js'
import { citationText, controlIds, webAddress } from '../../wording/citations.js'
import { cut } from '../../wording/cut.js'
import { escapeMarkdown } from '../../wording/markdown.js'
import { oneLine } from '../../wording/printable.js'
import { levels } from '../levels.js'

/** How code scanning ranks a severity beside its level: problem.severity for display, the score for its own scale. */
const ranks = {
  critical: { problem: 'error', score: '9.5' },
  high: { problem: 'error', score: '8.0' },
  medium: { problem: 'warning', score: '5.5' },
  low: { problem: 'recommendation', score: '2.0' },
  info: { problem: 'recommendation', score: '0.1' },
} as const satisfies Record<Severity, { problem: string; score: string }>

/** Code scanning rejects rules with more than 20 tags and descriptions over 1024 characters. */
const limits = { tags: 20, description: 1024 }

/** A guideline as a SARIF rule: what it asks for, why, and how to fix a violation. */
export function sarifRule(guideline: GuidelineSummary, packs: readonly PackSummary[]) {
  const { id, title, statement, severity, kind, controls } = guideline
  const { problem, score } = ranks[severity]
  const parts = helpParts(guideline, packs)
  const helpUri = webAddress(guideline.source?.url)
  const tags = ['security', severity, kind, ...controlIds(controls)].map(oneLine)
  return {
    id: oneLine(id),
    name: friendlyName(id),
    shortDescription: { text: cut(oneLine(title), limits.description) },
    fullDescription: { text: cut(oneLine(statement), limits.description) },
    ...(helpUri !== undefined && { helpUri }),
    help: {
      text: parts.map(([name, text]) => `${name}: ${text.trim()}`).join('\n\n'),
      markdown: parts
        .map(([name, text]) => `**${name}.** ${name === 'Fix' ? `\n\n${text.trim()}` : escapeMarkdown(text)}`)
        .join('\n\n'),
    },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      'security-severity': score,
      precision: 'very-high',
      'problem.severity': problem,
      tags: [...new Set(tags)].slice(0, limits.tags),
    },
  }
}

/** `VsiInbound` of `ibm-pag/vsi-inbound`: viewers show it where an id is too long. */
function friendlyName(id: string): string {
  const words = oneLine(id.slice(id.lastIndexOf('/') + 1)).split(/[^\p{L}\p{N}]+/u)
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('')
}

function helpParts(
  guideline: GuidelineSummary,
  packs: readonly PackSummary[],
): [name: string, text: string][] {
  const { statement, rationale, remediation, controls } = guideline
  const source = citationText(guideline, packs)
  const mapped = controlIds(controls).join(', ')
  return [
    ['Guideline', statement],
    ...(rationale ? [['Why', rationale] as [string, string]] : []),
    ...(remediation ? [['Fix', remediation] as [string, string]] : []),
    ...(source ? [['Source', source] as [string, string]] : []),
    ...(mapped ? [['Controls', mapped] as [string, string]] : []),
  ]
}
