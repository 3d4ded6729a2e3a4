import type { CelFunction, Since } from '../../model/index.js'

/** Part of the language that is no function: what its reference says of it. */
export interface Construct extends Pick<CelFunction, 'doc' | 'examples'> {
  /** How it is written: `a + b`, `list.all(x, condition)`. */
  readonly syntax: string
  readonly since: Since
}

/** The operators. */
export const operatorReference: readonly Construct[] = [
  {
    syntax: 'a == b, a != b',
    doc: 'Numbers are equal by value whatever their type, lists and maps element by element; values of other different types never are, which for literals is a mistake that is reported. API servers also report two types of numbers (`1 == 1.0`), and null beside what cannot be null.',
    since: 'base',
    examples: [
      ['[1, {"a": 2}] == [1, {"a": 2}]', 'true'],
      ['dyn(1) == 1.0', 'true'],
      ['1 == "1"', "error: no operator '==' for int and string"],
    ],
  },
  {
    syntax: 'a < b, a <= b, a > b, a >= b',
    doc: 'Order of numbers (of any types), strings (by code point), bytes, bools, timestamps and durations. API servers compare two types of numbers since 1.28.',
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
