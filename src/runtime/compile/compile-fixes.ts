import { firewallExtension } from '../firewall/functions.js'
import { InputError } from '../input-error.js'
import type { Diagnostic, Platform } from '../model/index.js'
import { inOrder, type LoadedFix } from '../policies/index.js'
import { declaredNames, variablesOf } from './compile-policies.js'
import type { CompiledExpression, CompiledPolicy } from './compiled-policy.js'
import { compileVariables, namesOfElement, startCompiler, typesOf } from './expressions.js'

/** A fix sees what a policy over the whole inventory sees; it judges nothing. */
export interface CompiledFix extends CompiledPolicy {
  readonly title: string
  readonly forEach?: CompiledExpression
  /** Gives the path of a file. */
  readonly path: CompiledExpression
  readonly content: CompiledExpression
}

export function expressionsOfFix({ variables, forEach, path, content }: CompiledFix): CompiledExpression[] {
  return [...variables, ...(forEach ? [forEach] : []), path, content]
}

/**
 * Compiles and type-checks fixes.
 * @throws InputError with every mistake of every expression
 */
export function compileFixes(fixes: readonly LoadedFix[], platforms: readonly Platform[]): CompiledFix[] {
  const diagnostics: Diagnostic[] = []
  const compiler = startCompiler(diagnostics, [firewallExtension(platforms)])
  const compiled = fixes.flatMap(({ id, fix, pack }): CompiledFix[] => {
    const names = declaredNames(pack?.params ?? new Map())
    const above = pack?.variables ?? []
    const shared = pack ? variablesOf(pack, names, compiler) : []
    const own = compileVariables(fix.variables, names, above, shared, compiler)
    const variables = [...shared, ...own]
    const visible = { ...names, variables: { fields: typesOf([...above, ...fix.variables], variables) } }
    const forEach = fix.forEach && compiler.compile(fix.forEach, visible, ['list', 'map'])
    const inside = fix.forEach ? { ...visible, ...namesOfElement(forEach) } : visible
    const path = compiler.compile(fix.path, inside, ['string'])
    const content = compiler.compile(fix.content, inside, ['list', 'map', 'string'])
    if (!path || !content) return []
    return [
      {
        id,
        name: fix.name,
        ...(pack && { pack: pack.name }),
        file: fix.file,
        title: fix.title ?? fix.name,
        guidelines: fix.guidelines.map((guideline) => (pack ? `${pack.name}/${guideline.id}` : guideline.id)),
        severity: 'info',
        scope: 'inventory',
        types: fix.requires,
        requires: fix.requires,
        looksUp: [],
        readsInventory: true,
        matchConditions: [],
        variables,
        validations: [],
        ...(forEach && { forEach }),
        path,
        content,
      },
    ]
  })
  if (diagnostics.length > 0) throw new InputError(inOrder(diagnostics))
  return compiled
}
