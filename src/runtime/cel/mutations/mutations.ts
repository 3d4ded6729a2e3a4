import type { SourceRange } from '../api.js'
import { parse } from '../syntax/parse.js'
import type { Edit } from './edits.js'
import { mutationOperators } from './operators.js'
import { type MutationContext, sitesOf } from './site.js'

/** An expression with one change. */
export interface Mutation {
  /** The operator that made it. */
  readonly operator: string
  /** The whole expression as it reads then. */
  readonly source: string
  /** What the change is about, in the unchanged expression. */
  readonly range: SourceRange
  /** The part that was replaced, in the unchanged expression, and the length of what stands there now. */
  readonly edit: SourceRange & { readonly length: number }
  /** `'<=' becomes '<'`, `'a == b' is left out`. */
  readonly words: string
}

/** All mutations of an expression in the order of their places, no two alike; none of one that cannot be read. */
export function mutationsOf(source: string, context: MutationContext, isKubernetes = false): Mutation[] {
  const parsed = parse(source, isKubernetes ? { minor: 0 } : undefined)
  if ('problem' in parsed) return []
  const seen = new Set([source])
  const mutations = sitesOf(source, parsed.root, context).flatMap((site) =>
    mutationOperators.flatMap(({ name, edits }) => edits(site).map((edit) => mutationOf(source, name, edit))),
  )
  return mutations
    .filter((mutation) => !seen.has(mutation.source) && seen.add(mutation.source))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
}

function mutationOf(source: string, operator: string, edit: Edit): Mutation {
  const { start, end, text, mark = edit } = edit
  return {
    operator,
    source: source.slice(0, start) + text + source.slice(end),
    range: { start: mark.start, end: mark.end },
    edit: { start, end, length: text.length },
    words: wordsOf(edit, source),
  }
}

function wordsOf({ start, end, text, mark, words }: Edit, source: string): string {
  const before = shown(mark ? source.slice(mark.start, mark.end) : source.slice(start, end))
  if (words !== undefined) return `${before} ${words}`
  return text === '' || mark ? `${before} is left out` : `${before} becomes ${shown(text)}`
}

/** A text on one line and in quotes, the middle of a long one left out. */
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return `'${line.length > longest ? `${line.slice(0, longest - 20)} … ${line.slice(-17)}` : line}'`
}

const longest = 70
