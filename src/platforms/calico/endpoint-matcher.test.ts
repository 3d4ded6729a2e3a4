import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask } from '../../runtime/firewall/answer.js'
import { parseCidr } from '../../runtime/firewall/cidr-set.js'
import { openToEndpoint } from '../../runtime/firewall/coverage.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolsOf, tcp } from '../../runtime/firewall/protocols.js'
import { reachableBy } from '../../runtime/firewall/reachable.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Ports } from '../../runtime/model/index.js'
import { calicoEndpoint } from './endpoint.js'
import { calicoPolicies, calicoSelects } from './policies.js'

/** A selector as a tree, written in Calico's language and judged here by hand. */
type Tree =
  | { readonly is: 'equal' | 'differ' | 'starts'; readonly label: string; readonly value: string }
  | { readonly is: 'in' | 'outside'; readonly label: string; readonly values: readonly string[] }
  | { readonly is: 'has'; readonly label: string }
  | { readonly is: 'all' }
  | { readonly is: 'not'; readonly of: Tree }
  | { readonly is: 'and' | 'or'; readonly of: readonly [Tree, Tree] }

type Labelled = Readonly<Record<string, string | undefined>>

function text(tree: Tree): string {
  switch (tree.is) {
    case 'equal':
      return `${tree.label} == '${tree.value}'`
    case 'differ':
      return `${tree.label} != "${tree.value}"`
    case 'starts':
      return `${tree.label} starts with '${tree.value}'`
    case 'in':
    case 'outside':
      return `${tree.label} ${tree.is === 'in' ? 'in' : 'not in'} {${tree.values.map((v) => `'${v}'`).join(', ')}}`
    case 'has':
      return `has(${tree.label})`
    case 'all':
      return 'all()'
    case 'not':
      return `!(${text(tree.of)})`
    // && binds tighter than ||: parentheses only where they are needed
    case 'and':
      return tree.of.map((part) => (part.is === 'or' ? `(${text(part)})` : text(part))).join(' && ')
    case 'or':
      return tree.of.map(text).join(' || ')
  }
}

function holds(tree: Tree, labels: Labelled, prefix = ''): boolean {
  if (tree.is === 'all') return prefix === '' || labels['projectcalico.org/namespace'] !== undefined
  if (tree.is === 'not') return !holds(tree.of, labels, prefix)
  if ('of' in tree) {
    const parts = tree.of.map((part) => holds(part, labels, prefix))
    return tree.is === 'and' ? !parts.includes(false) : parts.includes(true)
  }
  const value = labels[`${prefix}${tree.label}`]
  if (tree.is === 'has') return value !== undefined
  if ('values' in tree) return tree.values.includes(value as string) === (tree.is === 'in')
  if (tree.is === 'equal') return value === tree.value
  if (tree.is === 'differ') return value !== tree.value
  return value?.startsWith(tree.value) ?? false
}

const value = fc.constantFrom('x', 'xy', 'z')
const treeOf = (...names: string[]) => {
  const label = fc.constantFrom(...names)
  return fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ is: fc.constantFrom('equal', 'differ', 'starts'), label, value }),
      fc.record({ is: fc.constantFrom('in', 'outside'), label, values: fc.array(value, { maxLength: 2 }) }),
      fc.record({ is: fc.constant('has'), label }),
      fc.constant({ is: 'all' }),
      fc.record({ is: fc.constant('not'), of: tie('tree') }),
      fc.record({ is: fc.constantFrom('and', 'or'), of: fc.tuple(tie('tree'), tie('tree')) }),
    ) as fc.Arbitrary<Tree>,
  })).tree
}
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

interface Pod {
  readonly namespace: string
  readonly account: string
  readonly app: string | undefined
  readonly team: string | undefined
  readonly address: string
}
const addresses = ['10.0.0.1', '10.1.0.1', '8.8.8.8']
const pod = fc.record<Pod>({
  namespace: fc.constantFrom('x', 'z'),
  account: fc.constantFrom('x', 'z'),
  app: maybe(value),
  team: maybe(value),
  address: fc.constantFrom(...addresses),
})
const labelsOf = ({ namespace, account, app, team }: Pod): Labelled => ({
  app,
  'pcns.team': team,
  'pcns.projectcalico.org/name': namespace,
  'pcsa.projectcalico.org/name': account,
  'projectcalico.org/namespace': namespace,
  'projectcalico.org/serviceaccount': account,
  'projectcalico.org/orchestrator': 'k8s',
})
const objectsOf = ({ namespace, account, app, team, address }: Pod) =>
  [
    {
      kind: 'Pod',
      metadata: { name: 'p', namespace, labels: app === undefined ? {} : { app } },
      spec: { serviceAccountName: account },
      status: { podIP: address },
    },
    { metadata: { name: namespace, labels: team === undefined ? {} : { team } } },
    { metadata: { name: account } },
  ] as const

const onPods = treeOf('app', 'projectcalico.org/serviceaccount', 'projectcalico.org/namespace')
const onNamespaces = treeOf('team', 'projectcalico.org/name')
const onAccounts = treeOf('projectcalico.org/name')

const spec = fc.record({
  namespaced: fc.boolean(),
  selector: maybe(onPods),
  namespaceSelector: maybe(onNamespaces),
  serviceAccountSelector: maybe(onAccounts),
})
const textOf = (tree: Tree | undefined) => (tree === undefined ? undefined : text(tree))

test('a policy applies to the pods that its selectors choose together', () => {
  fc.assert(
    fc.property(spec, pod, ({ namespaced, selector, namespaceSelector, serviceAccountSelector }, chosen) => {
      const policy = {
        apiVersion: 'crd.projectcalico.org/v1',
        kind: namespaced ? 'NetworkPolicy' : 'GlobalNetworkPolicy',
        metadata: { name: 'p', ...(namespaced ? { namespace: 'x' } : {}) },
        spec: {
          selector: textOf(selector),
          serviceAccountSelector: textOf(serviceAccountSelector),
          ...(namespaced ? {} : { namespaceSelector: textOf(namespaceSelector) }),
        },
      }
      const labels = labelsOf(chosen)
      const expected =
        (selector === undefined || holds(selector, labels)) &&
        (serviceAccountSelector === undefined || holds(serviceAccountSelector, labels, 'pcsa.')) &&
        (namespaced
          ? chosen.namespace === 'x'
          : namespaceSelector === undefined || holds(namespaceSelector, labels, 'pcns.'))
      const [object, namespace, account] = objectsOf(chosen)
      expect(calicoSelects(policy, object, namespace, account)).toBe(expected)
      const open = calicoSelects(policy, object)
      if (open !== undefined) expect(open).toBe(expected)
    }),
    { numRuns: 600 },
  )
})

const nets: Readonly<Record<string, readonly string[]>> = {
  '10.0.0.0/8': ['10.0.0.1', '10.1.0.1'],
  '10.1.0.0/16': ['10.1.0.1'],
  '0.0.0.0/0': addresses,
}
const net = fc.constantFrom(...Object.keys(nets))
const rule = fc.record({
  action: fc.constantFrom('Allow', 'Deny', 'Pass', 'Log'),
  selector: maybe(onPods),
  namespaceSelector: maybe(onNamespaces),
  names: maybe(fc.subarray(['x', 'z'], { minLength: 1 })),
  net: maybe(net),
  port: maybe(fc.constantFrom(80, 443)),
})
const policy = fc.record({
  namespaced: fc.boolean(),
  tier: fc.constantFrom('default', 'early', 'late'),
  order: maybe(fc.integer({ min: 0, max: 3 })),
  rules: fc.array(rule, { maxLength: 3 }),
})
const set = fc.record({
  namespace: maybe(fc.constantFrom('x', 'z')),
  app: maybe(value),
  nets: fc.array(net, { maxLength: 2 }),
})
const tiers = fc.record({
  early: fc.constantFrom('Pass', 'Deny'),
  late: fc.constantFrom('Pass', 'Deny'),
})
const world = fc.record({
  policies: fc.array(policy, { minLength: 1, maxLength: 4 }),
  sets: fc.array(set, { minLength: 1, maxLength: 3 }),
  tiers,
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never
type PolicyOf = World['policies'][number]

/** What happens to one connection; undefined when what comes after the last tier decides. */
function decide({ policies, sets, tiers }: World, address: string, from: Pod | undefined, port: number) {
  // who sends from the address of a network set is in it, pod or not
  const identities: Labelled[] = [
    ...(from ? [labelsOf(from)] : []),
    ...sets
      .filter((each) => each.nets.some((block) => nets[block]?.includes(address)))
      .map(({ app, namespace }) => ({
        app,
        'projectcalico.org/namespace': namespace,
        'pcns.projectcalico.org/name': namespace,
      })),
  ]
  const hits = (each: PolicyOf['rules'][number], { namespaced }: PolicyOf): boolean => {
    if (each.port !== undefined && each.port !== port) return false
    if (each.net !== undefined && !nets[each.net]?.includes(address)) return false
    const { selector, namespaceSelector, names } = each
    if (!selector && !namespaceSelector && !names) return true
    return identities.some(
      (labels) =>
        (!selector || holds(selector, labels)) &&
        (!names || names.includes(labels['projectcalico.org/serviceaccount'] as string)) &&
        (namespaceSelector
          ? holds(namespaceSelector, labels, 'pcns.')
          : !namespaced || labels['projectcalico.org/namespace'] === 'x'),
    )
  }
  for (const name of ['early', 'default', 'late'] as const) {
    const own = policies
      .map((each, i) => ({ each, i }))
      .filter(({ each }) => each.tier === name)
      .sort((a, b) => (a.each.order ?? 9) - (b.each.order ?? 9) || a.i - b.i)
    if (own.length === 0) continue
    const action = own
      .flatMap(({ each }) => each.rules.filter((one) => one.action !== 'Log' && hits(one, each)))
      .at(0)?.action
    if (action === 'Allow' || action === 'Deny') return action === 'Allow'
    if (action === undefined && (name === 'default' || tiers[name] === 'Deny')) return false
  }
  return undefined
}

const v3 = 'projectcalico.org/v3'

function written({ policies, sets, tiers }: World, withSets: boolean): readonly unknown[] {
  const objects = policies.map(({ namespaced, tier, order, rules }, i) => ({
    apiVersion: v3,
    kind: namespaced ? 'NetworkPolicy' : 'GlobalNetworkPolicy',
    metadata: { name: `p${i}`, ...(namespaced ? { namespace: 'x' } : {}) },
    spec: {
      tier,
      order,
      types: ['Ingress'],
      ingress: rules.map(({ action, selector, namespaceSelector, names, net: block, port }) => ({
        action,
        protocol: 'TCP',
        source: {
          selector: textOf(selector),
          namespaceSelector: textOf(namespaceSelector),
          ...(names ? { serviceAccounts: { names } } : {}),
          ...(block === undefined ? {} : { nets: [block] }),
        },
        ...(port === undefined ? {} : { destination: { ports: [port] } }),
      })),
    },
  }))
  const networkSets = sets.map(({ namespace, app, nets: blocks }, i) => ({
    apiVersion: v3,
    kind: namespace === undefined ? 'GlobalNetworkSet' : 'NetworkSet',
    metadata: {
      name: `s${i}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: app === undefined ? {} : { app },
    },
    spec: { nets: blocks },
  }))
  const tier = (name: 'early' | 'late', order: number) => ({
    apiVersion: v3,
    kind: 'Tier',
    metadata: { name },
    spec: { order, defaultAction: tiers[name] },
  })
  return [...objects, tier('early', 10), tier('late', 2_000_000), ...(withSets ? networkSets : [])]
}

function judged(given: World, from: Pod, port: number, known: 'sets' | 'no sets') {
  const ruleset = calicoPolicies(written(given, known === 'sets'))
  const question = {
    direction: 'inbound',
    protocols: protocolsOf(tcp),
    ports: portRange(port, port) as Ports,
  } as const
  const answer = ask(ruleset, question)
  return {
    endpoint: openToEndpoint(answer, calicoEndpoint(...objectsOf(from))).is,
    address: reachableBy(answer, addressPeers(parseCidr(from.address) as AddressSet)).is,
  }
}

const port = fc.constantFrom(80, 443)

test('with all tiers and network sets, every connection is decided that no later tier decides', () => {
  fc.assert(
    fc.property(world, pod, port, (given, from, to) => {
      // the labels of a set's namespace are not given
      const plain = {
        ...given,
        policies: given.policies.map((each) => ({
          ...each,
          rules: each.rules.map((one) => ({
            ...one,
            namespaceSelector: one.namespaceSelector && withoutTeam(one.namespaceSelector),
          })),
        })),
      }
      const expected = (decision: boolean | undefined) => String(decision ?? 'undecided')
      const { endpoint, address } = judged(plain, from, to, 'sets')
      expect(endpoint).toBe(expected(decide(plain, from.address, from, to)))
      expect(address).toBe(expected(decide(plain, from.address, undefined, to)))
    }),
    { numRuns: 600 },
  )
})

test('without network sets an answer is one that holds whatever they are', () => {
  fc.assert(
    fc.property(world, pod, port, (given, from, to) => {
      const { endpoint, address } = judged(given, from, to, 'no sets')
      if (endpoint !== 'undecided') expect(endpoint).toBe(String(decide(given, from.address, from, to)))
      if (address !== 'undecided') expect(address).toBe(String(decide(given, from.address, undefined, to)))
    }),
    { numRuns: 600 },
  )
})

function withoutTeam(tree: Tree): Tree {
  if (tree.is === 'not') return { ...tree, of: withoutTeam(tree.of) }
  if (tree.is === 'and' || tree.is === 'or')
    return { ...tree, of: [withoutTeam(tree.of[0]), withoutTeam(tree.of[1])] }
  return 'label' in tree ? { ...tree, label: 'projectcalico.org/name' } : tree
}
