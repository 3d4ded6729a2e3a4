import { describe, expect, test } from 'vitest'
import { compile, formatValue, isCelError } from '../index.js'
import type { Node } from './ast.js'
import { parse } from './parse.js'

function value(source: string): string {
  const compiled = compile(source, { declarations: { object: 'dyn' } })
  if ('problems' in compiled) return `problem: ${compiled.problems[0]?.message}`
  const result = compiled.program.evaluate({ object: { a: 1 } })
  return isCelError(result) ? `error: ${result.message}` : formatValue(result)
}

describe('what the library cannot read or reads wrong', () => {
  test.each([
    ['quoted fields', '{"content-type": 1}.`content-type`', '1'],
    ['a number that begins with a dot', '.5 + .25e1', '3.0'],
    [
      'a name with a leading dot means the variable outside of macros',
      '[7].all(object, .object.a == 1)',
      'true',
    ],
    ['raw bytes', 'rb"\\n"', 'b"\\\\n"'],
    ['bytes are UTF-8', 'size(b"é")', '2'],
    ['escapes in bytes are single bytes', 'size(b"\\xe9\\351")', '2'],
    ['a backslash at the end of a raw string', 'r\'\\\' + r"\\"', '"\\\\\\\\"'],
    ['optional elements', '[?optional.none(), ?optional.of(1), 2]', '[1, 2]'],
    ['optional entries', '{?"a": optional.none(), "b": 1}', '{"b": 1}'],
    ['an optional index stays one', '[1][?0].orValue(2)', '1'],
    ['a conditional stays one', '[true ? 1 : 2, false ? 3 : 4]', '[1, 4]'],
    ['form feeds are white space', '1\f+ 1', '2'],
    ['parentheses in comments and strings', '( // )\n ")" )', '")"'],
    ['the smallest int', '-9223372036854775808', '-9223372036854775808'],
    [
      'an int of more than 64 bits',
      '9223372036854775808',
      'problem: the integer 9223372036854775808 does not fit into 64 bits',
    ],
    ['messages', 'Foo{a: 1}', 'problem: message construction is not supported: policies work on plain data'],
    ['a map after in is no message', '1 in {1: 2}', 'true'],
    ['nothing', ' ', 'problem: the expression is empty'],
    ['an unfinished call', 'size(', 'problem: unexpected token: the end of the expression'],
    ['a missing parenthesis', '(1', "problem: expected ')' but found the end of the expression"],
    ['a string without end', '"abc', 'problem: unterminated string'],
  ])('%s', (_, source, expected) => {
    expect(value(source)).toBe(expected)
  })
})

describe('ranges', () => {
  const source = '(object.a || (object.b)) && -(object.c) == size((object.d) + "x")'

  const texts = (node: Node): string[] => {
    const parts =
      'operands' in node
        ? node.operands
        : 'left' in node
          ? [node.left, node.right]
          : 'operand' in node
            ? [node.operand]
            : 'args' in node
              ? node.args
              : []
    return [source.slice(node.start, node.end), ...parts.flatMap(texts)]
  }

  test('take in the parentheses that belong to them', () => {
    const parsed = parse(source)
    expect('root' in parsed && texts(parsed.root)).toEqual([
      source,
      'object.a || (object.b)',
      'object.a',
      'object',
      'object.b',
      'object',
      '-(object.c) == size((object.d) + "x")',
      '-(object.c)',
      'object.c',
      'object',
      'size((object.d) + "x")',
      '(object.d) + "x"',
      'object.d',
      'object',
      '"x"',
    ])
  })
})
