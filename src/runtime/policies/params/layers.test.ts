import { expect, test } from 'vitest'
import { InputError } from '../../input-error.js'
import { parsePack } from '../pack/read.js'
import { parseParams, resolveParams } from './layers.js'

const declare = (params: string) =>
  parsePack(
    'pack.yaml',
    `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: images}
spec:
  title: Images
  params:
${params}
  guidelines: [{id: tags, title: T, statement: S, severity: low}]
`,
  ).params

const layer = (file: string, text: string) => {
  const values = parseParams(file, text).get('images')
  if (values === undefined) throw new Error('no values')
  return values
}

function message(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  throw new Error('no mistake was found')
}

const declarations = declare(`    registry: {type: string, default: icr.io}
    ports: {type: array, items: {type: integer, minimum: 1}, default: [443]}
    limit: {type: [integer, 'null']}`)

test('a default gives way to the config, and that to the test', () => {
  const config = layer('config.yaml', 'images: {registry: quay.io, limit: 5}\n')
  const test = layer('test.yaml', 'images: {limit: null}\n')
  expect(resolveParams(declarations, config)).toEqual({ registry: 'quay.io', ports: [443], limit: 5 })
  expect(resolveParams(declarations, config, test)).toEqual({
    registry: 'quay.io',
    ports: [443],
    limit: null,
  })
})

test('every mistake of every layer is shown, and what has no value', () => {
  const config = layer('a.yaml', 'images:\n  ports: [0, "x"]\n  registri: quay.io\n')
  const test = layer('b.yaml', 'images: {registry: 7}\n')
  expect(
    message(() => resolveParams(declarations, config, test)),
  ).toBe(`a.yaml:2:11: parameter 'ports/0' has to be at least 1 [param-invalid]
  2 |   ports: [0, "x"]
    |           ^
a.yaml:2:14: parameter 'ports/1' has to be of type integer, not "x" [param-invalid]
  2 |   ports: [0, "x"]
    |              ^^^
a.yaml:3:3: unknown parameter 'registri' [param-unknown]
  3 |   registri: quay.io
    |   ^^^^^^^^
  did you mean 'registry'?
b.yaml:1:20: parameter 'registry' has to be of type string, not 7 [param-invalid]
  1 | images: {registry: 7}
    |                    ^
pack.yaml:9:5: parameter 'limit' has no value and no default [param-missing]
  9 |     limit: {type: [integer, 'null']}
    |     ^^^^^
  give it under 'params' in the config or the test, or in the file of --params`)
})

test.each([
  ['date', '2027-02-28', '2027-02-30'],
  ['date-time', '2027-02-28T00:00:00Z', '2027-02-28'],
  ['ip', '::1', 'localhost'],
  ['ipv4', '10.0.0.1', '10.1'],
  ['ipv6', 'fe80::1', 'fe80::1%eth0'],
  ['cidr', '10.0.0.0/8', '10.0.0.0'],
  ['cidr', '::/0', '::/129'],
  ['cidr', '10.1.0.0/16', '::ffff:10.0.0.0/104'],
  ['cidr', '10.1.2.0/24', '10.1.2.0/08'],
  ['ip', '2001:db8::1', '::ffff:10.0.0.1'],
  ['regex', '^a+$', 'a(?=b)'],
])('the format %s takes %s and refuses %s', (format, good, bad) => {
  const params = declare(`    value: {type: string, format: ${format}}`)
  expect(resolveParams(params, layer('a.yaml', `images: {value: '${good}'}\n`))).toEqual({ value: good })
  expect(message(() => resolveParams(params, layer('a.yaml', `images: {value: '${bad}'}\n`)))).toContain(
    `parameter 'value' is not of format ${format}: "${bad}" [param-invalid]`,
  )
})

test('patterns of several parameters are told apart', () => {
  const params = declare(`    group: {type: string, pattern: ^sg-}
    cluster: {type: string, pattern: ^cls-}`)
  const given = layer('params.yaml', 'images: {group: sg-1, cluster: cls-1}')
  expect(resolveParams(params, given)).toEqual({ group: 'sg-1', cluster: 'cls-1' })
})

test('a pattern is one of RE2: it cannot hang a run', () => {
  const params = declare(`    value: {type: string, pattern: '^(a+)+$'}`)
  const text = `images: {value: '${'a'.repeat(5000)}!'}\n`
  expect(message(() => resolveParams(params, layer('a.yaml', text)))).toContain(
    'has to match the pattern "^(a+)+$"',
  )
})

test('a declaration is data, never code', () => {
  const hostile = `"]; throw new Error('ran'); //`
  const params = declare(`    value:
      type: object
      default: {}
      description: ${JSON.stringify(hostile)}
      properties: {${JSON.stringify(hostile)}: {type: string, enum: [${JSON.stringify(hostile)}]}}
      additionalProperties: false`)
  const given = layer('a.yaml', `images: {value: {${JSON.stringify(hostile)}: 1}}\n`)
  expect(message(() => resolveParams(params, given)).split('\n')[0]).toContain(
    'has to be of type string, not 1',
  )
  expect(resolveParams(params)).toEqual({ value: {} })
})

test('names of Object.prototype are names like any other', () => {
  const params = declare('    constructor: {type: string, default: x}')
  expect(resolveParams(params)).toEqual({ constructor: 'x' })
  expect(message(() => resolveParams(params, layer('a.yaml', 'images: {toString: x}\n')))).toContain(
    "unknown parameter 'toString'",
  )
})
