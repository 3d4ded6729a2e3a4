import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile, isCelError } from '../../runtime/cel/index.js'
import { firewallExtension } from '../../runtime/firewall/functions.js'
import { platforms } from '../index.js'
import { classicSecurityGroup } from './classic-group.js'

const workers: unknown = JSON.parse(
  readFileSync('testdata/exports/ibm-cloud/classic-group-1869708.json', 'utf8'),
)

function answer(question: string, object: unknown = workers): unknown {
  const compiled = compile(question, {
    declarations: { object: 'dyn' },
    extensions: [firewallExtension(platforms)],
  })
  if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
  const value = compiled.program.evaluate({ object })
  return isCelError(value) ? `error: ${value.message}` : value
}

const open = { direction: 'ingress', ethertype: 'IPv4', protocol: 'tcp', portRangeMin: 22, portRangeMax: 22 }
const group = (...rules: readonly object[]) => ({ id: 1, name: 'g', rules })

test.each([
  ["ruleset(object).inbound('tcp', 22).openTo('10.209.89.65')", true],
  ["ruleset(object).inbound('tcp', 22).openTo('192.0.2.1')", false],
  ["ruleset(object).inbound('tcp', 23).openTo('10.209.89.65')", false],
  ["ruleset(object).inbound('tcp', 22).onlyFrom(['10.209.89.64/26', group('1869708')])", true],
  ["ruleset(object).inbound('tcp', 22).onlyFrom(['10.209.89.64/26'])", false],
  // only a rule without protocol lets VRRP in
  ["ruleset(object).inbound('vrrp').onlyFrom([group('1869708')])", true],
  ["ruleset(object).inbound('vrrp').onlyFrom([])", false],
  ["ruleset(object).inbound('icmp').openTo('10.1.1.1')", true],
  ["ruleset(object).outbound('tcp', 443).openTo('198.51.100.1')", true],
])('%s is %s', (question, expected) => {
  expect(answer(question)).toBe(expected)
})

test.each([
  [{ ...open, remoteIp: null, remoteGroupId: null }, 'true'],
  [{ ...open, ethertype: 'IPv6', remoteIp: null }, 'false'],
  [{ ...open, remoteIp: 'x' }, 'no address in remoteIp'],
  [{ ...open, remoteGroupId: {} }, 'nobody in remoteGroupId'],
  [{ ...open, protocol: 'carp' }, "unknown protocol 'carp'"],
  [{ ...open, protocol: null }, 'no port range'],
  [{ ...open, direction: 'in' }, "unknown direction 'in'"],
  [{ ...open, ethertype: 'ARP' }, "unknown ethertype 'ARP'"],
  [{ ...open, portRangeMax: 70000 }, 'no port range'],
  [{ ...open, protocol: 'icmp', portRangeMin: 999 }, 'no port range'],
])(
  'a rule that cannot be read is undecided, one without a remote side is for everybody: %j',
  (rule, expected) => {
    expect(String(answer("ruleset(object).inbound('tcp', 22).openTo('192.0.2.1')", group(rule)))).toContain(
      expected,
    )
  },
)

test('a group of the list, whose rules are not shown, is undecided', () => {
  const listed = { id: 1869708, name: 'workers', createDate: '2019-01-01T00:00:00-06:00' }
  const unknown = ['the rules are not exported']
  expect(classicSecurityGroup(listed).inbound[0]?.rules.map((rule) => [rule.action, rule.unknown])).toEqual([
    ['allow', unknown],
    ['deny', unknown],
  ])
})

test('the groups of one interface add up', () => {
  const groups =
    "ruleset([object, {'id': 2, 'rules': [{'direction': 'ingress', 'ethertype': 'IPv4', 'protocol': 'tcp', 'portRangeMin': 80, 'portRangeMax': 80, 'remoteIp': '192.0.2.0/24'}]}])"
  expect(answer(`${groups}.inbound('tcp', 80).openTo('192.0.2.1')`)).toBe(true)
  expect(answer(`${groups}.inbound('tcp', 22).openTo('192.0.2.1')`)).toBe(false)
})
