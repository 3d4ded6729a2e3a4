import { describe, expect, test } from 'vitest'
import { ask, doubtsOf } from '../../runtime/firewall/answer.js'
import { parseCidr } from '../../runtime/firewall/cidr-set.js'
import { coversAll } from '../../runtime/firewall/coverage.js'
import { letsInEveryone } from '../../runtime/firewall/everyone.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolsOf, tcp } from '../../runtime/firewall/protocols.js'
import { reachableBy } from '../../runtime/firewall/reachable.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Peers, Ports } from '../../runtime/model/index.js'
import { calicoPolicies, calicoPolicyReader, calicoSelects } from './policies.js'
import { lookupIn, parseSelector } from './selector.js'

const at = (cidr: string) => addressPeers(parseCidr(cidr) as AddressSet)
const access = (objects: unknown[], port = 443) =>
  ask(calicoPolicies(objects), {
    direction: 'inbound',
    protocols: protocolsOf(tcp),
    ports: portRange(port, port) as Ports,
  })
const policy = (name: string, spec: object, kind = 'GlobalNetworkPolicy') => ({
  apiVersion: 'projectcalico.org/v3',
  kind,
  metadata: { name, ...(kind === 'NetworkPolicy' ? { namespace: 'shop' } : {}) },
  spec,
})
const pod = (more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: { serviceAccountName: 'builder', containers: [], ...more },
})
const worker = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'HostEndpoint',
  metadata: { name: 'w1-eth0', labels: { role: 'worker' } },
  spec: { node: 'w1', interfaceName: 'eth0', expectedIPs: ['10.0.0.7'] },
}

describe('labels that Calico derives', () => {
  test.each([
    ["projectcalico.org/serviceaccount == 'builder'", true],
    ["projectcalico.org/namespace == 'shop' && projectcalico.org/orchestrator == 'k8s'", true],
    ["pcns.projectcalico.org/name == 'shop' && pcns.kubernetes.io/metadata.name == 'shop'", true],
    ["pcsa.projectcalico.org/name == 'builder'", true],
    ["pcns.team == 'web'", undefined],
    ['has(pcsa.team)', undefined],
    ["app == 'db' && pcns.team == 'web'", false],
    ["app == 'web' || pcns.team == 'web'", true],
  ])('%s, without Namespace and ServiceAccount: %s', (selector, expected) => {
    expect(calicoSelects(policy('p', { selector }), pod())).toBe(expected)
  })

  test('a Namespace and a ServiceAccount give theirs, when they are those of the pod', () => {
    const spec = { namespaceSelector: "team == 'web'", serviceAccountSelector: 'has(ci)' }
    const namespace = { metadata: { name: 'shop', labels: { team: 'web' } } }
    const account = { metadata: { name: 'builder', labels: { ci: '' } } }
    const other = { metadata: { name: 'other', labels: { ci: '' } } }
    expect(calicoSelects(policy('p', spec), pod(), namespace, account)).toBe(true)
    expect(calicoSelects(policy('p', spec), pod(), namespace, other)).toBeUndefined()
    expect(calicoSelects(policy('p', spec), pod(), { metadata: { name: 'shop' } }, account)).toBe(false)
  })

  test('labels that no API server keeps say nothing', () => {
    const odd = { ...pod(), metadata: { name: 'web', namespace: 'shop', labels: { app: 1 } } }
    expect(calicoSelects(policy('p', { selector: "app == 'web'" }), odd)).toBeUndefined()
    expect(calicoSelects(policy('p', { selector: 'all()' }), odd)).toBe(true)
  })
})

describe('host endpoints and workloads', () => {
  test('namespace and service account are of workloads only', () => {
    const all = policy('p', { namespaceSelector: 'all()' })
    expect([pod(), worker].map((endpoint) => calicoSelects(all, endpoint))).toEqual([true, false])
    const accounts = policy('p', { serviceAccountSelector: 'all()' })
    expect([pod(), worker].map((endpoint) => calicoSelects(accounts, endpoint))).toEqual([true, false])
    expect(calicoSelects(policy('p', {}, 'NetworkPolicy'), worker)).toBe(false)
    expect(calicoSelects(policy('p', { selector: '!has(app)' }), worker)).toBe(true)
  })

  test('untracked and pre-DNAT policies are of host endpoints only', () => {
    for (const early of [{ preDNAT: true }, { doNotTrack: true }]) {
      const spec = { ...early, applyOnForward: true, ingress: [] }
      expect([pod(), worker].map((endpoint) => calicoSelects(policy('p', spec), endpoint))).toEqual([
        false,
        true,
      ])
    }
  })

  test('a pod on the network of its host is no endpoint', () => {
    expect(calicoSelects(policy('p', {}), pod({ hostNetwork: true }))).toBe(false)
  })
})

describe('network sets', () => {
  const partners = policy('partners', {
    ingress: [
      {
        action: 'Allow',
        protocol: 'TCP',
        source: { selector: "role == 'partner'" },
        destination: { ports: [443] },
      },
    ],
  })
  const set = (nets: unknown[], labels: object = { role: 'partner' }) => ({
    apiVersion: 'crd.projectcalico.org/v1',
    kind: 'GlobalNetworkSet',
    metadata: { name: 's', labels },
    spec: { nets },
  })
  const selected: Peers = {
    addresses: { v4: [], v6: [] },
    members: [
      {
        kind: 'selector',
        key: 'asked',
        names: ["role == 'partner'"],
        label: 'asked',
        addresses: at('0.0.0.0/0').addresses,
      },
    ],
  }
  const doubt = "which addresses network sets give to endpoints role == 'partner'"

  test('that are not given leave every address undecided, but not the selector', () => {
    const answer = access([partners])
    expect(doubtsOf(answer)).toEqual([doubt])
    expect(reachableBy(answer, at('8.8.8.8'))).toEqual({ is: 'undecided', reasons: [doubt] })
    expect(coversAll(answer, at('8.8.8.8'))).toEqual({ is: 'undecided', reasons: [doubt] })
    const everyone = { but: at('10.0.0.0/8').addresses, prefix: 8, ports: 1 }
    expect(letsInEveryone(answer, everyone).whole).toEqual({ is: 'undecided', reasons: [doubt] })
    expect(onlyFrom(answer, selected)).toEqual({ is: 'true' })
    expect(reachableBy(access([partners], 80), at('8.8.8.8'))).toEqual({ is: 'false' })
  })

  test('that are given have their addresses', () => {
    const answer = access([partners, set(['8.8.8.0/24']), set(['9.0.0.0/8'], { role: 'other' })])
    expect(doubtsOf(answer)).toEqual([])
    expect(coversAll(answer, at('8.8.8.0/24'))).toEqual({ is: 'true' })
    expect(reachableBy(answer, at('9.0.0.0/8'))).toEqual({ is: 'false' })
    expect(onlyFrom(answer, selected)).toEqual({ is: 'true' })
    expect(onlyFrom(answer, at('8.8.8.0/24'))).toEqual({ is: 'false' })
  })

  test('that cannot be read are a doubt with their name', () => {
    expect(reachableBy(access([partners, set(['nonsense'])]), at('8.8.8.8'))).toEqual({
      is: 'undecided',
      reasons: ["whether GlobalNetworkSet 's' gives addresses to endpoints role == 'partner'"],
    })
  })

  test('do not exist in the API of 2017', () => {
    const old = { ...partners, apiVersion: 'v1', kind: 'policy' }
    const ingress = [{ action: 'allow', source: { selector: "role == 'partner'" } }]
    const answer = access([{ ...old, spec: { ingress } }])
    expect(reachableBy(answer, at('8.8.8.8'))).toEqual({ is: 'false' })
  })

  test('are read with the policies of one list', () => {
    expect([partners, set([])].map((object) => calicoPolicyReader.looksLike(object))).toEqual([true, true])
  })
})

describe('tiers', () => {
  const tier = (name: string, spec: object) => ({
    apiVersion: 'projectcalico.org/v3',
    kind: 'Tier',
    metadata: { name },
    spec,
  })
  const pass = policy('security.pass', {
    tier: 'security',
    ingress: [{ action: 'Pass', source: { nets: ['10.0.0.0/8'] } }],
  })
  const allow = policy('allow', { ingress: [{ action: 'Allow', source: { nets: ['0.0.0.0/0'] } }] })

  test('Pass goes on to the next tier, the rest of a tier is denied or passed on', () => {
    const denying = access([allow, pass, tier('security', { order: 100 })])
    expect(onlyFrom(denying, at('10.0.0.0/8'))).toEqual({ is: 'true' })
    expect(coversAll(denying, at('10.0.0.0/8'))).toEqual({ is: 'true' })
    const passing = access([allow, pass, tier('security', { order: 100, defaultAction: 'Pass' })])
    expect(coversAll(passing, at('0.0.0.0/0'))).toEqual({ is: 'true' })
  })

  test.each([
    [[allow, pass], 'the order of tiers default, security'],
    [[policy('p', { tier: 'odd', ingress: [] })], 'the default action of tier odd'],
    [
      [policy('p', { tier: 'odd', ingress: [] }), tier('odd', { order: 1, defaultAction: 'Pass' })],
      'what comes after tier odd',
    ],
    [[policy('p', { order: 'first', ingress: [{ action: 'Allow' }] })], "the order 'first' of p"],
  ])('what is not known of them is undecided: %#', (objects, reason) => {
    expect(reachableBy(access(objects), at('11.0.0.1'))).toEqual({ is: 'undecided', reasons: [reason] })
  })
})

describe('the grammar of selectors', () => {
  test.each([
    ['has (a)', 'unknown function has()'],
    ['all ()', 'unknown function all()'],
    ['a == "x"\n', 'unexpected \n'],
    ['global()', 'global() stands in the namespaceSelector of a rule, and alone'],
  ])('%j cannot be read', (text, reason) => {
    expect(parseSelector(text)).toEqual({ reason })
  })

  test('global() alone chooses what has no namespace', () => {
    const place = { prefix: 'pcns.', all: 'projectcalico.org/namespace', global: true }
    const selector = parseSelector(' global( ) ', place)
    const chosen = [{}, { 'projectcalico.org/namespace': 'a' }].map(
      (labels) =>
        typeof selector === 'function' && selector(lookupIn(new Map<string, string>(Object.entries(labels)))),
    )
    expect(chosen).toEqual([true, false])
    expect(parseSelector("global() && a == 'x'", place)).toHaveProperty('reason')
  })

  test.each([
    ["a in {'x',}", { a: 'x' }, true],
    ["a notin {'x'}", {}, true],
    ["a startswith 'x' && a endswith'y'", { a: 'xy' }, true],
    ["!a == 'x'", {}, true],
    ['has( a ) && all( )', { a: '' }, true],
    ["hash == 'x'", { hash: 'x' }, true],
  ])('%s on %j: %s', (text, labels, expected) => {
    const selector = parseSelector(text)
    expect(typeof selector === 'function' && selector(lookupIn(new Map(Object.entries(labels))))).toBe(
      expected,
    )
  })
})
