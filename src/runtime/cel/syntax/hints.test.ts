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
    'object.a == "x',
    'unterminated string',
    'in YAML, a # behind a space begins a comment: quote the whole expression, or use a block (|)',
  ],
])('%s: %s, and what to write', (source, message, hint) => {
  const compiled = compile(source, { declarations: { object: 'dyn' } })
  const problem = 'problems' in compiled ? compiled.problems[0] : undefined
  expect({ message: problem?.message, hint: problem?.hint }).toEqual({ message, hint })
})
