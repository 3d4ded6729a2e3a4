import { groupByGuideline, leadingGuideline } from '../../runtime/model/by-guideline.js'
import { type Diagnostic, isOpen, type Report } from '../../runtime/model/index.js'
import { messageOf, waiverOf } from '../../wording/finding.js'
import { attestationOf, whyUndecided } from '../../wording/guideline.js'
import { nameOf, oneLine } from '../../wording/printable.js'

const columns = [
  'kind',
  'status',
  'severity',
  'guideline',
  'policy',
  'validation',
  'resource type',
  'resource',
  'subject',
  'file',
  'line',
  'column',
  'pointer',
  'message',
  'remark',
] as const

type Row = Partial<Record<(typeof columns)[number], string | number | undefined>>

/**
 * A table for spreadsheets: a row for each finding, the waived ones included, for each guideline without one, each test case,
 * mistake, and thing that a strict run does not let pass.
 * @see https://www.rfc-editor.org/rfc/rfc4180, with LF as line break
 */
export function csv(report: Report): string {
  const rows = [
    ...(report.problems ?? []).map((problem) => ofDiagnostic('mistake', problem)),
    ...ofFindings(report),
    ...ofGuidelines(report),
    ...ofCases(report),
    ...(report.strict ?? []).map(({ code, about, message, hint, location }) => ({
      kind: 'strict',
      status: code,
      file: location?.file,
      ...location?.start,
      message: about === undefined ? message : `${about}: ${message}`,
      remark: hint,
    })),
    ...report.inputs.flatMap(({ gaps = [] }) =>
      gaps.map(({ message, hint, location }) => ({
        kind: 'input',
        status: 'incomplete',
        file: location.file,
        ...location.start,
        message,
        remark: hint,
      })),
    ),
    ...report.warnings.map((warning) => ofDiagnostic('warning', warning)),
  ]
  return [columns.join(','), ...rows.map(line)].map((text) => `${text}\n`).join('')
}

function ofFindings(report: Report): Row[] {
  const leadOf = leadingGuideline(report)
  return report.findings.map((finding) => {
    const { verdict, severity, policy, validation, resource, location, pointer, waiver } = finding
    return {
      kind: 'finding',
      status: isOpen(finding) ? verdict : 'waived',
      severity,
      guideline: leadOf(finding),
      policy,
      validation,
      'resource type': resource.type,
      resource: resource.id,
      subject: Object.entries(resource.subject)
        .map(([key, value]) => `${key}: ${value}`)
        .join(', '),
      file: location.file,
      ...location.start,
      pointer,
      message: messageOf(finding),
      remark: waiver && waiverOf(waiver),
    }
  })
}

function ofGuidelines(report: Report): Row[] {
  return groupByGuideline(report).flatMap((group) => {
    const { guideline, open, waived } = group
    if (open.length + waived.length > 0) return []
    const { id, status, severity, title } = guideline
    const remark = whyUndecided(group) ?? attestationOf(guideline)
    return [{ kind: 'guideline', status, severity, guideline: id, message: title, remark }]
  })
}

function ofCases({ cases }: Report): Row[] {
  return cases.map(({ policy, name, status, location, details = [] }) => ({
    kind: 'case',
    status,
    policy,
    file: location.file,
    ...location.start,
    message: name,
    remark: details.join('\n'),
  }))
}

function ofDiagnostic(kind: string, { level, code, message, hint, location }: Diagnostic): Row {
  return {
    kind,
    status: level,
    validation: code,
    file: location?.file,
    ...location?.start,
    message,
    remark: hint,
  }
}

function line(row: Row): string {
  return columns.map((column) => cell(row[column])).join(',')
}

/**
 * Spreadsheets calculate what begins like a formula, whoever wrote it: an apostrophe makes it text.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return String(value ?? '')
  const text = value.includes('\n') ? oneLine(value) : nameOf(value)
  const inert = /^\s*[=+\-@|%]/.test(text) ? `'${text}` : text
  return /[",\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
