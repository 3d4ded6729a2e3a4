import type { Program, Scope } from './api.js'
import type { Node } from './ast.js'
import { childrenOf } from './ast.js'
import type { Checked } from './check.js'
import { formatValue } from './format.js'
import type { Generated } from './generate.js'

type Build = (
  generated: Generated,
  extra: readonly string[],
) => ((...args: readonly unknown[]) => unknown) | undefined

/** The program that records every sub-expression's value; built on first use, because only failures need it. */
export function explainer(
  source: string,
  root: Node,
  _checked: Checked,
  generated: () => Generated,
  build: Build,
): Program['explain'] {
  let run: ReturnType<Build>
  return (scope: Scope) => {
    run ??= build(generated(), ['trace'])
    const values = new Map<number, unknown>()
    run?.(scope, (id: number, value: unknown) => values.set(id, value))
    const shown: { expression: string; offset: number; value: string }[] = []
    const visit = (node: Node): void => {
      if (values.has(node.id) && node.kind !== 'literal') {
        shown.push({
          expression: source.slice(node.start, node.end),
          offset: node.start,
          value: formatValue(values.get(node.id)),
        })
      }
      for (const child of childrenOf(node)) visit(child)
    }
    visit(root)
    return shown
  }
}
