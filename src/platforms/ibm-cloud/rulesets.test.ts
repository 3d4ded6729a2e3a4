import { describe, expect, test } from 'vitest'
import { admissions, admitted, admittedMembers, ask, doubtsOf } from '../../runtime/firewall/answer.js'
import type { Question } from '../../runtime/firewall/cells.js'
import { noAddress, parseCidr, toCidrs } from '../../runtime/firewall/cidr-set.js'
import { coversAll } from '../../runtime/firewall/coverage.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { allPorts, portRange } from '../../runtime/firewall/ports.js'
import { anyProtocol, protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers, groupMember } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Member, Ports, Ruleset } from '../../runtime/model/index.js'
import { ibmNetworkAcl } from './network-acl.js'
import { ibmSecurityGroup } from './security-group.js'

const question = (
  direction: Question['direction'],
  protocol: string,
  first?: number,
  last = first,
): Question => ({
  direction,
  protocols: protocol === 'any' ? anyProtocol : protocolsOf(protocolNumber(protocol) as number),
  ports: first === undefined ? allPorts : (portRange(first, last) as Ports),
})
const from = (cidr: string) => addressPeers(parseCidr(cidr) as AddressSet)
const reach = (ruleset: Ruleset, ...asked: Parameters<typeof question>) => {
  const answer = ask(ruleset, question(...asked))
  const { sure, may } = admitted(answer)
  expect(may).toEqual(sure)
  return [...toCidrs(sure), ...admittedMembers(answer).map(({ member }) => member.label)]
}

const workers = {
  id: 'r006-8bd6',
  crn: 'crn:v1:bluemix:public:is:us-south:a/1::security-group:r006-8bd6',
  name: 'kube-c1abc',
  rules: [
    {
      direction: 'inbound',
      id: 'r1',
      ip_version: 'ipv4',
      local: { cidr_block: '0.0.0.0/0' },
      remote: { cidr_block: '172.17.0.0/18' },
      protocol: 'all',
    },
    {
      direction: 'inbound',
      id: 'r2',
      ip_version: 'ipv4',
      local: { cidr_block: '0.0.0.0/0' },
      remote: { cidr_block: '0.0.0.0/0' },
      port_max: 32767,
      port_min: 30000,
      protocol: 'tcp',
    },
    {
      direction: 'inbound',
      id: 'r3',
      ip_version: 'ipv4',
      remote: { cidr_block: '0.0.0.0/0' },
      protocol: 'icmp',
      type: 8,
    },
    {
      direction: 'inbound',
      id: 'r4',
      ip_version: 'ipv4',
      remote: { crn: 'crn:v1:…:r006-8bd6', id: 'r006-8bd6', name: 'kube-c1abc' },
      protocol: 'all',
    },
    {
      direction: 'outbound',
      id: 'r5',
      ip_version: 'ipv4',
      remote: { address: '192.168.40.5' },
      protocol: 'tcp',
      port_min: 31777,
      port_max: 31777,
    },
    {
      direction: 'outbound',
      id: 'r6',
      ip_version: 'ipv4',
      remote: { cidr_block: '161.26.0.0/16' },
      protocol: 'any',
    },
  ],
  targets: [],
}

describe('a security group', () => {
  const ruleset = ibmSecurityGroup(workers)

  test('lets in by address and by group', () => {
    expect(reach(ruleset, 'inbound', 'tcp', 30000, 32767)).toEqual(['0.0.0.0/0', 'group kube-c1abc'])
    expect(reach(ruleset, 'inbound', 'tcp', 22)).toEqual(['172.17.0.0/18', 'group kube-c1abc'])
    expect(reach(ruleset, 'outbound', 'tcp', 31777)).toEqual(['161.26.0.0/16', '192.168.40.5/32'])
    expect(reach(ruleset, 'outbound', 'tcp', 22)).toEqual(['161.26.0.0/16'])
  })

  test('points at the very rules of the export', () => {
    const origins = admissions(ask(ruleset, question('inbound', 'tcp', 30000)))
    expect(origins.map((o) => o.pointer)).toEqual(['/rules/0', '/rules/1', '/rules/3'])
    expect(origins[1]?.item).toBe(workers.rules[1])
  })

  test('opens one ICMP type, not all of them', () => {
    const icmp = ask(ruleset, question('inbound', 'icmp'))
    expect(onlyFrom(icmp, from('172.17.0.0/18'))).toEqual({ is: 'false' })
    expect(coversAll(icmp, from('8.8.8.8'))).toEqual({ is: 'false' })
    expect(coversAll(icmp, from('172.17.0.1'))).toEqual({ is: 'true' })
  })

  test('has "all" for TCP, UDP and ICMP, and "any" for every protocol', () => {
    expect(reach(ruleset, 'inbound', 'esp')).toEqual([])
    expect(reach(ruleset, 'inbound', 'udp', 53)).toEqual(['172.17.0.0/18', 'group kube-c1abc'])
    expect(reach(ruleset, 'outbound', 'esp')).toEqual(['161.26.0.0/16'])
    expect(reach(ruleset, 'outbound', 'number_99')).toEqual(['161.26.0.0/16'])
  })

  test.each([
    ['sctp', { protocol: 'sctp', port_min: 1, port_max: 9 }, 'sctp', ['10.0.0.0/8']],
    ['number_47', { protocol: 'number_47' }, 'gre', ['10.0.0.0/8']],
    ['icmp_tcp_udp', { protocol: 'icmp_tcp_udp' }, 'udp', ['10.0.0.0/8']],
    ['tcp', { protocol: 'tcp' }, 'tcp', ['10.0.0.0/8']],
    ['esp', { protocol: 'esp' }, 'tcp', []],
  ])('protocol %s', (_name, rule, asked, expected) => {
    const group = { rules: [{ direction: 'inbound', remote: { cidr_block: '10.0.0.0/8' }, ...rule }] }
    expect(reach(ibmSecurityGroup(group), 'inbound', asked, 5)).toEqual(expected)
  })

  test('is asked for a group by id, name or CRN', () => {
    const nodes = ask(ruleset, question('inbound', 'tcp', 22))
    for (const name of ['r006-8bd6', 'kube-c1abc', 'crn:v1:…:r006-8bd6']) {
      const peers = { addresses: noAddress, members: [groupMember([name]) as Member] }
      expect(coversAll(nodes, peers)).toEqual({ is: 'true' })
    }
  })

  test('lets nobody in without a rule', () => {
    expect(reach(ibmSecurityGroup({ name: 'empty', rules: [] }), 'inbound', 'any')).toEqual([])
  })

  test('a rule for one local address opens the port there, not everywhere', () => {
    const group = {
      rules: [
        {
          direction: 'inbound',
          protocol: 'tcp',
          remote: { cidr_block: '0.0.0.0/0' },
          local: { address: '10.1.2.3' },
        },
      ],
    }
    const answer = ask(ibmSecurityGroup(group), question('inbound', 'tcp', 22))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
  })

  test.each([
    [{ direction: 'sideways' }, "unknown direction 'sideways' (/rules/0)"],
    [{ protocol: 'quic' }, "unknown protocol 'quic' (/rules/0)"],
    [{ protocol: undefined }, "unknown protocol 'undefined' (/rules/0)"],
    [{ port_min: 22 }, "no port range: port_min '22', port_max 'undefined' (/rules/0)"],
    [{ port_min: 30, port_max: 20 }, "no port range: port_min '30', port_max '20' (/rules/0)"],
    [{ port_min: 0, port_max: 70000 }, "no port range: port_min '0', port_max '70000' (/rules/0)"],
    [{ remote: {} }, "nobody in remote '{}' (/rules/0)"],
    [{ remote: { cidr_block: '10.0.0.0/99' } }, `nobody in remote '{"cidr_block":"10.0.0.0/99"}' (/rules/0)`],
    [{ local: { cidr_block: '' } }, `no address in local '{"cidr_block":""}' (/rules/0)`],
    [{ ip_version: 'ipv6' }, "unknown ip_version 'ipv6' (/rules/0)"],
    [{ protocol: 'icmp', type: 300 }, "no ICMP type and code: '300', 'undefined' (/rules/0)"],
    [
      { protocol: 'esp', port_min: 1, port_max: 2 },
      'port_min and port_max for a protocol without ports (/rules/0)',
    ],
  ])('a rule that cannot be read leaves the answer open: %j', (change, reason) => {
    const rule = { direction: 'inbound', protocol: 'tcp', remote: { cidr_block: '10.0.0.0/8' }, ...change }
    const answer = ask(ibmSecurityGroup({ rules: [rule] }), question('inbound', 'any'))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: [reason] })
    expect(doubtsOf(answer)).toEqual([reason])
  })

  test.each([
    null,
    7,
    [],
    'rules',
    { rules: 7 },
    { rules: [null, 7, [[]]] },
    JSON.parse('{"__proto__": {"rules": [1]}}'),
  ])('hostile data does not throw: %j', (data) => {
    expect(() =>
      onlyFrom(ask(ibmSecurityGroup(data), question('inbound', 'tcp', 22)), from('10.0.0.0/8')),
    ).not.toThrow()
  })
})

describe('a network ACL', () => {
  const rule = (name: string, more: object, before?: string) => ({
    id: name,
    name,
    action: 'allow',
    direction: 'inbound',
    ip_version: 'ipv4',
    protocol: 'tcp',
    source: '0.0.0.0/0',
    destination: '0.0.0.0/0',
    ...(before ? { before: { id: before, name: before } } : {}),
    ...more,
  })

  test('is decided by the first rule that matches', () => {
    const acl = {
      rules: [rule('a', { action: 'deny', source: '10.0.0.0/9' }), rule('b', { source: '10.0.0.0/8' })],
    }
    expect(reach(ibmNetworkAcl(acl), 'inbound', 'tcp', 22)).toEqual(['10.128.0.0/9'])
    expect(reach(ibmNetworkAcl(acl), 'outbound', 'tcp', 22)).toEqual([])
  })

  test('is ordered by its before references, not by the list', () => {
    const acl = { rules: [rule('last', {}), rule('first', { action: 'deny', source: '10.0.0.0/8' }, 'last')] }
    const answer = ask(ibmNetworkAcl(acl), question('inbound', 'tcp', 22))
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
    expect(coversAll(answer, from('11.0.0.0/8'))).toEqual({ is: 'true' })
  })

  test.each([
    ['a circle', [rule('a', {}, 'b'), rule('b', {}, 'a')]],
    ['two heads', [rule('a', {}, 'c'), rule('b', {}, 'c'), rule('c', {})]],
    ['a missing rule', [rule('a', {}, 'zzz'), rule('b', {})]],
  ])('whose references make no chain has no known order: %s', (_name, rules) => {
    const answer = ask(ibmNetworkAcl({ rules }), question('inbound', 'tcp', 22))
    const reasons = ['the order of the rules: their "before" references do not make one chain']
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons })
  })

  test('tells source ports from destination ports', () => {
    const replies = { source_port_min: 443, source_port_max: 443 }
    const answer = ask(ibmNetworkAcl({ rules: [rule('a', replies)] }), question('inbound', 'tcp', 22))
    // whoever sends from port 443 gets in: not everything passes, but anyone may
    expect(coversAll(answer, from('8.8.8.8'))).toEqual({ is: 'false' })
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
    const ssh = { destination_port_min: 22, destination_port_max: 22 }
    expect(reach(ibmNetworkAcl({ rules: [rule('a', ssh)] }), 'inbound', 'tcp', 23)).toEqual([])
  })

  test('names outbound peers by destination', () => {
    const acl = {
      rules: [rule('a', { direction: 'outbound', source: '10.0.0.0/8', destination: '8.8.8.8' })],
    }
    expect(reach(ibmNetworkAcl(acl), 'outbound', 'tcp', 53)).toEqual(['8.8.8.8/32'])
  })

  test('an ICMP rule of one type', () => {
    const acl = { rules: [rule('a', { protocol: 'icmp', type: 8, code: 0, source: '10.0.0.0/8' })] }
    expect(reach(ibmNetworkAcl(acl), 'inbound', 'icmp')).toEqual(['10.0.0.0/8'])
    expect(reach(ibmNetworkAcl(acl), 'inbound', 'tcp')).toEqual([])
  })
})
