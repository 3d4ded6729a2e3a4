import { describe, expect, test } from 'vitest'
import { compile } from '../../index.js'

/** Each problem as `text under the caret: message (hint)`, or the type. */
function checked(source: string, minor = 36): string | string[] {
  const compiled = compile(source, { declarations: { object: 'dyn' }, kubernetes: { minor } })
  if ('program' in compiled) return compiled.program.type
  return compiled.problems.map(
    ({ start, end, message, hint }) => `${source.slice(start, end)}: ${message}${hint ? ` (${hint})` : ''}`,
  )
}

const never = 'it is a function of policytest: no version of Kubernetes has it'

describe('what the version of an API server does not have is a mistake that says since when it is there', () => {
  test.each([
    ['cel.bind(x, 1, x + 1)', 36, [`cel.bind: unknown function 'cel.bind' (${never})`]],
    ['math.abs(1)', 36, [`math.abs: unknown function 'math.abs' (${never})`]],
    ['base64.encode(b"a")', 36, [`base64.encode: unknown function 'base64.encode' (${never})`]],
    ['"ab".reverse()', 36, [`"ab".reverse(): no such function: string.reverse() (${never})`]],
    ['quantity("1").sign()', 36, [`sign: unknown method 'sign' (${never})`]],
    ['[1].existsOne(x, x == 1)', 36, [`existsOne: unknown method 'existsOne' (${never})`]],
    [
      '[1].all(i, x, x == 1)',
      31,
      [
        "all: unknown method 'all' (it is there since Kubernetes 1.32, and a server of 1.32 still refuses it in new policies)",
      ],
    ],
    [
      'semver("1.2.3").major()',
      30,
      ["semver: unknown function 'semver' (it is not in Kubernetes 1.30, but since 1.33)"],
    ],
    ['object.?a', 27, ['object.?a: Kubernetes has optional values since 1.28']],
    ['2 > 1.5', 27, ["2 > 1.5: no operator '>' for int and double"]],
    ['kubernetes.Quantity', 36, ["kubernetes: unknown variable 'kubernetes'"]],
  ] as const)('%s in 1.%i', (source, minor, expected) => {
    expect(checked(source, minor)).toEqual(expected)
  })
})

describe('types go together as they do in an API server', () => {
  test.each([
    [
      '[1, "a"]',
      [
        '"a": the elements of a list have to be of one type: the first is int, this one string (dyn(…) around each of them makes them one type)',
      ],
    ],
    [
      '{"a": 1, "b": object.x}',
      [
        'object.x: the values of a map have to be of one type: the first is int, this one dyn (dyn(…) around each of them makes them one type)',
      ],
    ],
    ['[object.a, object.b]', 'list<dyn>'],
    ['[[], [1]]', 'list<list<int>>'],
    [
      '1 == null',
      ["1 == null: no operator '==' for int and null_type (values of different types are never equal)"],
    ],
    ['duration("1s") == null', 'bool'],
    ['int == string', 'bool'],
    [
      'true ? null : 1',
      [
        "true ? null : 1: the two branches of '?:' have different types: null_type and int (dyn(…) around one of them allows it)",
      ],
    ],
    ['object.a + 1', 'int'],
    ['object.a + object.b', 'dyn'],
    ['[].map(x, x + 1)', 'list<int>'],
    ['!!object.a', 'dyn'],
    ['{"a": 1}[true]', ['{"a": 1}[true]: a map<string, int> is indexed by string, not by bool']],
    [
      '[1, 2].flatten()',
      [
        '[1, 2].flatten(): no such function: list<int>.flatten() (there is list<list<T>>.flatten(): list<T>, list<dyn>.flatten(int): list<dyn>)',
      ],
    ],
    [
      'true == 1 < 2',
      ["true == 1: no operator '==' for bool and int (values of different types are never equal)"],
    ],
    ['"%d".format([1.5])', ['1.5: %d is not for double']],
    ['"%s %s".format(["a"])', ['"%s %s": there are more clauses than arguments: 1']],
    ['"%s %s".format([1, "a"])', 'string'],
  ])('%s', (source, expected) => {
    expect(checked(source)).toEqual(expected)
  })
})

describe('constants are computed and the text is read as an API server does', () => {
  test.each([
    ['int("a") == 1', ['int("a"): not an int: "a"']],
    ['quantity("a") == object.q', 'bool'],
    ['object[[1]]', ['[1]: a list cannot be an index']],
    ['"a".matches("[")', ['"[": not an RE2 pattern: error parsing regexp: missing closing ]: `[`']],
    [
      'true ? false ? 1 : 2 : 3',
      ["false ? 1 : 2: a '?:' between '?' and ':' needs parentheses in Kubernetes"],
    ],
    ['true ? (false ? 1 : 2) : 3', 'int'],
    ['has(object.?a)', ['object.?a: has() takes a field selection: has(object.field)']],
    ['rb"a"', ["rb: Kubernetes writes raw bytes 'br', not 'rb'"]],
    ['0X1F', ['0X1F: Kubernetes writes hexadecimal numbers with a small x: 0x1f']],
    ['size("a",)', [",): no comma before ')' in Kubernetes"]],
    ['!-object.a', ["!-object.a: '!' and '-' one after the other need parentheses in Kubernetes"]],
  ])('%s', (source, expected) => {
    expect(checked(source)).toEqual(expected)
  })
})
