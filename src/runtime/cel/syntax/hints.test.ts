import { expect, test } from 'vitest'
import { compile } from '../index.js'

test.each([
  ['object.a = 1', "unexpected '='", "equality is written '=='"],
  ['object.a === 1', "unexpected '='", "equality is written '=='"],
  ['object.a & true', "unexpected '&'", "'and' is written '&&'"],
  ['object.a | true', "unexpected '|'", "'or' is written '||'"],
  ['object.a and object.b', "unexpected 'and'", "'and' is written '&&'"],
  ['object.a or object.b', "unexpected 'or'", "'or' is written '||'"],
  ['not object.a', "unexpected 'object'", "'not' is written '!'"],
  [
    'object.a.b !== undefined',
    "unexpected '='",
    'a field that may be missing is asked for with has(object.a.b)',
  ],
  ['object.a.b === null', "unexpected '='", 'a field that may be missing is asked for with !has(object.a.b)'],
  ['object.a is None', "unexpected 'is'", 'a field that may be missing is asked for with !has(object.a)'],
  ['object.a is not null', "unexpected 'is'", 'a field that may be missing is asked for with has(object.a)'],
  ['object.a !== 1', "unexpected '='", "inequality is written '!='"],
  ['object.a =~ "x"', "unexpected '='", 'a pattern is asked for with object.a.matches("x")'],
  ['object.a ?? "b"', "unexpected token: '?'", 'a default is written object.?a.orValue("b")'],
  [
    'object.a?.b == 1',
    "expected ':' but found the end of the expression",
    'a field that may be missing is written object.a.?b',
  ],
  [
    'object.a?.b() == 1',
    "expected ':' but found the end of the expression",
    'an optional is a value of its own: object.?a.hasValue(), or object.?a.orValue("").b(…)',
  ],
  ['object.a.some(c => c.b)', "unexpected '='", 'a macro names its variable first: object.a.exists(c, …)'],
  ['object.a.map((c) => c.b)', "unexpected '='", 'a macro names its variable first: object.a.map(c, …)'],
  ['`a\u0024{object.b}` == "x"', "unexpected '`'", 'texts are joined: "a" + string(object.b) + …'],
  [
    'typeof object.a == "x"',
    "unexpected 'object'",
    'the type of a value is type(object.a), to compare with string, int, list, map …',
  ],
  ['/^a/.test(object.b)', 'unexpected token: divide', "a pattern is a text: object.b.matches(r'^a')"],
  [
    'const x = 1',
    'reserved identifier: const',
    "give it a name under 'variables' of the policy: variables.x",
  ],
  [
    'object.a[*].b == 1',
    'unexpected token: multiply',
    'elements of a list are judged by object.a.all(x, …) or object.a.exists(x, …)',
  ],
  ['$.a == 1', "unexpected '$'", "the resource is 'object': object.a"],
  ['object.a..b', "expected a name but found '.'", undefined],
  ['object.a.?.b', "expected a name but found '.'", undefined],
  ['object.a.some(c, c.b)', "unknown method 'some'", 'in CEL: object.a.exists(c, c.b)'],
  ['object.a.some(c.b)', "unknown method 'some'", 'in CEL: object.a.exists(x, c.b)'],
  ['object.a.every(c, c.b)', "unknown method 'every'", 'in CEL: object.a.all(c, c.b)'],
  ['object.a.length() > 0', "unknown method 'length'", 'in CEL: object.a.size()'],
  ['"^a".test(object.b)', "unknown method 'test'", 'in CEL: object.b.matches("^a")'],
  ['object.b.test("^a")', "unknown method 'test'", 'in CEL: object.b.matches("^a")'],
  ['object.a.toLowerCase() == "b"', "unknown method 'toLowerCase'", 'in CEL: object.a.lowerAscii()'],
  ['object.a.hasOwnProperty("b")', "unknown method 'hasOwnProperty'", 'in CEL: "b" in object.a'],
  ['object.a.has("b")', "'has' is not called with 1 argument", 'in CEL: "b" in object.a'],
  ['object.a.toString() == "b"', "unknown method 'toString'", 'in CEL: string(object.a)'],
  ['len(object.a) > 0', "unknown function 'len'", 'in CEL: size(object.a)'],
  [
    'object.a == undefined',
    "unknown variable 'undefined'",
    'CEL has null; a field that may be missing is asked for with has(object.a) or read with object.?a.orValue(…)',
  ],
  [
    'Object.keys(object.a).size() > 0',
    "unknown variable 'Object'",
    'keys of a map: object.a.map(key, key); "x" in object.a asks for one',
  ],
  ['this.a == 1', "unknown variable 'this'", "the resource that is judged is 'object'"],
  [
    'object.a == "x',
    'unterminated string',
    'in YAML, a # behind a space begins a comment: quote the whole expression, or use a block (|)',
  ],
])('%s: %s, and what to write', (source, message, hint) => {
  const compiled = compile(source, { declarations: { object: 'dyn' } })
  const [problem, ...more] = 'problems' in compiled ? compiled.problems : []
  expect(more).toEqual([])
  expect({ message: problem?.message, hint: problem?.hint }).toEqual({ message, hint })
})
