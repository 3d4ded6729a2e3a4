import { describe, expect, test } from 'vitest'
import { admissions, admitted, admittedMembers, ask } from '../../runtime/firewall/answer.js'
import { noAddress, parseCidr, toCidrs } from '../../runtime/firewall/cidr-set.js'
import { coversAll, openTo } from '../../runtime/firewall/coverage.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers, groupMember } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Member, Ports } from '../../runtime/model/index.js'
import { tencentPolicies } from './rules.js'

const from = (cidr: string) => addressPeers(parseCidr(cidr) as AddressSet)
const askInbound = (data: unknown, protocol: string, first: number, last = first) =>
  ask(tencentPolicies(data), {
    direction: 'inbound',
    protocols: protocolsOf(protocolNumber(protocol) as number),
    ports: portRange(first, last) as Ports,
  })

const template = {
  SecurityGroupPolicySet: {
    Version: '8',
    Ingress: [
      { PolicyIndex: 0, Protocol: 'tcp', Port: '30000-32768', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' },
      { PolicyIndex: 1, Protocol: 'udp', Port: '30000-32768', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' },
      { PolicyIndex: 2, Protocol: 'ALL', Port: 'ALL', CidrBlock: '10.0.0.0/8', Action: 'ACCEPT' },
      { PolicyIndex: 3, Protocol: 'ALL', Port: 'ALL', CidrBlock: '172.16.0.0/12', Action: 'ACCEPT' },
      { PolicyIndex: 4, Protocol: 'ALL', Port: 'ALL', CidrBlock: '192.168.0.0/16', Action: 'ACCEPT' },
      { PolicyIndex: 5, Protocol: 'tcp', Port: '22', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' },
      { PolicyIndex: 6, Protocol: 'ALL', Port: 'ALL', CidrBlock: '0.0.0.0/0', Action: 'DROP' },
    ],
    Egress: [{ PolicyIndex: 0, Protocol: 'ALL', Port: 'ALL', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' }],
  },
  RequestId: '8cbeb3cb',
}
const ingress = (...policies: object[]) => ({
  SecurityGroupPolicySet: {
    Ingress: policies.map((p) => ({ Protocol: 'tcp', Port: '22', Action: 'ACCEPT', ...p })),
  },
})

describe('the rules of the template', () => {
  test('open the node ports and SSH to everyone, the rest to private networks', () => {
    expect(coversAll(askInbound(template, 'tcp', 30000, 32767), from('0.0.0.0/0'))).toEqual({ is: 'true' })
    expect(openTo(askInbound(template, 'tcp', 22), from('0.0.0.0/0'))).toEqual({ is: 'true' })
    expect(toCidrs(admitted(askInbound(template, 'tcp', 80)).sure)).toEqual([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
    ])
  })

  test('say nothing for IPv6, which nothing then lets in', () => {
    expect(coversAll(askInbound(template, 'tcp', 22), from('::/0'))).toEqual({ is: 'false' })
  })

  test('have their places with and without wrappers', () => {
    const pointers = (data: unknown) => admissions(askInbound(data, 'tcp', 22)).map((o) => o.pointer)
    expect(pointers({ Response: template })).toEqual(
      [2, 3, 4, 5].map((i) => `/Response/SecurityGroupPolicySet/Ingress/${i}`),
    )
    expect(pointers(template.SecurityGroupPolicySet)).toEqual([2, 3, 4, 5].map((i) => `/Ingress/${i}`))
    expect(pointers({ SecurityGroupPolicySet: { Ingress: [] } })).toEqual([])
  })
})

test('the order is that of PolicyIndex', () => {
  const data = ingress(
    { PolicyIndex: 7, CidrBlock: '0.0.0.0/0' },
    { PolicyIndex: 3, CidrBlock: '8.0.0.0/8', Action: 'DROP' },
  )
  expect(openTo(askInbound(data, 'tcp', 22), from('8.8.8.8'))).toEqual({ is: 'false' })
})

test.each([-1, 0.5, '0', null, {}])('an order by PolicyIndex %j is none that is known', (index) => {
  const data = ingress(
    { PolicyIndex: 0, CidrBlock: '0.0.0.0/0' },
    { PolicyIndex: index, CidrBlock: '0.0.0.0/0', Action: 'DROP' },
  )
  expect(onlyFrom(askInbound(data, 'tcp', 22), from('10.0.0.0/8')).is).toBe('undecided')
})

test.each([
  ['22', true],
  ['20-25', true],
  ['22,3389', true],
  ['3389,8000-8010', false],
  ['ALL', true],
  ['all', true],
  ['', true],
])('port %j', (Port, open) => {
  const answer = askInbound(ingress({ Port, CidrBlock: '10.0.0.5' }), 'tcp', 22)
  expect(coversAll(answer, from('10.0.0.5')).is).toBe(String(open))
})

test('empty fields stand for "not this one"', () => {
  const policy = {
    CidrBlock: '',
    Ipv6CidrBlock: '::/0',
    SecurityGroupId: '',
    ServiceTemplate: { ServiceId: '', ServiceGroupId: '' },
    AddressTemplate: {},
  }
  expect(toCidrs(admitted(askInbound(ingress(policy), 'tcp', 22)).sure)).toEqual(['::/0'])
})

test('a group is let in as a group', () => {
  const answer = askInbound(ingress({ SecurityGroupId: 'sg-nodes' }), 'tcp', 22)
  expect(admittedMembers(answer).map(({ member }) => member.label)).toEqual(['group sg-nodes'])
  const nodes = { addresses: noAddress, members: [groupMember(['sg-nodes']) as Member] }
  expect(coversAll(answer, nodes)).toEqual({ is: 'true' })
  expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
})

test.each([
  [
    { ServiceTemplate: { ServiceId: 'ppm-1' }, CidrBlock: '8.8.8.8', Protocol: '', Port: '' },
    'the ports of service template ppm-1 (/SecurityGroupPolicySet/Ingress/0)',
  ],
  [
    { AddressTemplate: { AddressGroupId: 'ipmg-1' } },
    'the addresses of address template ipmg-1 (/SecurityGroupPolicySet/Ingress/0)',
  ],
  [{ CidrBlock: 'everyone' }, "no address block: 'everyone' (/SecurityGroupPolicySet/Ingress/0)"],
  [{}, 'no CidrBlock, Ipv6CidrBlock, SecurityGroupId or AddressTemplate (/SecurityGroupPolicySet/Ingress/0)'],
  [{ CidrBlock: '8.8.8.8', Port: '22-' }, "unknown Port '22-' (/SecurityGroupPolicySet/Ingress/0)"],
  [{ CidrBlock: '8.8.8.8', Protocol: 'HTTP' }, "unknown Protocol 'HTTP' (/SecurityGroupPolicySet/Ingress/0)"],
  [{ CidrBlock: '8.8.8.8', Action: 'LOG' }, "unknown Action 'LOG' (/SecurityGroupPolicySet/Ingress/0)"],
  [
    { CidrBlock: '8.8.8.8', Protocol: 'ICMP', Port: '22' },
    "Port '22' for Protocol 'ICMP' (/SecurityGroupPolicySet/Ingress/0)",
  ],
])('what the rule does not say leaves the answer open: %j', (policy, reason) => {
  const answer = askInbound(ingress(policy), 'tcp', 22)
  expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: [reason] })
})
