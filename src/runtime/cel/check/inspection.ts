import { closest } from '../../suggest.js'
import type { CelProblem, KubernetesEnvironment, Program, SourceRange } from '../api.js'
import type { Call, Node } from '../syntax/ast.js'
import type { Macro } from '../syntax/macros.js'
import type { FunctionIndex, Overload } from './function-index.js'
import { formatType, type Type } from './type.js'

/** What a name or a call means. */
export type Meaning =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'type'; readonly name: string }
  /** Nothing that is known: compiled only in lenient mode, where it is an error when evaluated. */
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'macro'; readonly macro: Macro }
  /** `method`: the target is the first argument; otherwise the target is a namespace (`math`). */
  | { readonly kind: 'call'; readonly overloads: readonly Overload[]; readonly method: boolean }

export interface Checked {
  readonly problems: readonly CelProblem[]
  /** By node id. */
  readonly types: readonly (Type | undefined)[]
  readonly meanings: readonly (Meaning | undefined)[]
  readonly references: Program['references']
}

/** The variables of macros. */
export type Scope = ReadonlyMap<string, Type>

/** What the parts of the check share: what is known, and where they write what they find. */
export interface Inspection {
  /** The text of the expression. */
  readonly source: string
  readonly variables: ReadonlyMap<string, Type>
  readonly index: FunctionIndex
  /** Set where an API server would check. */
  readonly kubernetes: KubernetesEnvironment | undefined
  readonly rules: TypeRules
  readonly problems: CelProblem[]
  /** By node id. */
  readonly types: (Type | undefined)[]
  readonly meanings: (Meaning | undefined)[]
  readonly roots: Set<string>
  readonly fields: Set<string>
  /** Checks a sub-expression. */
  visit(node: Node, scope: Scope): Type
  /** Checks a sub-expression that has to give a bool; `what` names it in messages. */
  expectBool(node: Node, scope: Scope, what: string): void
  /** Reports a problem; the type stands for what was reported. */
  report(range: SourceRange, message: string, more?: { readonly hint?: string }): Type
}

/** What differs between the environments: which types go together, and what comes of it. */
export interface TypeRules {
  /** The type of a sub-expression; comes back to the inspection for those inside. */
  node(inspection: Inspection, node: Node, scope: Scope): Type
  /** The type of a call of one of the overloads. */
  overloads(
    inspection: Inspection,
    node: Call,
    overloads: readonly Overload[],
    method: boolean,
    scope: Scope,
  ): Type
  /** The type of a call of a macro. */
  macro(inspection: Inspection, node: Call, macro: Macro, scope: Scope): Type
  /** Whether a value of the type may stand where a bool is asked for. */
  isBool(type: Type): boolean
  /** Whether a value of the type may be the receiver of a method. */
  isReceiver(type: Type, receiver: Type): boolean
  /** Called when all is visited: the types as they are in the end. */
  finish?(inspection: Inspection, root: Node): void
}

/** An inspection that has found nothing. */
export function startInspection(
  source: string,
  nodes: number,
  variables: ReadonlyMap<string, Type>,
  index: FunctionIndex,
  kubernetes: KubernetesEnvironment | undefined,
  rules: TypeRules,
): Inspection {
  const inspection: Inspection = {
    source,
    variables,
    index,
    kubernetes,
    rules,
    problems: [],
    types: new Array(nodes),
    meanings: new Array(nodes),
    roots: new Set(),
    fields: new Set(),
    visit(node, scope) {
      const type = rules.node(inspection, node, scope)
      inspection.types[node.id] = type
      return type
    },
    expectBool(node, scope, what) {
      const type = inspection.visit(node, scope)
      if (!rules.isBool(type)) {
        inspection.report(node, `${what} must be a bool, not ${formatType(type)}`)
      }
    },
    report({ start, end }, message, more = {}) {
      inspection.problems.push({ code: 'cel-type', message, start, end, ...more })
      return broken
    },
  }
  return inspection
}

/** The type of what was reported: like `dyn`, but nothing that is built on it is reported again. */
export const broken: Type = { name: 'dyn', args: [] }

/** `did you mean 'object'?` when one of the known names is near enough to be meant. */
export function suggest(name: string, known: Iterable<string>): { readonly hint?: string } {
  const near = closest(name, known)
  return near === undefined ? {} : { hint: `did you mean '${near}'?` }
}
