import { expect, test } from 'vitest'
import { parsePolicyFile } from '../reading/policies-of-file.js'

const header = 'apiVersion: policytest.dev/v1\nkind: Policy\n'

test('a policy keeps everything that its file says', () => {
  const [policy, ...more] = parsePolicyFile(
    'ssh.yaml',
    `${header}metadata: {name: ssh, labels: {team: network}, annotations: {note: x}}
spec:
  title: SSH
  description: SSH comes from the gateway.
  severity: high
  params:
    gateway: {type: string, default: pag-sg}
  match: {resources: [ibm.is/*], scope: inventory}
  requires: [ibm.is/Instance]
  matchConditions:
    - {name: is-vsi, expression: object.name == "vsi"}
  variables:
    - {name: inbound, expression: object.rules}
  validations:
    - expression: 'true'
    - {name: from-gateway, forEach: variables.inbound, expression: item.ok, message: no, messageExpression: '"no"'}
`,
  )
  expect(more).toEqual([])
  const plain = JSON.parse(
    JSON.stringify(policy, (key, value) => (key === 'params' ? [...value.keys()] : value)),
  )
  const span = (line: number, column: number, length: number) => ({
    file: 'ssh.yaml',
    start: { line, column },
    end: { line, column: column + length },
  })
  const expression = (source: string, line: number, column: number, quotes = 0) => ({
    source,
    file: 'ssh.yaml',
    location: span(line, column, source.length + quotes),
  })
  const isVsi = '    - {name: is-vsi, expression: object.name == "vsi"}'
  const inbound = '    - {name: inbound, expression: object.rules}'
  const last =
    `    - {name: from-gateway, forEach: variables.inbound, expression: item.ok, message: no, ` +
    `messageExpression: '"no"'}`
  expect(plain).toEqual({
    name: 'ssh',
    file: 'ssh.yaml',
    place: {
      location: span(3, 18, 3),
      sourceLine: 'metadata: {name: ssh, labels: {team: network}, annotations: {note: x}}',
    },
    title: 'SSH',
    description: 'SSH comes from the gateway.',
    severity: 'high',
    guidelines: [],
    scope: 'inventory',
    types: ['ibm.is/*'],
    requires: ['ibm.is/Instance'],
    namedTypes: [
      {
        type: 'ibm.is/*',
        place: {
          location: span(10, 23, 8),
          sourceLine: '  match: {resources: [ibm.is/*], scope: inventory}',
        },
      },
      {
        type: 'ibm.is/Instance',
        place: { location: span(11, 14, 15), sourceLine: '  requires: [ibm.is/Instance]' },
      },
    ],
    params: ['gateway'],
    matchConditions: [
      {
        name: 'is-vsi',
        place: { location: span(13, 14, 6), sourceLine: isVsi },
        expression: expression('object.name == "vsi"', 13, 34),
      },
    ],
    variables: [
      {
        name: 'inbound',
        place: { location: span(15, 14, 7), sourceLine: inbound },
        expression: expression('object.rules', 15, 35),
      },
    ],
    validations: [
      { name: 'validation-1', location: span(17, 7, 18), expression: expression('true', 17, 19, 2) },
      {
        name: 'from-gateway',
        location: span(18, 7, last.length - 6),
        forEach: expression('variables.inbound', 18, 37),
        expression: expression('item.ok', 18, 68),
        message: 'no',
        messageExpression: expression('"no"', 18, last.indexOf(`'"no"'`) + 1, 2),
      },
    ],
    equivalents: [],
  })
})

test('a file may hold several policies', () => {
  const one = (name: string) =>
    `${header}metadata: {name: ${name}}\nspec: {match: {resources: [v1/Pod]}, validations: [{expression: 'true'}]}\n`
  expect(
    parsePolicyFile('p.yaml', `${one('a')}---\n# nothing\n---\n${one('b')}`).map(({ name }) => name),
  ).toEqual(['a', 'b'])
})

test('a name shared through an alias is one name', () => {
  const [policy] = parsePolicyFile(
    'p.yaml',
    `${header}metadata: {name: &n tagged}\nspec: {match: {resources: [v1/Pod]}, validations: [{name: *n, expression: 'true'}]}\n`,
  )
  expect(policy?.validations[0]?.name).toBe('tagged')
})

test('a file without a policy is an error, not zero policies', () => {
  expect(() => parsePolicyFile('p.yaml', '# nothing yet\n')).toThrow(
    'p.yaml:1:1: the file is empty [empty-file]',
  )
})
