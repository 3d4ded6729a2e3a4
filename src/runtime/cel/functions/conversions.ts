import { failure } from '../failure.js'
import type { CelFunction } from '../table.js'
import { typeName } from '../typename.js'
import { TypeValue } from '../values.js'

/** Conversions between types. */
export const conversions: readonly CelFunction[] = [
  {
    name: 'dyn',
    overloads: { 'dyn(dyn): dyn': (value: unknown) => value },
    doc: 'The value with its static type forgotten.',
    since: 'base',
    examples: [['dyn(1) == dyn("1")', 'false']],
  },
  {
    name: 'type',
    overloads: { 'type(dyn): type': (value: unknown) => new TypeValue(typeName(value)) },
    doc: 'The type of the value.',
    since: 'base',
    examples: [['type(1) == int', 'true']],
  },
  {
    name: 'string',
    overloads: {
      'string(string): string': (text: string) => text,
      'string(int): string': (number: number | bigint) => String(number),
      'string(bool): string': (value: boolean) => String(value),
      'string(double): string': (value: unknown) => String(value),
    },
    doc: 'The value as text.',
    since: 'base',
    examples: [['string(22)', '"22"']],
  },
  {
    name: 'int',
    overloads: {
      'int(int): int': (number: number | bigint) => number,
      'int(string): int': (text: string) =>
        /^-?\d{1,15}$/.test(text)
          ? Number(text)
          : failure('invalid-argument', `not an int: "${text.slice(0, 40)}"`),
    },
    doc: 'The value as an int.',
    since: 'base',
    examples: [['int("22")', '22']],
  },
]
