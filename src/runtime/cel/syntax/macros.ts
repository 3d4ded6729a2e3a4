import type { Since } from '../../model/index.js'
import type { Call } from './ast.js'
import type { Construct } from './operator-reference.js'

/** A call that is compiled in place because it binds variables or looks at its argument's shape. */
export type Macro =
  | { readonly kind: 'has' }
  | { readonly kind: 'bind' }
  | { readonly kind: 'all' | 'exists' | 'existsOne' | 'filter' | 'map'; readonly variables: 1 | 2 }
  | { readonly kind: 'transformMap' | 'transformMapEntry'; readonly variables: 2 }
  | { readonly kind: 'sortBy'; readonly variables: 1 }
  | { readonly kind: 'optMap' | 'optFlatMap'; readonly variables: 1 }

/** What one macro is to its readers, and the calls that it is: name and number of arguments, `.` before a method. */
export interface MacroEntry extends Omit<Construct, 'since'> {
  readonly forms: Readonly<Record<string, Macro>>
  /** For all forms, or for each. */
  readonly since: Since | Readonly<Record<string, Since>>
}

/** The macros, which bind variables or look at the form of their argument. */
export const macroReference: readonly MacroEntry[] = [
  {
    forms: { 'has/1': { kind: 'has' } },
    syntax: 'has(map.field)',
    doc: 'Whether the field is there; null counts as there.',
    since: 'base',
    examples: [
      ['has({"a": null}.a)', 'true'],
      ['has({"a": 1}.b)', 'false'],
    ],
  },
  {
    forms: { '.all/2': { kind: 'all', variables: 1 }, '.all/3': { kind: 'all', variables: 2 } },
    syntax: 'list.all(x, condition), map.all(key, value, condition)',
    doc: 'Whether the condition holds for every element, or for every key of a map; with two variables for every index and element, or key and value. An error does not matter when some other element decides.',
    since: { '.all/2': 'base', '.all/3': '1.32' },
    examples: [
      ['[1, 2].all(x, x > 0)', 'true'],
      ['{"a": 1}.all(k, v, k == "a" && v == 1)', 'true'],
      ['[0, 2].all(x, 2 / x > 1)', 'false'],
    ],
  },
  {
    forms: { '.exists/2': { kind: 'exists', variables: 1 }, '.exists/3': { kind: 'exists', variables: 2 } },
    syntax: 'list.exists(x, condition), map.exists(key, value, condition)',
    doc: 'Whether the condition holds for some element.',
    since: { '.exists/2': 'base', '.exists/3': '1.32' },
    examples: [['[1, 2].exists(x, x > 1)', 'true']],
  },
  {
    forms: {
      '.exists_one/2': { kind: 'existsOne', variables: 1 },
      '.exists_one/3': { kind: 'existsOne', variables: 2 },
      '.existsOne/2': { kind: 'existsOne', variables: 1 },
      '.existsOne/3': { kind: 'existsOne', variables: 2 },
    },
    syntax: 'list.exists_one(x, condition), map.existsOne(key, value, condition)',
    doc: 'Whether the condition holds for just one element.',
    since: {
      '.exists_one/2': 'base',
      '.exists_one/3': '1.32',
      '.existsOne/2': 'policytest',
      '.existsOne/3': '1.32',
    },
    examples: [['[1, 2, 2].exists_one(x, x == 2)', 'false']],
  },
  {
    forms: { '.filter/2': { kind: 'filter', variables: 1 } },
    syntax: 'list.filter(x, condition)',
    doc: 'The elements, or keys of a map, that meet the condition.',
    since: 'base',
    examples: [['[22, 80, 443].filter(port, port > 22)', '[80, 443]']],
  },
  {
    forms: { '.map/2': { kind: 'map', variables: 1 }, '.map/3': { kind: 'map', variables: 1 } },
    syntax: 'list.map(x, value), list.map(x, condition, value)',
    doc: 'A value for each element, or for each that meets the condition.',
    since: 'base',
    examples: [
      ['[1, 2].map(x, x * x)', '[1, 4]'],
      ['[1, 2].map(x, x > 1, x * x)', '[4]'],
    ],
  },
  {
    forms: {
      '.transformList/3': { kind: 'map', variables: 2 },
      '.transformList/4': { kind: 'map', variables: 2 },
    },
    syntax: 'list.transformList(i, x, value), map.transformList(key, x, condition, value)',
    doc: 'A list of a value for each index and element, or key and value.',
    since: '1.32',
    examples: [['["a", "b"].transformList(i, x, string(i) + x)', '["0a", "1b"]']],
  },
  {
    forms: {
      '.transformMap/3': { kind: 'transformMap', variables: 2 },
      '.transformMap/4': { kind: 'transformMap', variables: 2 },
    },
    syntax: 'map.transformMap(key, x, value), map.transformMap(key, x, condition, value)',
    doc: 'The map (or list) with new values for its keys (or indexes).',
    since: '1.32',
    examples: [['{"a": 1, "b": 2}.transformMap(k, v, v > 1, v * 10)', '{"b": 20}']],
  },
  {
    forms: {
      '.transformMapEntry/3': { kind: 'transformMapEntry', variables: 2 },
      '.transformMapEntry/4': { kind: 'transformMapEntry', variables: 2 },
    },
    syntax: 'map.transformMapEntry(key, x, {newKey: value})',
    doc: 'A map of new keys and values.',
    since: '1.32',
    examples: [['{"a": "x"}.transformMapEntry(k, v, {v: k})', '{"x": "a"}']],
  },
  {
    forms: { '.sortBy/2': { kind: 'sortBy', variables: 1 } },
    syntax: 'list.sortBy(x, key)',
    doc: 'The elements in the order of their keys.',
    since: '1.34',
    examples: [['["bbb", "a", "cc"].sortBy(x, size(x))', '["a", "cc", "bbb"]']],
  },
  {
    forms: { '.optMap/2': { kind: 'optMap', variables: 1 } },
    syntax: 'optional.optMap(x, value)',
    doc: 'An optional of the value when the optional has one.',
    since: '1.28',
    examples: [['{"a": 1}.?a.optMap(x, x + 1).orValue(0)', '2']],
  },
  {
    forms: { '.optFlatMap/2': { kind: 'optFlatMap', variables: 1 } },
    syntax: 'optional.optFlatMap(x, optional)',
    doc: 'The optional computed from the value when there is one.',
    since: '1.28',
    examples: [['{"a": {"b": 1}}.?a.optFlatMap(x, x.?b).orValue(0)', '1']],
  },
  {
    forms: { 'cel.bind/3': { kind: 'bind' } },
    syntax: 'cel.bind(name, value, expression)',
    doc: 'The expression with a name for a value.',
    since: 'policytest',
    examples: [['cel.bind(n, size("abc"), n * n)', '9']],
  },
]

const macros = new Map(
  macroReference.flatMap(({ forms, since }) =>
    Object.entries(forms).map(([form, macro]) => {
      const there = typeof since === 'string' ? since : since[form]
      if (there === undefined) throw new Error(`the macro ${form} does not say since when it is there`)
      return [form, { macro, since: there }] as const
    }),
  ),
)

/** Names of all macros that are not in a namespace, for "did you mean". */
export const macroNames: readonly string[] = [
  ...new Set(
    [...macros.keys()].map((form) => form.replace(/^\.|\/.*$/g, '')).filter((name) => !name.includes('.')),
  ),
]

/** The macro that a call is, if it is one. */
export function macroOf(call: Call): Macro | undefined {
  return macros.get(formOf(call))?.macro
}

/** Since when there is the macro that a call is. */
export function macroSince(call: Call): Since {
  return macros.get(formOf(call))?.since ?? 'base'
}

function formOf({ target, name, args }: Call): string {
  const prefix =
    target?.kind === 'ident' && target.name === 'cel' && name === 'bind' ? 'cel.' : target ? '.' : ''
  return `${prefix}${name}/${args.length}`
}
