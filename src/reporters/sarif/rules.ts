import type { GuidelineSummary, PackSummary, Severity } from '../../runtime/model/index.js'
import { controlIds, sourceOf } from '../../wording/citations.js'
import { oneLine } from '../../wording/finding.js'
import { escapeMarkdown } from '../../wording/markdown.js'

/** How code scanning ranks a severity: level and problem.severity for display, the score for its own scale. */
export const ranks = {
  critical: { level: 'error', problem: 'error', score: '9.5' },
  high: { level: 'error', problem: 'error', score: '8.0' },
  medium: { level: 'warning', problem: 'warning', score: '5.5' },
  low: { level: 'note', problem: 'recommendation', score: '2.0' },
  info: { level: 'note', problem: 'recommendation', score: '0.1' },
} as const satisfies Record<Severity, { level: string; problem: string; score: string }>

/** Code scanning rejects rules with more than 20 tags and descriptions over 1024 characters. */
const limits = { tags: 20, description: 1024 }

/** A guideline as a SARIF rule: what it asks for, why, and how to fix a violation. */
export function sarifRule(guideline: GuidelineSummary, packs: readonly PackSummary[]) {
  const { id, title, statement, severity, kind, controls } = guideline
  const { level, problem, score } = ranks[severity]
  const parts = helpParts(guideline, packs)
  const tags = ['security', severity, kind, ...controlIds(controls)].map(oneLine)
  return {
    id: oneLine(id),
    shortDescription: { text: cut(oneLine(title)) },
    fullDescription: { text: cut(oneLine(statement)) },
    ...helpUri(guideline),
    help: {
      text: parts.map(([name, text]) => `${name}: ${text.trim()}`).join('\n\n'),
      markdown: parts
        .map(([name, text]) => `**${name}.** ${name === 'Fix' ? `\n\n${text.trim()}` : escapeMarkdown(text)}`)
        .join('\n\n'),
    },
    defaultConfiguration: { level },
    properties: {
      'security-severity': score,
      precision: 'very-high',
      'problem.severity': problem,
      tags: [...new Set(tags)].slice(0, limits.tags),
    },
  }
}

function helpParts(
  guideline: GuidelineSummary,
  packs: readonly PackSummary[],
): [name: string, text: string][] {
  const { statement, rationale, remediation, controls } = guideline
  const source = sourceOf(guideline, packs)
  const mapped = controlIds(controls).join(', ')
  return [
    ['Guideline', statement],
    ...(rationale ? [['Why', rationale] as [string, string]] : []),
    ...(remediation ? [['Fix', remediation] as [string, string]] : []),
    ...(source ? [['Source', source] as [string, string]] : []),
    ...(mapped ? [['Controls', mapped] as [string, string]] : []),
  ]
}

function helpUri({ source }: GuidelineSummary): { helpUri?: string } {
  const url = source?.url
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url)
    ? { helpUri: new URL(url).href }
    : {}
}

function cut(text: string): string {
  return text.length <= limits.description ? text : `${text.slice(0, limits.description - 1)}…`
}
