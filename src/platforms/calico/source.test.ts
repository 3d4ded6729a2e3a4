import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../runtime/input-error.js'
import { parse, readDocument, sources } from '../reading.fixture.js'

/** `source: type id` of every resource in a text. */
function found(text: string, as?: string): string[] {
  return parse('calico.yaml', text).flatMap((document) => {
    const { source, resources } = readDocument(document, as)
    return resources.map(({ type, id }) => `${source}: ${type} ${id}`)
  })
}

function mistakes(text: string): string {
  try {
    found(text)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return ''
}

const v3 = (kind: string, name: string) =>
  `{apiVersion: projectcalico.org/v3, kind: ${kind}, metadata: {name: ${name}}}`

describe('the v1 API', () => {
  test('a list of calicoctl 1.x is taken apart, and a file may hold several', () => {
    expect(
      found(`- apiVersion: v1
  kind: policy
  metadata: {name: allow-icmp}
  spec: {selector: ibm.role == 'worker_public'}
- apiVersion: v1
  kind: hostEndpoint
  metadata: {name: worker_public, node: kube-w1}
---
- {apiVersion: v1, kind: node, metadata: {name: kube-w1}}
- {apiVersion: v1, kind: ipPool, metadata: {cidr: 172.30.0.0/16}}
`),
    ).toEqual([
      'calico: calico/v1/policy allow-icmp',
      'calico: calico/v1/hostEndpoint kube-w1/worker_public',
      'calico: calico/v1/node kube-w1',
      'calico: calico/v1/ipPool 172.30.0.0/16',
    ])
  })

  test('a single object is one resource, with its places', () => {
    const [document] = parse('a.yaml', 'apiVersion: v1\nkind: policy\nmetadata:\n  name: x\n')
    const [resource] = document === undefined ? [] : readDocument(document).resources
    expect({ type: resource?.type, at: resource?.locate('/metadata/name').start }).toEqual({
      type: 'calico/v1/policy',
      at: { line: 4, column: 9 },
    })
  })

  test('a place inside an item of a list is the place in the file', () => {
    const [document] = parse(
      'a.yaml',
      '- {apiVersion: v1, kind: node, metadata: {name: a}}\n- {apiVersion: v1, kind: node, metadata: {name: b}}\n',
    )
    const resources = document === undefined ? [] : readDocument(document).resources
    expect(resources.map((resource) => resource.locate('/metadata/name').start.line)).toEqual([1, 2])
  })

  test('the configuration of calicoctl is one', () => {
    expect(
      found('apiVersion: v1\nkind: calicoApiConfig\nmetadata:\nspec:\n  etcdEndpoints: https://h:1\n'),
    ).toEqual(['calico: calico/v1/calicoApiConfig calicoApiConfig'])
  })

  test('what Kubernetes calls Node stays with Kubernetes', () => {
    expect(found('{apiVersion: v1, kind: Node, metadata: {name: w1}}')).toEqual(['kubernetes: v1/Node w1'])
  })
})

describe('Calico 3', () => {
  test('objects, lists and arrays have the types that kubectl gives them', () => {
    expect(found(v3('GlobalNetworkPolicy', 'deny'))).toEqual([
      'calico: projectcalico.org/v3/GlobalNetworkPolicy deny',
    ])
    expect(
      found(
        `{apiVersion: projectcalico.org/v3, kind: HostEndpointList, items: [${v3('HostEndpoint', 'w1')}]}`,
      ),
    ).toEqual(['calico: projectcalico.org/v3/HostEndpoint w1'])
    expect(found(`[${v3('HostEndpoint', 'w1')}, ${v3('FelixConfiguration', 'default')}]`)).toEqual([
      'calico: projectcalico.org/v3/HostEndpoint w1',
      'calico: projectcalico.org/v3/FelixConfiguration default',
    ])
  })

  test('a list of kubectl may hold them beside others; asked for, the result is the same', () => {
    const list = `{apiVersion: v1, kind: List, items: [${v3('GlobalNetworkPolicy', 'deny')}]}`
    expect(found(list)).toEqual(['kubernetes: projectcalico.org/v3/GlobalNetworkPolicy deny'])
    expect(found(list, 'calico')).toEqual(['calico: projectcalico.org/v3/GlobalNetworkPolicy deny'])
  })

  test('an empty list covers its type', () => {
    const [document] = parse(
      'a.json',
      '{"apiVersion": "projectcalico.org/v3", "kind": "GlobalNetworkPolicyList", "items": []}',
    )
    expect(document && readDocument(document)).toEqual({
      source: 'calico',
      isItemwise: true,
      gaps: [],
      resources: [],
      coveredTypes: ['projectcalico.org/v3/GlobalNetworkPolicy'],
      warnings: [],
    })
  })
})

test('the version of calicoctl is read as it is printed', () => {
  expect(
    found('Version:      v1.4.0\nBuild date:   2017-07-31T18:04:24+0000\nGit commit:   d2babb6\n'),
  ).toEqual(['calico: calico/CalicoctlVersion calicoctl'])
  expect(
    found('Client Version:    v3.27.0\nGit commit:        711528eb6\nCluster Type:      k8s,bgp\n'),
  ).toEqual(['calico: calico/CalicoctlVersion calicoctl'])
})

test('what is no object of Calico in its list is reported with its place', () => {
  expect(
    mistakes('- {apiVersion: v1, kind: policy, metadata: {name: a}}\n- {apiVersion: v1, kind: Pod}\n- 7\n'),
  ).toBe(`calico.yaml:2:3: expected an object of Calico, found Pod of v1 at /1 [source-item]
calico.yaml:3:3: expected an object of Calico, found a number at /2 [source-item]`)
})

test('a list whose items cannot be told from those of Kubernetes is nobody’s', () => {
  expect(mistakes('- {apiVersion: v1, kind: Pod}\n')).toContain('a bare array of Kubernetes objects')
})

test('no document is of Calico and of another source, and none makes it crash', () => {
  const object = fc.record(
    {
      apiVersion: fc.constantFrom('v1', 'projectcalico.org/v3', 'crd.projectcalico.org/v1', 'apps/v1', 7),
      kind: fc.constantFrom(
        'policy',
        'Policy',
        'hostEndpoint',
        'node',
        'Node',
        'List',
        'HostEndpointList',
        null,
      ),
      metadata: fc.oneof(fc.constant({ name: 'a', node: 'b', cidr: 'c' }), fc.jsonValue()),
      items: fc.oneof(fc.constant([]), fc.jsonValue()),
      Version: fc.jsonValue(),
      'Git commit': fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(object, fc.array(object)), (data) => {
      const [document] = parse('a.json', JSON.stringify(data))
      if (document === undefined) return
      const accepting = sources.filter((source) => source.accepts(document) && source.name !== 'kubernetes')
      expect(accepting.length).toBeLessThanOrEqual(1)
      try {
        readDocument(document)
      } catch (error) {
        expect(error).toBeInstanceOf(InputError)
      }
    }),
  )
})
