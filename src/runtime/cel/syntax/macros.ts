import type { Call } from './ast.js'

/** A call that is compiled in place because it binds variables or looks at its argument's shape. */
export type Macro =
  | { readonly kind: 'has' }
  | { readonly kind: 'bind' }
  | { readonly kind: 'all' | 'exists' | 'existsOne' | 'filter' | 'map'; readonly variables: 1 | 2 }
  | { readonly kind: 'transformMap' | 'transformMapEntry'; readonly variables: 2 }
  | { readonly kind: 'sortBy'; readonly variables: 1 }
  | { readonly kind: 'optMap' | 'optFlatMap'; readonly variables: 1 }

const macros: Readonly<Record<string, Macro>> = {
  'has/1': { kind: 'has' },
  '.all/2': { kind: 'all', variables: 1 },
  '.all/3': { kind: 'all', variables: 2 },
  '.exists/2': { kind: 'exists', variables: 1 },
  '.exists/3': { kind: 'exists', variables: 2 },
  '.exists_one/2': { kind: 'existsOne', variables: 1 },
  '.exists_one/3': { kind: 'existsOne', variables: 2 },
  '.existsOne/2': { kind: 'existsOne', variables: 1 },
  '.existsOne/3': { kind: 'existsOne', variables: 2 },
  '.filter/2': { kind: 'filter', variables: 1 },
  '.map/2': { kind: 'map', variables: 1 },
  '.map/3': { kind: 'map', variables: 1 },
  '.transformList/3': { kind: 'map', variables: 2 },
  '.transformList/4': { kind: 'map', variables: 2 },
  '.transformMap/3': { kind: 'transformMap', variables: 2 },
  '.transformMap/4': { kind: 'transformMap', variables: 2 },
  '.transformMapEntry/3': { kind: 'transformMapEntry', variables: 2 },
  '.transformMapEntry/4': { kind: 'transformMapEntry', variables: 2 },
  '.sortBy/2': { kind: 'sortBy', variables: 1 },
  '.optMap/2': { kind: 'optMap', variables: 1 },
  '.optFlatMap/2': { kind: 'optFlatMap', variables: 1 },
}

/** Names of all macros, for "did you mean". */
export const macroNames: readonly string[] = [
  ...new Set(Object.keys(macros).map((key) => key.replace(/^\.|\/.*$/g, ''))),
]

/** The macro that a call is, if it is one. */
export function macroOf(call: Call): Macro | undefined {
  if (call.target?.kind === 'ident' && call.target.name === 'cel' && call.name === 'bind') {
    return call.args.length === 3 ? { kind: 'bind' } : undefined
  }
  const key = `${call.target ? '.' : ''}${call.name}/${call.args.length}`
  return Object.hasOwn(macros, key) ? macros[key] : undefined
}
