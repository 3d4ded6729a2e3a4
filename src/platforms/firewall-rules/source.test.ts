import { expect, test } from 'vitest'
import { InputError } from '../../runtime/input-error.js'
import type { Subject } from '../../runtime/model/index.js'
import { parse, readDocument } from '../reading.fixture.js'

function read(text: string, subject: Subject = {}) {
  const [document] = parse('fw.yaml', text, { subject })
  if (document === undefined) throw new Error('no document')
  return readDocument(document)
}

function mistakes(text: string): string {
  try {
    read(text)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return ''
}

const rules = `apiVersion: policytest.dev/v1
kind: FirewallRules
spec:
  rules:
    - {direction: outbound, action: allow, protocol: tcp, ports: '443,20000-32767', destination: 169.46.7.238}
`

test('the rules are one resource with the places of its file', () => {
  const { source, resources } = read(rules)
  const [resource] = resources
  expect({ source, ...resource, locate: resource?.locate('/rules/0/ports').start }).toEqual({
    source: 'firewall',
    type: 'policytest.dev/v1/FirewallRules',
    id: 'firewall',
    name: 'firewall',
    subject: {},
    file: 'fw.yaml',
    locate: { line: 5, column: 66 },
    data: {
      rules: [
        {
          direction: 'outbound',
          action: 'allow',
          protocol: 'tcp',
          ports: '443,20000-32767',
          destination: '169.46.7.238',
        },
      ],
    },
  })
})

test('the name is the document’s own, else the subject’s', () => {
  const named = rules.replace('spec:', 'metadata: {name: vyatta-dal10}\nspec:')
  expect(read(named, { firewall: 'edge' }).resources.map(({ id }) => id)).toEqual(['vyatta-dal10'])
  expect(read(rules, { firewall: 'edge' }).resources.map(({ id }) => id)).toEqual(['edge'])
})

test('every mistake has its place and says what to write', () => {
  expect(
    mistakes(`apiVersion: policytest.dev/v1
kind: FirewallRules
spec:
  rules:
    - {direction: egress, action: allow}
    - {direction: inbound, action: allow, port: 22}
    - {direction: inbound, action: allow, ports: 22-}
    - {direction: inbound, action: allow, source: 10.0.0.0/33, protocol: tpc}
`),
  ).toBe(`fw.yaml:5:19: 'egress' is not a value of 'direction' [invalid-value]
  one of: inbound, outbound
fw.yaml:6:49: unknown key 'port' in item 2 of 'rules' [unknown-key]
  did you mean 'ports'?
fw.yaml:7:50: '22-' is not a list of ports: write it as '443' or '443,20000-32767', or all [invalid-value]
fw.yaml:8:74: 'tpc' is not a protocol: use all, tcp, udp, icmp, another name or a number from 0 to 255 [invalid-value]
fw.yaml:8:51: '10.0.0.0/33' is not an address or a CIDR block: write it as 169.46.7.238, 10.0.0.0/8 or any [invalid-value]`)
})

test('what wears another kind of the same envelope is not taken for rules', () => {
  expect(mistakes('apiVersion: policytest.dev/v1\nkind: Firewall\nspec: {rules: []}\n')).toContain(
    'no source recognises an object',
  )
})
