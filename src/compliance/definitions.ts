import type { CompiledPolicy } from '../runtime/compile/compiled-policy.js'
import { readsOf } from '../runtime/compile/reads.js'
import {
  type FunctionDefinition,
  importedPacks,
  type LoadedPolicy,
  type NamedExpression,
  type Pack,
} from '../runtime/policies/index.js'

/** A variable or function that the rules of a policy come to use. */
export interface Definition {
  /** As rules name it: `variables.workers`, `isExempt(project: string)`. */
  readonly name: string
  /** The pack, or the policy, that defines it. */
  readonly of: string
  readonly source: string
  readonly description?: string
}

/** What a reader has to know beside the rules of a policy to understand them. */
export interface Background {
  readonly definitions: readonly Definition[]
  /** Parameters by the pack, or the policy without pack, that declares them. */
  readonly params: readonly { readonly of: string; readonly name: string }[]
}

/** Every variable and function that rules use, be it through others, and the parameters that they read. */
export function backgroundOf(loaded: LoadedPolicy, compiled: CompiledPolicy): Background {
  const own = loaded.home ?? loaded.pack
  const packs = new Map((own ? [own, ...importedPacks(own)] : []).map((pack) => [pack.name, pack]))
  const found = [...readsOf(compiled).atAll].sort().map((read) => {
    const [, name, field = read] = /^@(\S+) (.*)$/.exec(read) ?? []
    return definedAs(
      field,
      name === undefined ? own : packs.get(name),
      name === undefined ? loaded : undefined,
    )
  })
  return {
    definitions: found.flatMap(({ definitions = [] }) => definitions),
    params: found.flatMap(({ params = [] }) => params),
  }
}

/** What `variables.x`, `functions.x`, `params.x` mean among the expressions of a pack, or of a policy as well. */
function definedAs(
  field: string,
  pack: Pack | undefined,
  loaded: LoadedPolicy | undefined,
): Partial<Background> {
  const [kind, name] = field.split('.')
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    list.filter((each) => name === undefined || each.name === name)
  const of = pack?.name ?? loaded?.policy.name ?? ''
  if (kind === 'functions')
    return { definitions: named(pack?.functions ?? []).map((each) => asFunction(each, of)) }
  if (kind === 'variables') {
    const ofPolicy = named(loaded?.policy.variables ?? []).map((each) => asVariable(each, loaded?.id ?? of))
    return { definitions: [...named(pack?.variables ?? []).map((each) => asVariable(each, of)), ...ofPolicy] }
  }
  if (kind !== 'params') return {}
  const declared = pack?.params ?? loaded?.policy.params ?? new Map()
  return {
    params: [...declared.keys()]
      .filter((each) => name === undefined || each === name)
      .map((each) => ({ of, name: each })),
  }
}

function asVariable({ name, expression }: NamedExpression, of: string): Definition {
  return { name: `variables.${name}`, of, source: expression.source }
}

function asFunction({ name, args, description, expression }: FunctionDefinition, of: string): Definition {
  const signature = args.map((arg) => `${arg.name}: ${arg.type}`).join(', ')
  return {
    name: `${name}(${signature})`,
    of,
    source: expression.source,
    ...(description !== undefined && { description }),
  }
}
