import type { Report, ReporterOptions } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import type { Level } from '../levels.js'
import type { Rendered } from '../rendered.js'
import { type Mark, marksOf } from './marks.js'

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const satisfies Record<
  Level,
  string
>

/** GitHub shows ten annotations of a level and step, and drops the others without a word. */
const most = 10

/**
 * Annotations of GitHub Actions: a workflow command on a line for each, the worst of each level, and one that says how many
 * more there are.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotations(
  report: Report,
  { folder }: Pick<ReporterOptions, 'folder'> = {},
): Rendered {
  const marks = marksOf(report, folder)
  const shown = (Object.keys(commands) as Level[]).map((level) => {
    const all = marks.filter((mark) => mark.level === level)
    const lines = all.slice(0, all.length > most ? most - 1 : most).map(annotation)
    const more = all.length - lines.length
    return { lines: more > 0 ? [...lines, command(level, {}, moreOf(more, level))] : lines, more }
  })
  const more = shown.reduce((sum, each) => sum + each.more, 0)
  return {
    text: shown.flatMap(({ lines }) => lines.map((line) => `${line}\n`)).join(''),
    notes:
      more > 0 ? [`GitHub shows ${most} annotations of a level: ${more} left out, the least severe`] : [],
  }
}

/** The text of it alone. */
export function github(report: Report, options?: Pick<ReporterOptions, 'folder'>): string {
  return githubAnnotations(report, options).text
}

function moreOf(more: number, level: Level): string {
  return `and ${count(more, `more ${level}`)}: the other reports of this run have them all`
}

function annotation({ level, severity, rule, message, location }: Mark): string {
  const at = location && {
    file: location.file,
    line: location.start.line,
    col: location.start.column,
    // Columns are taken only of a range on one line.
    ...(location.end.line === location.start.line ? { endColumn: location.end.column } : {}),
  }
  return command(level, { ...at, title: `${rule} (${severity})` }, message)
}

function command(
  level: Level,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const listed = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapedProperty(String(value))}`,
  )
  return `::${commands[level]}${listed.length > 0 ? ` ${listed.join(',')}` : ''}::${escaped(message)}`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
