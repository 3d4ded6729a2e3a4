import type { LoadedFix } from '../policies/index.js'
import { type CompiledExpression, type CompiledPolicy, expressionsOf } from './compiled-policy.js'
import { declaredNames } from './declared-names.js'
import { type Compiler, calling, compileVariables, namesOfElement } from './expressions.js'
import { reachedFrom, type SharedRules } from './pack-functions.js'
import { variablesOf, variableTypes } from './variable-types.js'

/** A fix sees what a policy over the whole inventory sees; it judges nothing. */
export interface CompiledFix extends CompiledPolicy {
  readonly title: string
  readonly forEach?: CompiledExpression
  /** Gives the path of a file. */
  readonly path: CompiledExpression
  readonly content: CompiledExpression
}

/** All expressions of a fix, what its pack shares among them. */
export function expressionsOfFix(fix: CompiledFix): CompiledExpression[] {
  return [...expressionsOf(fix), ...(fix.forEach ? [fix.forEach] : []), fix.path, fix.content]
}

/** A fix with its expressions compiled; nothing when one of them has a mistake, which the compiler is told. */
export function compileFix(
  { id, fix, pack }: LoadedFix,
  shared: SharedRules,
  compiler: Compiler,
): readonly CompiledFix[] {
  const within = calling(shared.functions, compiler)
  const names = declaredNames(pack?.params ?? new Map())
  const types = variableTypes(shared.types)
  const own = compileVariables(fix.variables, names, types, within)
  const variables = [...shared.variables, ...own]
  const visible = { ...names, variables: variablesOf(types.above()) }
  const forEach = fix.forEach && within.compile(fix.forEach, visible, ['list', 'map'])
  const inside = fix.forEach ? { ...visible, ...namesOfElement(forEach) } : visible
  const path = within.compile(fix.path, inside, ['string'])
  const content = within.compile(fix.content, inside, ['list', 'map', 'string'])
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
      requires: fix.requires.map((type) => [type]),
      looksUp: [],
      readsInventory: true,
      matchConditions: [],
      variables,
      ...reachedFrom([...variables, ...(forEach ? [forEach] : []), path, content], shared),
      validations: [],
      ...(forEach && { forEach }),
      path,
      content,
    },
  ]
}
