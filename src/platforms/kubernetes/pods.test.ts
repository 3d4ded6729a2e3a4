import { expect, test } from 'vitest'
import { ask } from '../../runtime/firewall/answer.js'
import { openToEndpoint } from '../../runtime/firewall/coverage.js'
import { selectorMatches } from '../../runtime/firewall/labels.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolsOf, tcp } from '../../runtime/firewall/protocols.js'
import type { Direction, Ports, Ruleset } from '../../runtime/model/index.js'
import { networkPolicies, networkPolicyReader, podNetworkPolicies } from './network-policy.js'
import { podEndpoint } from './peer.js'

const open = (ruleset: Ruleset, far: unknown, direction: Direction = 'inbound', port = 80) =>
  openToEndpoint(
    ask(ruleset, { direction, protocols: protocolsOf(tcp), ports: portRange(port, port) as Ports }),
    podEndpoint(far),
  )
const pod = (status: object, more: object = {}) => ({
  metadata: { name: 'p', namespace: 'x', labels: { app: 'web' } },
  status,
  ...more,
})
const policy = (spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'np', namespace: 'x' },
  spec: { podSelector: {}, ...spec },
})
const fromBlock = (cidr: string) =>
  networkPolicies([policy({ ingress: [{ from: [{ ipBlock: { cidr } }] }] })])
const unknownAddress = { is: 'undecided', reasons: ['the addresses of pod x/p, which are not in the export'] }

test('any address of a pod lets it in, and without one nobody knows', () => {
  const both = pod({ podIP: '10.1.1.1', podIPs: [{ ip: '10.1.1.1' }, { ip: 'fd00::5' }] })
  expect(open(fromBlock('10.0.0.0/8'), both)).toEqual({ is: 'true' })
  expect(open(fromBlock('fd00::/8'), both)).toEqual({ is: 'true' })
  expect(open(fromBlock('11.0.0.0/8'), both)).toEqual({ is: 'false' })
  expect(open(fromBlock('10.0.0.0/8'), pod({ phase: 'Pending' }))).toEqual(unknownAddress)
  expect(open(fromBlock('10.0.0.0/8'), pod({ podIP: 'nonsense' }))).toEqual(unknownAddress)
  expect(open(networkPolicies([policy({})]), pod({}))).toEqual({ is: 'false' })
  expect(open(networkPolicies([policy({ ingress: [{}] })]), pod({}))).toEqual({ is: 'true' })
})

test('the pod at the other end says which port its name is', () => {
  const ruleset = networkPolicies([
    policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }),
  ])
  const web = pod(
    { podIP: '10.1.1.1' },
    { spec: { containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] } },
  )
  expect(open(ruleset, web, 'outbound', 8080)).toEqual({ is: 'true' })
  expect(open(ruleset, web, 'outbound', 80)).toEqual({ is: 'false' })
})

test('a namespace has its name as a label, and no other is known without its object', () => {
  const from = (matchLabels: object) =>
    networkPolicies([policy({ ingress: [{ from: [{ namespaceSelector: { matchLabels } }] }] })])
  const web = pod({ podIP: '10.1.1.1' })
  expect(open(from({ 'kubernetes.io/metadata.name': 'x' }), web).is).toBe('true')
  expect(open(from({ 'kubernetes.io/metadata.name': 'y' }), web).is).toBe('false')
  expect(open(from({ 'kubernetes.io/metadata.name': 'y', team: 'a' }), web).is).toBe('false')
  expect(open(from({ team: 'a' }), web).is).toBe('undecided')
})

test('selectors say nothing sure of a pod on the network of its host', () => {
  const ruleset = networkPolicies([
    policy({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] }),
  ])
  expect(open(ruleset, pod({ podIP: '10.1.1.1' }, { spec: { hostNetwork: true } })).is).toBe('undecided')
})

test.each([
  [{ matchLabels: { app: 5 } }, { app: '5' }],
  [{ matchLabels: ['app'] }, {}],
  [{ matchExpressions: { key: 'app', operator: 'Exists' } }, {}],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: [5] }] }, { app: '5' }],
])('a selector that no API server takes cannot be read: %j', (selector, labels) => {
  expect(selectorMatches(selector, new Map(Object.entries(labels)))).toBeUndefined()
})

const admin = (name: string, spec: object, kind = 'AdminNetworkPolicy') => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind,
  metadata: { name },
  spec: { subject: { namespaces: {} }, ...spec },
})
const rule = (action: string) => [{ action, from: [{ namespaces: {} }] }]
const web = pod({ podIP: '10.1.1.1' })

test.each([
  [
    'two of one priority that contradict each other',
    [admin('a', { priority: 1, ingress: rule('Allow') }), admin('b', { priority: 1, ingress: rule('Deny') })],
  ],
  ['an action that does not exist', [admin('a', { priority: 1, ingress: rule('Drop') })]],
  ['Pass in a baseline', [admin('default', { ingress: rule('Pass') }, 'BaselineAdminNetworkPolicy')]],
  ['nodes as peers', [admin('a', { priority: 1, ingress: [{ action: 'Deny', from: [{ nodes: {} }] }] })]],
  [
    'selectors of an earlier version of the API',
    [
      admin('a', {
        priority: 1,
        ingress: [{ action: 'Deny', from: [{ namespaces: { namespaceSelector: {} } }] }],
      }),
    ],
  ],
  [
    'a subject that asks for labels of a namespace that is not given',
    [
      admin('a', {
        priority: 1,
        subject: { namespaces: { matchLabels: { team: 'a' } } },
        ingress: rule('Deny'),
      }),
    ],
  ],
  ['a kind that is not known', [admin('a', { priority: 1 }, 'ClusterNetworkPolicy')]],
])('a policy of the administrator is undecided rather than ignored: %s', (_what, policies) => {
  expect(open(podNetworkPolicies(web, policies), web).is).toBe('undecided')
})

test('alone, what they leave over is not decided', () => {
  const deny = admin('a', { priority: 1, ingress: rule('Deny') })
  const pass = admin('a', { priority: 1, ingress: rule('Pass') })
  expect(networkPolicyReader.looksLike(deny)).toBe(true)
  expect(open(networkPolicies([deny]), web)).toEqual({ is: 'false' })
  expect(open(networkPolicies([pass]), web)).toEqual({
    is: 'undecided',
    reasons: ['what NetworkPolicies that are not given decide'],
  })
})
