import type { CelProblem } from '../../cel/index.js'
import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic, Location, Position } from '../../model/index.js'
import { type Place, placeOf } from '../mistakes/places.js'

/** A CEL expression that knows where each of its characters was written. */
export interface Expression {
  readonly source: string
  readonly file: string
  /** Place of the whole expression. */
  readonly location: Location
  /** Where the character at an offset of `source` was written: through quotes, escapes and folded lines. */
  at(celOffset: number): Position
  /** The text of a line of the file. */
  lineAt(line: number): string
}

export interface NamedExpression {
  readonly name: string
  /** Place of the name. */
  readonly place: Place
  readonly expression: Expression
}

/** The expression at a pointer of a document. */
export function expressionAt(document: YamlDocument, pointer: string, source: string): Expression {
  const location = document.locate(pointer)
  return {
    source,
    file: location.file,
    location,
    at: (celOffset) => document.offsetIn(pointer, celOffset),
    lineAt: document.lineAt,
  }
}

/** The expressions of a list of name and expression. */
export function namedExpressions(
  document: YamlDocument,
  pointer: string,
  list: readonly { name: string; expression: string }[] = [],
): NamedExpression[] {
  return list.map(({ name, expression }, i) => ({
    name,
    place: placeOf(document, `${pointer}/${i}/name`),
    expression: expressionAt(document, `${pointer}/${i}/expression`, expression),
  }))
}

/** A mistake in an expression, at its exact place in the file. */
export function celDiagnostic(expression: Expression, problem: CelProblem): Diagnostic {
  const location = locationIn(expression, problem.start, problem.end)
  return {
    code: problem.code,
    level: 'error',
    message: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    location,
    sourceLine: expression.lineAt(location.start.line),
  }
}

/** The place of a part of an expression; `end` is exclusive. */
export function locationIn(expression: Expression, start: number, end: number): Location {
  const { file } = expression
  const from = expression.at(start)
  if (end <= start) return { file, start: from, end: from }
  const last = expression.at(end - 1)
  const behind = expression.at(end)
  // A range that ends where a line is folded ends on that line, not at the start of the next.
  const to = behind.line === last.line ? behind : { line: last.line, column: last.column + 1 }
  return { file, start: from, end: to }
}
