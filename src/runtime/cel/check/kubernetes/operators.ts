import type { Since } from '../../../model/index.js'
import { once } from '../../../once.js'
import type { KubernetesEnvironment } from '../../api.js'
import { isThere, type Overload, splitTypes } from '../function-index.js'
import { parseType, type Type } from '../type.js'

/** What an operator, or a step that a macro is made of, takes and gives. */
export interface Operator {
  readonly params: readonly Type[]
  readonly returns: Type
}

/** Signatures since a version. */
type Signatures = readonly (readonly [since: Since, ...signatures: string[]])[]

const numbers = ['double', 'int', 'uint']
const duration = 'google.protobuf.Duration'
const timestamp = 'google.protobuf.Timestamp'

const same = (...types: string[]): string[] => types.map((type) => `(${type}, ${type}): ${type}`)

/** Two numbers of different types are compared since optional types came. */
const comparison: Signatures = [
  ['base', '(bool, bool): bool', '(int, int): bool'],
  ['1.28', '(int, double): bool', '(int, uint): bool'],
  ['base', '(uint, uint): bool'],
  ['1.28', '(uint, double): bool', '(uint, int): bool'],
  ['base', '(double, double): bool'],
  ['1.28', '(double, int): bool', '(double, uint): bool'],
  ['base', ...['string', 'bytes', timestamp, duration].map((type) => `(${type}, ${type}): bool`)],
]

const optionalIndex = [
  '(list<T>, int): optional<T>',
  '(optional<list<T>>, int): optional<T>',
  '(map<T, U>, T): optional<U>',
  '(optional<map<T, U>>, T): optional<U>',
]

/** All that API servers know of operators. The order counts: the first that takes an unknown type makes it known. */
const table: Readonly<Record<string, Signatures>> = {
  '!': [['base', '(bool): bool']],
  negate: [['base', '(double): double', '(int): int']],
  '?:': [['base', '(bool, T, T): T']],
  '==': [['base', '(T, T): bool']],
  '!=': [['base', '(T, T): bool']],
  '<': comparison,
  '<=': comparison,
  '>': comparison,
  '>=': comparison,
  in: [['base', '(T, list<T>): bool', '(T, map<T, U>): bool']],
  '+': [
    [
      'base',
      ...same('bytes', 'double', duration),
      `(${duration}, ${timestamp}): ${timestamp}`,
      `(${timestamp}, ${duration}): ${timestamp}`,
      ...same('int', 'list<T>', 'string', 'uint'),
    ],
  ],
  '-': [
    [
      'base',
      ...same('double', duration, 'int'),
      `(${timestamp}, ${duration}): ${timestamp}`,
      `(${timestamp}, ${timestamp}): ${duration}`,
      ...same('uint'),
    ],
  ],
  '*': [['base', ...same(...numbers)]],
  '/': [['base', ...same(...numbers)]],
  '%': [['base', ...same('int', 'uint')]],
  '[]': [
    ['base', '(list<T>, int): T', '(map<T, U>, T): U'],
    ['1.28', '(optional<list<T>>, int): optional<T>', '(optional<map<T, U>>, T): optional<U>'],
  ],
  '[?]': [['1.28', ...optionalIndex]],
  // Steps that macros are made of.
  insert: [['base', '(map<T, U>, map<T, U>): map<T, U>', '(map<T, U>, T, U): map<T, U>']],
  sortByKeys: [
    [
      'base',
      ...['int', 'uint', 'double', 'bool', duration, timestamp, 'string', 'bytes'].map(
        (key) => `(list<T>, list<${key}>): list<T>`,
      ),
    ],
  ],
}

const read = once(() =>
  Object.entries(table).map(
    ([name, signatures]) =>
      [
        name,
        signatures.flatMap(([since, ...texts]) =>
          texts.map((text) => ({ since, operator: parseOperator(text) })),
        ),
      ] as const,
  ),
)

function parseOperator(text: string): Operator {
  const close = text.lastIndexOf('): ')
  return {
    params: splitTypes(text.slice(1, close)).map(parseType),
    returns: parseType(text.slice(close + 3)),
  }
}

/** The operators of an environment. */
export function operatorsOf(kubernetes: KubernetesEnvironment): ReadonlyMap<string, readonly Operator[]> {
  return new Map(
    read().map(([name, all]) => [
      name,
      all.flatMap(({ since, operator }) => (isThere(since, kubernetes) ? [operator] : [])),
    ]),
  )
}

/** An overload of a function as an operator: the receiver is the first operand. */
export function asOperator({ receiver, params, returns }: Overload): Operator {
  return { params: receiver ? [receiver, ...params] : params, returns }
}
