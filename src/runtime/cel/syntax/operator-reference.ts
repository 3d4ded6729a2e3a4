import type { CelFunction } from '../check/function-index.js'

/** Part of the language that is no function: what its reference says of it. */
export interface Construct extends Pick<CelFunction, 'doc' | 'since' | 'examples'> {
  /** How it is written: `a + b`, `list.all(x, condition)`. */
  readonly syntax: string
}

/** The operators. */
export const operators: readonly Construct[] = [
  {
    syntax: 'a == b, a != b',
    doc: 'Numbers are equal by value whatever their type, lists and maps element by element; values of other different types never are, which for literals is a mistake that is reported.',
    since: 'base',
    examples: [
      ['[1, {"a": 2}] == [1, {"a": 2}]', 'true'],
      ['dyn(1) == 1.0', 'true'],
      ['1 == "1"', "error: no operator '==' for int and string"],
    ],
  },
  {
    syntax: 'a < b, a <= b, a > b, a >= b',
    doc: 'Order of numbers (of any types), strings (by code point), bytes, bools, timestamps and durations.',
    since: 'base',
    examples: [
      ['2 > 1.5', 'true'],
      ['duration("90m") < duration("2h")', 'true'],
    ],
  },
  {
    syntax: 'a + b, a - b, a * b, a / b, a % b, -a',
    doc: 'Arithmetic on two numbers of one type; int and uint have 64 bits and overflow with an error, int division truncates. `+` also joins strings, bytes and lists; timestamps and durations add and subtract.',
    since: 'base',
    examples: [
      ['7 / 2', '3'],
      ['7.0 / 2.0', '3.5'],
      ['[1] + [2]', '[1, 2]'],
      ['timestamp("2026-01-31T08:00:00Z") - duration("8h")', 'timestamp("2026-01-31T00:00:00Z")'],
      ['7 / 0', 'error: division by zero'],
    ],
  },
  {
    syntax: 'a && b, a || b, !a',
    doc: 'Logic. An error on one side does not matter when the other side decides.',
    since: 'base',
    examples: [
      ['1 / 0 == 1 || true', 'true'],
      ['1 / 0 == 1 && false', 'false'],
    ],
  },
  {
    syntax: 'condition ? a : b',
    doc: 'One of two values; only that one is evaluated.',
    since: 'base',
    examples: [['size("abc") > 2 ? "long" : "short"', '"long"']],
  },
  {
    syntax: 'a in list, key in map',
    doc: 'Whether a list has an element, or a map a key.',
    since: 'base',
    examples: [
      ['"SYS_ADMIN" in ["NET_ADMIN", "SYS_ADMIN"]', 'true'],
      ['"a" in {"a": null}', 'true'],
    ],
  },
  {
    syntax: 'map.field, map[key], list[index]',
    doc: 'A value of a map or list; an error when it is not there. A field name that is no identifier goes into backticks.',
    since: 'base',
    examples: [
      ['{"a": [1, 2]}.a[1]', '2'],
      ['{"app.kubernetes.io/name": "web"}.`app.kubernetes.io/name`', '"web"'],
      ['{"a": 1}.b', 'error: no such key \'b\' in {"a": 1}'],
    ],
  },
  {
    syntax: 'map.?field, map[?key], list[?index]',
    doc: 'The same as an optional: absent instead of an error, and so is whatever is selected from it.',
    since: '1.28',
    examples: [
      ['{"a": {"b": 1}}.?a.b.orValue(0)', '1'],
      ['[1, 2][?5].orValue(0)', '0'],
    ],
  },
  {
    syntax: '[?a], {?key: a}',
    doc: 'An element or entry of a literal that is left out when its optional is absent.',
    since: '1.28',
    examples: [['[1, ?{"a": 2}.?b]', '[1]']],
  },
]

/** The macros, which bind variables or look at the form of their argument. */
export const macroReference: readonly Construct[] = [
  {
    syntax: 'has(map.field)',
    doc: 'Whether the field is there; null counts as there.',
    since: 'base',
    examples: [
      ['has({"a": null}.a)', 'true'],
      ['has({"a": 1}.b)', 'false'],
    ],
  },
  {
    syntax: 'list.all(x, condition), map.all(key, value, condition)',
    doc: 'Whether the condition holds for every element, or for every key of a map; with two variables for every index and element, or key and value. An error does not matter when some other element decides.',
    since: 'base',
    examples: [
      ['[1, 2].all(x, x > 0)', 'true'],
      ['{"a": 1}.all(k, v, k == "a" && v == 1)', 'true'],
      ['[0, 2].all(x, 2 / x > 1)', 'false'],
    ],
  },
  {
    syntax: 'list.exists(x, condition), map.exists(key, value, condition)',
    doc: 'Whether the condition holds for some element.',
    since: 'base',
    examples: [['[1, 2].exists(x, x > 1)', 'true']],
  },
  {
    syntax: 'list.exists_one(x, condition), map.existsOne(key, value, condition)',
    doc: 'Whether the condition holds for just one element.',
    since: 'base',
    examples: [['[1, 2, 2].exists_one(x, x == 2)', 'false']],
  },
  {
    syntax: 'list.filter(x, condition)',
    doc: 'The elements, or keys of a map, that meet the condition.',
    since: 'base',
    examples: [['[22, 80, 443].filter(port, port > 22)', '[80, 443]']],
  },
  {
    syntax: 'list.map(x, value), list.map(x, condition, value)',
    doc: 'A value for each element, or for each that meets the condition.',
    since: 'base',
    examples: [
      ['[1, 2].map(x, x * x)', '[1, 4]'],
      ['[1, 2].map(x, x > 1, x * x)', '[4]'],
    ],
  },
  {
    syntax: 'list.transformList(i, x, value), map.transformList(key, x, condition, value)',
    doc: 'A list of a value for each index and element, or key and value.',
    since: '1.32',
    examples: [['["a", "b"].transformList(i, x, string(i) + x)', '["0a", "1b"]']],
  },
  {
    syntax: 'map.transformMap(key, x, value), map.transformMap(key, x, condition, value)',
    doc: 'The map (or list) with new values for its keys (or indexes).',
    since: '1.32',
    examples: [['{"a": 1, "b": 2}.transformMap(k, v, v > 1, v * 10)', '{"b": 20}']],
  },
  {
    syntax: 'map.transformMapEntry(key, x, {newKey: value})',
    doc: 'A map of new keys and values.',
    since: '1.32',
    examples: [['{"a": "x"}.transformMapEntry(k, v, {v: k})', '{"x": "a"}']],
  },
  {
    syntax: 'list.sortBy(x, key)',
    doc: 'The elements in the order of their keys.',
    since: '1.34',
    examples: [['["bbb", "a", "cc"].sortBy(x, size(x))', '["a", "cc", "bbb"]']],
  },
  {
    syntax: 'optional.optMap(x, value)',
    doc: 'An optional of the value when the optional has one.',
    since: '1.28',
    examples: [['{"a": 1}.?a.optMap(x, x + 1).orValue(0)', '2']],
  },
  {
    syntax: 'optional.optFlatMap(x, optional)',
    doc: 'The optional computed from the value when there is one.',
    since: '1.28',
    examples: [['{"a": {"b": 1}}.?a.optFlatMap(x, x.?b).orValue(0)', '1']],
  },
  {
    syntax: 'cel.bind(name, value, expression)',
    doc: 'The expression with a name for a value.',
    since: 'base',
    examples: [['cel.bind(n, size("abc"), n * n)', '9']],
  },
]
