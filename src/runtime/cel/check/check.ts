import type { KubernetesEnvironment } from '../api.js'
import { keysIn } from '../names.js'
import type { Node } from '../syntax/ast.js'
import type { FunctionIndex } from './function-index.js'
import { type Checked, type Meaning, startInspection } from './inspection.js'
import { kubernetesRules } from './kubernetes/kubernetes-rules.js'
import { ownRules } from './own-rules.js'
import type { Type } from './type.js'

/**
 * Types of all sub-expressions and meanings of all names. Collects every problem that it can find; after one, the
 * sub-expression counts as `dyn` so that it is not reported twice.
 *
 * The library's own checker is not used: it stops at the first problem, and it does not know two-variable macros,
 * variadic functions or `has({…}.a)`.
 */
export function check(
  root: Node,
  nodes: number,
  variables: ReadonlyMap<string, Type>,
  index: FunctionIndex,
  kubernetes?: KubernetesEnvironment,
  source = '',
  args: ReadonlyMap<string, Type> = new Map(),
): Checked {
  const rules = kubernetes ? kubernetesRules(kubernetes) : ownRules
  const inspection = startInspection(source, nodes, variables, index, kubernetes, rules)
  inspection.visit(root, args)
  rules.finish?.(inspection, root)
  const { problems, types, meanings, roots, fields } = inspection
  problems.sort((a, b) => a.start - b.start || a.end - b.end)
  return {
    problems,
    types,
    meanings,
    references: { roots, fields, calls: callsIn(meanings), keys: keysIn(root) },
  }
}

function callsIn(meanings: readonly (Meaning | undefined)[]): Set<string> {
  const overloads = meanings.flatMap((meaning) => (meaning?.kind === 'call' ? meaning.overloads : []))
  return new Set(overloads.flatMap(({ of, defines }) => (defines ? [of.name] : [])))
}
