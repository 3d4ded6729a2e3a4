import { describe, expect, test } from 'vitest'
import { type CompileOptions, compile } from '../index.js'

const declarations = {
  object: 'dyn',
  params: { fields: { pag: 'string', ports: 'list<int>', strict: 'bool' } },
  variables: { fields: { inbound: 'list<dyn>' } },
  inventory: 'Inventory',
  now: 'timestamp',
} as const

/** Each problem as `text under the caret: message (hint)`, or the type. */
function checked(source: string, options: Partial<CompileOptions> = {}): string | string[] {
  const compiled = compile(source, { declarations, ...options })
  if ('program' in compiled) return compiled.program.type
  return compiled.problems.map(
    ({ start, end, message, hint }) => `${source.slice(start, end)}: ${message}${hint ? ` (${hint})` : ''}`,
  )
}

describe('types', () => {
  test.each([
    ['object.a.b', 'dyn'],
    ['params.pag + "/32"', 'string'],
    ['params.ports.map(p, p + 1)', 'list<int>'],
    ['variables.inbound.filter(r, r.port > 22)', 'list<dyn>'],
    ['{"a": [1.5]}', 'map<string, list<double>>'],
    ['[]', 'list<dyn>'],
    ['[1, "a"]', 'list<dyn>'],
    ['now - duration("1h")', 'google.protobuf.Timestamp'],
    ['object.?a', 'optional<dyn>'],
    ['params.?pag.orValue("x")', 'string'],
    ['cidr("10.0.0.0/8").ip().family()', 'int'],
    ['inventory.list("v1/Pod").size()', 'int'],
    ['type(1)', 'type'],
    ['1 < 2.5', 'bool'],
  ])('%s is %s', (source, type) => {
    expect(checked(source)).toBe(type)
  })
})

describe('mistakes', () => {
  test.each<[string, string[]]>([
    ['objct.name == "x"', ["objct: unknown variable 'objct' (did you mean 'object'?)"]],
    ['params.pagg == "x"', ["pagg: unknown parameter 'pagg' (did you mean 'pag'?)"]],
    ['params["pagg"] == "x"', ["\"pagg\": unknown parameter 'pagg' (did you mean 'pag'?)"]],
    ['has(params.pagg)', ["pagg: unknown parameter 'pagg' (did you mean 'pag'?)"]],
    ['variables.inbond.size() > 0', ["inbond: unknown variable 'inbond' (did you mean 'inbound'?)"]],
    ['object.name.startWith("x")', ["startWith: unknown method 'startWith' (did you mean 'startsWith'?)"]],
    [
      'object.list.al(x, x > 0)',
      ["al: unknown method 'al' (did you mean 'all'?)", "x: unknown variable 'x'", "x: unknown variable 'x'"],
    ],
    [
      'math.greatst(1, 2) > 0',
      ["math.greatst: unknown function 'math.greatst' (did you mean 'math.greatest'?)"],
    ],
    [
      'object.list.all(x)',
      ["object.list.all(x): 'all' is not called with 1 argument", "x: unknown variable 'x'"],
    ],
    [
      'authorizer.requestResource.check("create").allowed()',
      [
        'authorizer: authorizer needs a live API server (policytest judges exports offline: leave such rules to the cluster)',
      ],
    ],
    ['params.pag + 1 == "x"', ["params.pag + 1: no operator '+' for string and int"]],
    [
      'params.pag == 1',
      ["params.pag == 1: no operator '==' for string and int (values of different types are never equal)"],
    ],
    ['params.pag && true', ["params.pag: an operand of '&&' must be a bool, not string"]],
    [
      'params.strict ? 1 : "a"',
      [
        'params.strict ? 1 : "a": the two branches of \'?:\' have different types: int and string (dyn(…) around one of them allows it)',
      ],
    ],
    [
      'params.pag.size("x") == 1',
      [
        'params.pag.size("x"): no such function: string.size(string) (there is string.size(): int, bytes.size(): int, list<dyn>.size(): int, map<dyn, dyn>.size(): int)',
      ],
    ],
    [
      'object.name.matches("(?=x)")',
      ['"(?=x)": not an RE2 pattern: error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ],
    [
      'cidr("10.0.0.0/33").prefixLength() == 1',
      ['cidr("10.0.0.0/33"): not a CIDR block: "10.0.0.0/33"; write 10.0.0.0/8'],
    ],
    ['duration("1d") < duration("2h")', ['duration("1d"): not a duration: "1d"; write 1h30m, 1.5s or 250ms']],
    [
      'objct.a == params.pagg',
      [
        "objct: unknown variable 'objct' (did you mean 'object'?)",
        "pagg: unknown parameter 'pagg' (did you mean 'pag'?)",
      ],
    ],
    ['has(object)', ['object: has() takes a field selection: has(object.field)']],
    ['inventory.lst("v1/Pod").size() > 0', ["lst: unknown method 'lst' (did you mean 'list'?)"]],
  ])('%s', (source, problems) => {
    expect(checked(source)).toEqual(problems)
  })

  test('a result of another type', () => {
    expect(checked('params.pag', { result: ['bool'] })).toEqual([
      'params.pag: the expression gives string, it must give bool',
    ])
    expect(checked('params.ports', { result: ['list'] })).toBe('list<int>')
    expect(checked('object.a', { result: ['bool'] })).toBe('dyn')
  })
})
