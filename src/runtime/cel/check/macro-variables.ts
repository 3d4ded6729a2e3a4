import type { Node } from '../syntax/ast.js'
import type { Inspection, Scope } from './inspection.js'
import { type Type, types } from './type.js'

/** The scope inside a macro: with its variables. */
export function bindVariables(
  inspection: Inspection,
  names: readonly Node[],
  of: readonly Type[],
  scope: Scope,
): Scope {
  const inner = new Map(scope)
  for (const [i, name] of names.entries()) {
    if (name.kind === 'ident') inner.set(name.name, of[i] ?? types.dyn)
    else inspection.report(name, 'a macro variable must be a plain name')
  }
  const [first, second] = names
  if (first?.kind === 'ident' && second?.kind === 'ident' && first.name === second.name) {
    inspection.report(second, `the two variables must have different names`)
  }
  return inner
}
