import { expect, test } from 'vitest'
import { ask } from '../../runtime/firewall/answer.js'
import { parseCidr } from '../../runtime/firewall/cidr-set.js'
import { coversAll } from '../../runtime/firewall/coverage.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Ports } from '../../runtime/model/index.js'
import { neutralFirewall } from './ruleset.js'

const to = (cidr: string) => addressPeers(parseCidr(cidr) as AddressSet)
const outbound = (rules: unknown[], first: number, last = first, protocol = 6) =>
  ask(neutralFirewall({ rules }), {
    direction: 'outbound',
    protocols: protocolsOf(protocol),
    ports: portRange(first, last) as Ports,
  })
const master = {
  direction: 'outbound',
  action: 'allow',
  protocol: 'tcp',
  ports: '443,20000-32767',
  destination: '169.46.7.238/32',
}

test('the listed ports are open to the destination, and no others', () => {
  expect(coversAll(outbound([master], 20000, 32767), to('169.46.7.238'))).toEqual({ is: 'true' })
  expect(coversAll(outbound([master], 443), to('169.46.7.238'))).toEqual({ is: 'true' })
  expect(onlyFrom(outbound([master], 80), to('::1'))).toEqual({ is: 'true' })
  expect(coversAll(outbound([master], 443, 443, 17), to('169.46.7.238'))).toEqual({ is: 'false' })
})

test('the first rule that matches decides', () => {
  const rules = [{ ...master, action: 'deny', ports: 443 }, master]
  expect(coversAll(outbound(rules, 443), to('169.46.7.238'))).toEqual({ is: 'false' })
})

test('ports without a protocol are those of the protocols that have ports', () => {
  const rules = [{ ...master, protocol: 'all' }]
  expect(coversAll(outbound(rules, 443, 443, 132), to('169.46.7.238'))).toEqual({ is: 'true' })
  expect(onlyFrom(outbound(rules, 443, 443, 50), to('::1'))).toEqual({ is: 'true' })
})

test.each([
  ['direction', 'egress'],
  ['action', 'permit'],
  ['protocol', 'quic'],
  ['ports', '443-'],
  ['ports', '80,99999'],
  ['source', 'our office'],
  ['destination', 'www.example.com'],
])('%s %j cannot be read: the answer is open', (name, value) => {
  const reasons = [`cannot read ${name} '${value}' (/rules/0)`]
  const answer = outbound([{ ...master, [name]: value }], 443)
  expect(onlyFrom(answer, to('169.46.7.238'))).toEqual({ is: 'undecided', reasons })
})

test('ports of a protocol that has none cannot be read', () => {
  const answer = outbound([{ ...master, protocol: 'esp' }], 443, 443, 50)
  expect(onlyFrom(answer, to('169.46.7.238')).is).toBe('undecided')
})
