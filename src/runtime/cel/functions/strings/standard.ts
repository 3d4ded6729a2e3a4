import { charge } from '../../evaluation/meter.js'
import type { Failure } from '../../values/failure.js'
import { type CelMap, sizeOfMap } from '../../values/values.js'
import type { Argument, BuiltIn, Inline } from '../built-in.js'
import { indexIn } from './search.js'

/** Length in code points. */
export function codePoints(text: string): number | Failure {
  const over = charge(text.length >> 6)
  if (over) return over
  let length = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdbff) continue
    const next = text.charCodeAt(i + 1)
    if (next >= 0xdc00 && next <= 0xdfff) {
      length--
      i++
    }
  }
  return length
}

const found = (at: number | Failure): boolean | Failure => (typeof at === 'number' ? at >= 0 : at)

/** A method of JavaScript's strings that does just what CEL's does. */
const ofStrings =
  (method: 'startsWith' | 'endsWith') =>
  (args: readonly Argument[]): Inline | undefined => {
    const unsure = args.filter(({ literal }) => typeof literal?.value !== 'string')
    const [text, part] = args
    if (unsure.length === 0) return undefined
    return {
      condition: unsure.map(({ js }) => `typeof ${js} === 'string'`).join(' && '),
      value: `${text?.js}.${method}(${part?.js})`,
    }
  }

/** Strings: what every CEL has. */
export const strings: readonly BuiltIn[] = [
  {
    name: 'size',
    overloads: {
      'size(string): int': codePoints,
      'size(bytes): int': (bytes: Uint8Array) => bytes.length,
      'size(list<dyn>): int': (list: readonly unknown[]) => list.length,
      'size(map<dyn, dyn>): int': (map: CelMap) => sizeOfMap(map),
      'string.size(): int': codePoints,
      'bytes.size(): int': (bytes: Uint8Array) => bytes.length,
      'list<dyn>.size(): int': (list: readonly unknown[]) => list.length,
      'map<dyn, dyn>.size(): int': (map: CelMap) => sizeOfMap(map),
    },
    doc: 'Number of characters (code points), bytes, elements or entries.',
    since: 'base',
    kubernetes: {
      'size(list<dyn>): int': ['size(list<T>): int'],
      'size(map<dyn, dyn>): int': ['size(map<T, U>): int'],
      'list<dyn>.size(): int': ['list<T>.size(): int'],
      'map<dyn, dyn>.size(): int': ['map<T, U>.size(): int'],
    },
    examples: [
      ['size("añ😀")', '3'],
      ['[1, 2].size()', '2'],
      ['{"a": 1}.size()', '1'],
    ],
    oneForAll: true,
    inline: ([of]) => ({ condition: `Array.isArray(${of?.js})`, value: `${of?.js}.length` }),
  },
  {
    name: 'startsWith',
    overloads: {
      'string.startsWith(string): bool': (text: string, prefix: string) => text.startsWith(prefix),
    },
    doc: 'Whether the string begins with the prefix.',
    since: 'base',
    examples: [['"registry/app".startsWith("registry/")', 'true']],
    inline: ofStrings('startsWith'),
  },
  {
    name: 'endsWith',
    overloads: { 'string.endsWith(string): bool': (text: string, suffix: string) => text.endsWith(suffix) },
    doc: 'Whether the string ends with the suffix.',
    since: 'base',
    examples: [['"app:latest".endsWith(":latest")', 'true']],
    inline: ofStrings('endsWith'),
  },
  {
    name: 'contains',
    overloads: {
      'string.contains(string): bool': (text: string, part: string) => found(indexIn(text, part)),
    },
    doc: 'Whether the string contains the other one.',
    since: 'base',
    examples: [['"a-b-c".contains("-b-")', 'true']],
    // In a long text the search has to be metered.
    inline: ([text, part]) => ({
      condition: `typeof ${text?.js} === 'string' && typeof ${part?.js} === 'string' && ${text?.js}.length < 1024`,
      value: `${text?.js}.includes(${part?.js})`,
    }),
  },
]
