import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask } from '../../runtime/firewall/answer.js'
import { openToEndpoint } from '../../runtime/firewall/coverage.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolsOf, tcp } from '../../runtime/firewall/protocols.js'
import type { Direction, Ports } from '../../runtime/model/index.js'
import { podNetworkPolicies } from './network-policy.js'
import { podEndpoint } from './peer.js'

/** A small world, and a matcher that looks at one connection of one pod at a time. */
interface World {
  readonly own: Pod
  readonly far: Pod
  readonly policies: readonly Policy[]
}
interface Pod {
  readonly namespace: string
  readonly team?: string
  readonly app?: string
  readonly http: number
  readonly addresses: readonly string[]
}
interface Policy {
  readonly kind: 'np' | 'admin' | 'baseline'
  readonly namespace: string
  readonly app?: string
  readonly priority: number
  readonly closes: boolean
  readonly rules: readonly { action: 'Allow' | 'Deny' | 'Pass'; peer: Peer; port?: number | 'http' }[]
}
type Peer = { readonly app?: string; readonly team?: string } | { readonly block: string }

const blocks: Readonly<Record<string, readonly string[]>> = {
  '10.0.0.0/8': ['10.0.0.1', '10.1.0.1'],
  '10.1.0.0/16': ['10.1.0.1'],
  '0.0.0.0/0': ['10.0.0.1', '10.1.0.1', '8.8.8.8'],
  'fd00::/8': ['fd00::1'],
  '::/0': ['fd00::1', '2001:db8::1'],
}
const everyAddress = ['10.0.0.1', '10.1.0.1', '8.8.8.8', 'fd00::1', '2001:db8::1']

function isOpen({ own, far, policies }: World, address: string, port: number, direction: Direction): boolean {
  const named = direction === 'inbound' ? own.http : far.http
  const hits = ({ peer, port: wanted }: Policy['rules'][number], { kind, namespace }: Policy) => {
    if (wanted !== undefined && (wanted === 'http' ? named : wanted) !== port) return false
    if ('block' in peer) return (blocks[peer.block] ?? []).includes(address)
    const inNamespace =
      kind === 'np' && peer.team === undefined
        ? far.namespace === namespace
        : peer.team === undefined || peer.team === far.team
    return inNamespace && (peer.app === undefined || peer.app === far.app)
  }
  const applying = policies.filter(
    ({ kind, namespace, app }) =>
      (kind !== 'np' || namespace === own.namespace) && (app === undefined || app === own.app),
  )
  const first = (kind: Policy['kind']) =>
    applying
      .filter((policy) => policy.kind === kind)
      .sort((a, b) => a.priority - b.priority)
      .flatMap((policy) => policy.rules.filter((rule) => hits(rule, policy)))[0]?.action
  const decided = first('admin')
  if (decided === 'Allow' || decided === 'Deny') return decided === 'Allow'
  const closing = applying.filter(({ kind, closes }) => kind === 'np' && closes)
  if (closing.length > 0) return closing.some((policy) => policy.rules.some((rule) => hits(rule, policy)))
  return first('baseline') !== 'Deny'
}

const app = fc.constantFrom('x', 'y', undefined)
const pod = fc.record({
  namespace: fc.constantFrom('a', 'b'),
  team: fc.constantFrom('p', 'q', undefined),
  app,
  http: fc.constantFrom(80, 8080),
  addresses: fc.subarray(everyAddress, { minLength: 1, maxLength: 2 }),
})
const peer = fc.oneof(
  fc.record({ app, team: fc.constantFrom('p', 'q', undefined) }),
  fc.record({ block: fc.constantFrom(...Object.keys(blocks)) }),
)
const policy = fc.record({
  kind: fc.constantFrom('np', 'np', 'admin', 'baseline'),
  namespace: fc.constantFrom('a', 'b'),
  app,
  priority: fc.constant(0),
  closes: fc.boolean(),
  rules: fc.array(
    fc.record({
      action: fc.constantFrom('Allow', 'Deny', 'Pass'),
      peer,
      port: fc.constantFrom(80, 'http', undefined),
    }),
    { maxLength: 3 },
  ),
})
const world = fc
  .record({ own: pod, far: pod, policies: fc.array(policy, { maxLength: 4 }) })
  .map(({ own, far, policies }) => ({
    own,
    // labels of one namespace are the same
    far: far.namespace === own.namespace ? { ...far, team: own.team } : far,
    policies: policies
      .filter(({ kind }, i) => kind !== 'baseline' || policies.findIndex((p) => p.kind === kind) === i)
      .map((each, i) => ({
        ...each,
        priority: i,
        rules: each.rules.map((rule) => ({
          ...rule,
          action: each.kind === 'baseline' && rule.action === 'Pass' ? ('Deny' as const) : rule.action,
        })),
      })),
  })) as fc.Arbitrary<World>

const labels = (key: string, value: string | undefined) => (value === undefined ? {} : { [key]: value })
const selector = (key: string, value: string | undefined) =>
  value === undefined ? {} : { matchLabels: { [key]: value } }

function written({ kind, namespace, app, priority, closes, rules }: Policy, direction: Direction): object {
  const [list, far, type] =
    direction === 'inbound' ? ['ingress', 'from', 'Ingress'] : ['egress', 'to', 'Egress']
  const other = type === 'Ingress' ? 'Egress' : 'Ingress'
  const own = kind === 'np'
  const written = rules.map(({ action, peer, port }) => ({
    ...(own ? {} : { action }),
    [far]: [
      'block' in peer
        ? own
          ? { ipBlock: { cidr: peer.block } }
          : { networks: [peer.block] }
        : own
          ? {
              podSelector: selector('app', peer.app),
              ...(peer.team === undefined ? {} : { namespaceSelector: selector('team', peer.team) }),
            }
          : peer.app === undefined
            ? { namespaces: selector('team', peer.team) }
            : {
                pods: {
                  namespaceSelector: selector('team', peer.team),
                  podSelector: selector('app', peer.app),
                },
              },
    ],
    ...(port === undefined
      ? {}
      : {
          ports: [
            own
              ? { port }
              : port === 'http'
                ? { namedPort: port }
                : { portNumber: { protocol: 'TCP', port } },
          ],
        }),
  }))
  if (own)
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `np-${priority}`, namespace },
      spec: {
        podSelector: selector('app', app),
        policyTypes: [closes ? type : other],
        ...(closes ? { [list]: written } : {}),
      },
    }
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: kind === 'admin' ? 'AdminNetworkPolicy' : 'BaselineAdminNetworkPolicy',
    metadata: { name: kind === 'admin' ? `anp-${priority}` : 'default' },
    spec: {
      ...(kind === 'admin' ? { priority } : {}),
      subject:
        app === undefined
          ? { namespaces: {} }
          : { pods: { namespaceSelector: {}, podSelector: selector('app', app) } },
      [list]: written,
    },
  }
}

const podOf = (name: string, { namespace, app, http, addresses }: Pod) => ({
  metadata: { name, namespace, labels: labels('app', app) },
  spec: { containers: [{ ports: [{ name: 'http', containerPort: http }] }] },
  status: { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })) },
})
const namespaceOf = ({ namespace, team }: Pod) => ({
  metadata: { name: namespace, labels: labels('team', team) },
})

function judged(
  world: World,
  port: number,
  direction: Direction,
  hidden: 'labels' | 'addresses' | 'nothing',
) {
  const policies = world.policies.map((policy) => written(policy, direction))
  const ruleset = podNetworkPolicies(podOf('own', world.own), policies, namespaceOf(world.own))
  const far = podOf('far', { ...world.far, addresses: hidden === 'addresses' ? [] : world.far.addresses })
  const endpoint = podEndpoint(far, hidden === 'labels' ? undefined : namespaceOf(world.far))
  const question = { direction, protocols: protocolsOf(tcp), ports: portRange(port, port) as Ports }
  return openToEndpoint(ask(ruleset, question), endpoint).is
}

const some = (world: World, port: number, direction: Direction) =>
  world.far.addresses.some((address) => isOpen(world, address, port, direction))

const directions = ['inbound', 'outbound'] as const

test('what is known of pods, namespaces and addresses decides every connection', () => {
  fc.assert(
    fc.property(
      world,
      fc.constantFrom(80, 8080),
      fc.constantFrom(...directions),
      (world, port, direction) => {
        expect(judged(world, port, direction, 'nothing')).toBe(String(some(world, port, direction)))
      },
    ),
    { numRuns: 1500 },
  )
})

test('without addresses an answer is one that all addresses agree on, and undecided where they do not', () => {
  fc.assert(
    fc.property(
      world,
      fc.constantFrom(80, 8080),
      fc.constantFrom(...directions),
      (world, port, direction) => {
        const answers = new Set(everyAddress.map((address) => isOpen(world, address, port, direction)))
        const expected = answers.size === 1 ? String([...answers][0]) : 'undecided'
        expect(judged(world, port, direction, 'addresses')).toBe(expected)
      },
    ),
    { numRuns: 1000 },
  )
})

test('without the Namespace an answer is one that all its labels agree on', () => {
  fc.assert(
    fc.property(
      world,
      fc.constantFrom(80, 8080),
      fc.constantFrom(...directions),
      (world, port, direction) => {
        const teams = ['p', 'q', undefined].map((team) => ({ ...world, far: { ...world.far, team } as Pod }))
        const answers = new Set(teams.map((completed) => some(completed, port, direction)))
        const judgement = judged(world, port, direction, 'labels')
        if (judgement !== 'undecided') expect([...answers].map(String)).toEqual([judgement])
        const asked = world.policies
          .flatMap(({ rules }) => rules)
          .filter(({ peer }) => 'team' in peer && peer.team)
        // labels that are asked for several times may seem to contradict each other
        if (asked.length <= 1 && answers.size === 1) expect(judgement).not.toBe('undecided')
      },
    ),
    { numRuns: 1000 },
  )
})
