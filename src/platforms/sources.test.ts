import { describe, expect, test } from 'vitest'
import { InputError } from '../runtime/input-error.js'
import type { Document, Subject } from '../runtime/model/index.js'
import { formatDiagnostic } from '../wording/diagnostic.js'
import { parse, readDocument, resourcesIn, sources } from './reading.fixture.js'

function documents(data: unknown, subject: Subject = {}): Document[] {
  return parse('a.json', typeof data === 'string' ? data : JSON.stringify(data), { subject })
}

/** `type id` of every resource in it. */
function found(data: unknown, as?: string): string[] {
  return documents(data).flatMap((each) => resourcesIn(each, as).map(({ type, id }) => `${type} ${id}`))
}

function mistakes(data: unknown, as?: string): string {
  try {
    found(data, as)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return ''
}

describe('kubernetes', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } }

  test('a manifest is one resource, with its identity and its places', () => {
    const [document] = parse(
      'pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\n',
    )
    const [resource] = document === undefined ? [] : resourcesIn(document)
    expect({ ...resource, locate: resource?.locate('/metadata/name').start }).toEqual({
      type: 'v1/Pod',
      id: 'shop/web',
      name: 'web',
      namespace: 'shop',
      subject: {},
      data: pod,
      file: 'pod.yaml',
      locate: { line: 3, column: 18 },
    })
  })

  test('lists, lists within lists and NDJSON are taken apart', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }
    const inner = { apiVersion: 'v1', kind: 'List', items: [node] }
    expect(found({ apiVersion: 'v1', kind: 'List', items: [pod, inner] })).toEqual([
      'v1/Pod shop/web',
      'v1/Node n1',
    ])
    expect(found(`${JSON.stringify(pod)}\n${JSON.stringify(node)}`)).toEqual([
      'v1/Pod shop/web',
      'v1/Node n1',
    ])
    expect(found({ kind: 'List', items: null })).toEqual([])
  })

  test.each([
    [
      { kind: 'List', apiVersion: 'v1', items: {} },
      "the 'items' of a List have to be a list, found an object",
    ],
    [
      { kind: 'PodList', apiVersion: 'v1', items: 'x' },
      "the 'items' of a PodList have to be a list, found a text",
    ],
    [
      { kind: 'PodList', apiVersion: 'v1', metadata: {} },
      "the 'items' of a PodList have to be a list, found none",
    ],
  ])('a list without its items is a mistake, not an empty export: %j', (data, message) => {
    expect(mistakes(data)).toBe(
      `a.json:1:1: ${message} [source-item]\n  was the export cut off? run it again`,
    )
  })

  test('a page of a list, within a list too, is told', () => {
    const page = { kind: 'PodList', apiVersion: 'v1', metadata: { continue: 'abc' }, items: [pod] }
    const [document] = documents({
      kind: 'List',
      apiVersion: 'v1',
      metadata: { continue: '' },
      items: [page],
    })
    const warnings = document === undefined ? [] : readDocument(document).warnings
    expect(warnings.map(formatDiagnostic)).toEqual([
      'a.json:1:129: warning: one page of several: not all resources are in this file [source-incomplete]\n  export the other pages too, or all at once with kubectl get',
    ])
  })

  test('items of a typed list inherit apiVersion and kind', () => {
    const items = [{ metadata: { name: 'a', namespace: 'b' } }, { kind: 'Other', metadata: { name: 'c' } }]
    expect(found({ apiVersion: 'apps/v1', kind: 'DeploymentList', items })).toEqual([
      'apps/v1/Deployment b/a',
      'apps/v1/Other c',
    ])
  })

  test('a place inside an item is the place in the file', () => {
    const [document] = documents(
      '{"kind":"List","items":[\n  {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}}\n]}',
    )
    const [resource] = document === undefined ? [] : resourcesIn(document)
    expect(resource?.locate('/metadata/name')).toEqual({
      file: 'a.json',
      start: { line: 2, column: 54 },
      end: { line: 2, column: 59 },
    })
  })

  test('objects without a name of their own are named after what they have', () => {
    expect(
      found({ apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'load-', namespace: 'shop' } }),
    ).toEqual(['batch/v1/Job shop/load-*'])
    expect(found({ apiVersion: 'v1', kind: 'Config', 'current-context': 'prod', clusters: [] })).toEqual([
      'v1/Config prod',
    ])
    expect(found({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' })).toEqual([
      'kustomize.config.k8s.io/v1beta1/Kustomization a.json',
    ])
  })

  test('a kind that only sounds like a list is an object', () => {
    expect(
      found({ apiVersion: 'example.com/v1', kind: 'AllowList', metadata: { name: 'x' }, items: [1] }),
    ).toEqual(['example.com/v1/AllowList x'])
    expect(found({ apiVersion: 'example.com/v1', kind: 'AllowList', spec: {} })).toEqual([
      'example.com/v1/AllowList a.json',
    ])
  })

  test('every item that is no object is reported with its place', () => {
    const text =
      '{"kind": "List", "items": [\n7,\n{"metadata": {}},\n{"kind": "Pod"},\n{"kind": "List", "items": ["x"]}]}'
    expect(
      mistakes(text),
    ).toBe(`a.json:2:1: expected a Kubernetes object, found a number at /items/0 [source-item]
a.json:3:1: a Kubernetes object without 'kind' at /items/1 [source-item]
a.json:4:1: a Pod without 'apiVersion' at /items/2 [source-item]
a.json:5:28: expected a Kubernetes object, found a text at /items/3/items/0 [source-item]`)
  })

  test('what kubectl got instead of objects is an error', () => {
    expect(
      mistakes({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'pods is forbidden' }),
    ).toContain('the API server refused the request: pods is forbidden')
    expect(mistakes({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', rows: [] })).toContain(
      'a table for display',
    )
  })

  test('an empty typed list covers its type', () => {
    const [document] = documents({ apiVersion: 'v1', kind: 'PodList', items: [] })
    expect(document && readDocument(document)).toEqual({
      source: 'kubernetes',
      isItemwise: true,
      gaps: [],
      resources: [],
      coveredTypes: ['v1/Pod'],
      warnings: [],
    })
  })
})

const rule = {
  id: 'r1',
  direction: 'inbound',
  protocol: 'tcp',
  port_min: 22,
  port_max: 22,
  remote: { cidr_block: '10.0.0.0/8' },
}
const group = { id: 'g1', name: 'vsi-sg', rules: [rule], targets: [], vpc: { id: 'v1' } }

describe('ibm-is', () => {
  test.each([
    ['SecurityGroup', 'security_groups', group],
    ['SecurityGroup', 'security_groups', { id: 'g1', rules: [], targets: [] }],
    ['SecurityGroup', 'security_groups', { id: 'g1', rules: [rule] }],
    [
      'SecurityGroup',
      'security_groups',
      { id: 'g1', href: 'https://eu-de.iaas.cloud.ibm.com/v1/security_groups/g1' },
    ],
    ['NetworkACL', 'network_acls', { id: 'a1', rules: [{ ...rule, action: 'allow' }], subnets: [] }],
    ['NetworkACL', 'network_acls', { id: 'a1', rules: [], subnets: [], vpc: {} }],
    ['Subnet', 'subnets', { id: 's1', ipv4_cidr_block: '10.0.0.0/24' }],
    ['Subnet', 'subnets', { id: 's1', resource_type: 'subnet' }],
    ['FloatingIP', 'floating_ips', { id: 'f1', address: '192.0.2.1', status: 'available' }],
    ['Instance', 'instances', { id: 'i1', vpc: {}, network_interfaces: [] }],
    ['Instance', 'instances', { id: 'i1', resource_type: 'instance' }],
    ['VPNServer', 'vpn_servers', { id: 'p1', port: 443, protocol: 'udp', security_groups: [], subnets: [] }],
    ['VPNGateway', 'vpn_gateways', { id: 'w1', resource_type: 'vpn_gateway', connections: [] }],
    ['LoadBalancer', 'load_balancers', { id: 'l1', hostname: 'x', operating_status: 'online' }],
    ['VPC', 'vpcs', { id: 'v1', resource_type: 'vpc' }],
    ['PublicGateway', 'public_gateways', { id: 'pg1', resource_type: 'public_gateway' }],
    ['EndpointGateway', 'endpoint_gateways', { id: 'e1', resource_type: 'endpoint_gateway' }],
    ['RoutingTable', 'routing_tables', { id: 't1', resource_type: 'routing_table' }],
    ['Volume', 'volumes', { id: 'd1', capacity: 100, encryption: 'provider_managed', iops: 3000 }],
  ])('%s is recognised alone, in a bare list and under %s', (type, list, item) => {
    const expected = [`ibm.is/${type} ${item.id}`]
    expect(found(item)).toEqual(expected)
    expect(found([item])).toEqual(expected)
    expect(found({ [list]: [item], limit: 50 })).toEqual(expected)
  })

  test('a dump of an account gives its resources, clusters and their workers', () => {
    const workers = [{ id: 'w1', kubeVersion: {}, flavor: 'bx2.4x16', networkInterfaces: [] }]
    const [document] = documents(
      {
        vpcs: [],
        security_groups: [group],
        iks_clusters: [{ id: 'c1', name: 'prod', masterKubeVersion: '1.29', WorkerNodes: workers }],
        floating_ips: [],
      },
      { account: 'a1' },
    )
    const reading = document && readDocument(document)
    expect(reading?.resources.map(({ type, id, name, subject }) => ({ type, id, name, subject }))).toEqual([
      { type: 'ibm.is/SecurityGroup', id: 'g1', name: 'vsi-sg', subject: { account: 'a1' } },
      { type: 'ibm.ks/Cluster', id: 'c1', name: 'prod', subject: { account: 'a1' } },
      { type: 'ibm.ks/Worker', id: 'w1', name: 'w1', subject: { account: 'a1', cluster: 'prod' } },
    ])
    expect(reading?.coveredTypes).toEqual([
      'ibm.is/SecurityGroup',
      'ibm.ks/Cluster',
      'ibm.ks/Worker',
      'ibm.is/VPC',
      'ibm.is/FloatingIP',
    ])
    expect(reading?.resources[2]?.locate('/flavor')).toEqual(
      document?.locate('/iks_clusters/0/WorkerNodes/0/flavor'),
    )
  })

  test('a dump of clusters alone is read', () => {
    expect(found({ iks_clusters: [{ id: 'c1', masterKubeVersion: '1.29' }] })).toEqual(['ibm.ks/Cluster c1'])
    expect(found({ iks_clusters: [{ id: 'c1' }] }, 'ibm-is')).toEqual(['ibm.ks/Cluster c1'])
  })

  test('a page that is not the last one gives a warning, and so does a list that is not read', () => {
    const [document] = documents({
      security_groups: [group],
      next: { href: '…' },
      dedicated_hosts: [{ id: 'x' }],
    })
    expect((document && readDocument(document).warnings)?.map(formatDiagnostic).join('\n')).toMatch(
      /^a\.json:1:\d+: warning: one page of several: not all resources are in this file \[source-incomplete\]\n.*\na\.json:1:\d+: warning: the list 'dedicated_hosts' is not read \[source-unread\]/,
    )
  })

  test('an item that nobody recognises is an error, not skipped', () => {
    expect(mistakes([group, { foo: 1 }, 7]).match(/^a.*$/gm)).toEqual([
      expect.stringMatching(/ibm-is knows no resource of this shape at \/1 \[source-item\]$/),
      expect.stringMatching(/expected an object, found a number at \/2 \[source-item\]$/),
    ])
    expect(mistakes({ security_groups: [group, null], subnets: {} }).match(/^a.*$/gm)).toEqual([
      expect.stringMatching(/expected an object, found null at \/security_groups\/1 \[source-item\]$/),
      expect.stringMatching(
        /expected a list of ibm.is\/Subnet, found an object at \/subnets \[source-item\]$/,
      ),
    ])
    expect(mistakes({ subnets: [{ ipv4_cidr_block: '10.0.0.0/8' }] })).toContain(
      "ibm.is/Subnet without 'id' or 'name'",
    )
  })

  test('rules of other clouds are not taken for security groups', () => {
    expect(mistakes([{ id: 1, rules: [{ direction: 'ingress', ethertype: 'IPv4' }] }])).toContain(
      'no source recognises',
    )
    expect(mistakes({ images: [{ Repository: 'x' }] })).toContain('no source recognises')
    expect(mistakes([rule])).toContain('no source recognises')
  })
})

describe('ibm-ks, ibm-cbr, ibm-tg', () => {
  test.each([
    [
      'ibm.ks/Cluster c1',
      { id: 'c1', name: 'prod', masterKubeVersion: '1.29.2_1528', vlans: [], workerCount: 3, isPaid: true },
    ],
    [
      'ibm.ks/Worker w1',
      { id: 'w1', kubeVersion: '1.29', machineType: 'b3c.4x16', privateVlan: '1', state: 'normal' },
    ],
    [
      'ibm.ks/Worker w2',
      { id: 'w2', kubeVersion: { actual: '1.29' }, flavor: 'bx2.4x16', lifecycle: {}, networkInterfaces: [] },
    ],
    [
      'ibm.ks/WorkerPool p1',
      {
        id: 'p1',
        name: 'default',
        sizePerZone: 2,
        machineType: 'b3c.4x16',
        zones: [{ id: 'dal10', privateVlan: '1' }],
      },
    ],
    [
      'ibm.ks/WorkerPool p2',
      { id: 'p2', poolName: 'default', flavor: 'bx2.4x16', vpcID: 'v', workerCount: 2, zones: [] },
    ],
    ['ibm.cbr/Rule r1', { id: 'r1', contexts: [], resources: [], enforcement_mode: 'enabled' }],
    [
      'ibm.cbr/Zone z1',
      { id: 'z1', name: 'office', addresses: [{ type: 'subnet', value: '192.0.2.0/24' }], excluded: [] },
    ],
    [
      'ibm.tg/Connection t1',
      { id: 't1', name: 'vpc', network_type: 'vpc', network_id: 'crn:…', status: 'attached' },
    ],
  ])('%s is recognised alone and in a list', (expected, item) => {
    expect(found(item)).toEqual([expected])
    expect(found([item])).toEqual([expected])
  })

  test('responses name their lists', () => {
    expect(
      found({ connections: [{ id: 't1', network_type: 'vpc', status: 'attached' }], limit: 50 }),
    ).toEqual(['ibm.tg/Connection t1'])
    expect(found({ count: 1, rules: [{ id: 'r1', contexts: [], resources: [] }] })).toEqual([
      'ibm.cbr/Rule r1',
    ])
  })

  test('the allow-list of a private endpoint is named by its subject', () => {
    const allowlist = { enabled: true, subnets: ['192.0.2.0/24'] }
    const [document] = documents(allowlist, { cluster: 'prod' })
    expect(
      (document === undefined ? [] : resourcesIn(document)).map(({ type, id }) => `${type} ${id}`),
    ).toEqual(['ibm.ks/PrivateEndpointAllowlist prod'])
    expect(found(allowlist)).toEqual(['ibm.ks/PrivateEndpointAllowlist private-endpoint-allowlist'])
  })
})

describe('json', () => {
  test('each element of a list, or the one value, is a resource of the given type', () => {
    const items = [{ id: 'a', name: 'A' }, { metadata: { name: 'b' } }, { name: 'c' }, { id: 4 }, 'e']
    expect(found(items, 'json:example.com/Thing')).toEqual([
      'example.com/Thing a',
      'example.com/Thing b',
      'example.com/Thing c',
      'example.com/Thing 4',
      'example.com/Thing 4',
    ])
    expect(found({ enabled: true }, 'json:x/Y')).toEqual(['x/Y a.json'])
    expect(found('{"id":"a"}\n{"id":"b"}', 'json:x/Y')).toEqual(['x/Y a', 'x/Y b'])
  })

  test('an empty list covers the type that it was said to list', () => {
    const [document] = documents([])
    expect(document && readDocument(document, 'json:ibm.is/FloatingIP').coveredTypes).toEqual([
      'ibm.is/FloatingIP',
    ])
  })
})

describe('which source', () => {
  test('no two sources accept what one of them reads', () => {
    const documentsOfAll = [
      group,
      [group],
      { rules: [], count: 0 },
      { zones: [], count: 0 },
      { connections: [] },
      { vpcs: [] },
    ]
    for (const data of documentsOfAll) {
      const [document] = documents(data)
      expect(sources.filter((source) => document && source.accepts(document))).toHaveLength(1)
    }
  })

  test('what nobody recognises names every source', () => {
    expect(
      mistakes({ foo: 1 }),
    ).toBe(`a.json:1:1: no source recognises an object of this shape [source-unknown]
  say what it is with --as <source>, or --as json:<type>; sources: ${sources.map(({ name }) => name).join(', ')}`)
  })

  test('an empty list asks for the type of which there is none', () => {
    expect(mistakes([])).toBe(`a.json:1:1: an empty list does not tell what it lists [source-unknown]
  name the type of which there is none: --as json:ibm.is/FloatingIP`)
  })

  test('text that a command wrote instead of an export is told so', () => {
    const [document] = parse('pods.yaml', 'No resources found in default namespace.\n')
    expect(() => document && readDocument(document)).toThrow('plain text, not an export [source-unknown]')
  })

  test('a source can be forced, and then says what it cannot read', () => {
    expect(mistakes(group, 'kubernetes')).toContain("a Kubernetes object without 'kind'")
    expect(mistakes(7, 'ibm-is')).toContain('expected an object, found a number')
    expect(mistakes({}, 'ibm-ks')).toContain('ibm-ks knows no resource of this shape')
  })

  test('a misspelt source suggests the right one', () => {
    expect(mistakes({}, 'kubernets')).toMatch(
      /^unknown source 'kubernets' \[source-unknown\]\n {2}did you mean 'kubernetes'\?/,
    )
    expect(mistakes({}, 'json')).toMatch(/^'json' needs a type/)
  })

  test('keys named after prototype members do no harm', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"kind": "Pod"}, "constructor": [], "toString": {"items": []}}',
    ) as unknown
    expect(mistakes(hostile)).toContain('no source recognises')
    expect(mistakes([hostile], 'kubernetes')).toContain('expected a Kubernetes object, found a list')
  })
})

test.each(['apiVersion', 'kind', 'metadata', 'items', 'id', 'crn', 'RequestId', 'Response'])(
  'a document whose %s is an object that names methods is not recognised, and stops nothing',
  (key) => {
    const whole = { apiVersion: 'policytest.dev/v1', kind: 'Unknown' }
    expect(mistakes({ ...whole, [key]: { toString: 1, valueOf: 1 } })).toContain('no source recognises')
  },
)
