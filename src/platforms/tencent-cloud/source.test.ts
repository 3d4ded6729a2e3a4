import { describe, expect, test } from 'vitest'
import { InputError } from '../../runtime/input-error.js'
import type { Document, Subject } from '../../runtime/model/index.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { parse, readDocument } from '../reading.fixture.js'
import { tencent } from './source.js'

function documentOf(data: unknown, subject: Subject = {}): Document {
  const [document] = parse('a.json', JSON.stringify(data), { subject })
  if (document === undefined) throw new Error('no document')
  return document
}

function found(data: unknown, subject: Subject = {}): string[] {
  return readDocument(documentOf(data, subject)).resources.map(
    ({ type, id, name }) => `${type} ${id} ${name}`,
  )
}

function warningsOf(data: unknown, subject: Subject = {}): string[] {
  return readDocument(documentOf(data, subject)).warnings.map(formatDiagnostic)
}

function mistakes(data: unknown): string {
  try {
    return found(data).join()
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

const group = { SecurityGroupId: 'sg-05bb4upy', SecurityGroupName: 'demo', ProjectId: '0', TagSet: [] }
const statistics = { SecurityGroupId: 'sg-05bb4upy', CDB: 0, CVM: 1, ENI: 1, SG: 2, CLB: 1, TotalCount: 3 }
const server = {
  InstanceId: 'ins-9bxebleo',
  InstanceName: 'web',
  VirtualPrivateCloud: { VpcId: 'vpc-g7wzcv7n' },
}
const cluster = { ClusterId: 'cls-ayzfpv5c', ClusterName: 'prod', ClusterNetworkSettings: { Subnets: null } }
const node = { InstanceId: 'ins-wggphft5', InstanceRole: 'WORKER', LanIP: '10.0.39.19' }
const rule = { PolicyIndex: 0, Protocol: 'tcp', Port: '22', CidrBlock: '10.0.0.0/8', Action: 'ACCEPT' }
const rules = { Version: '8', Ingress: [rule], Egress: [] }
const endpoints = {
  CertificationAuthority: '',
  ClusterExternalEndpoint: '12.34.56.78',
  ClusterIntranetEndpoint: '10.0.0.1',
  ClusterExternalACL: ['10.0.0.0/24'],
}

describe('lists', () => {
  test.each([
    ['tencent.vpc/SecurityGroup sg-05bb4upy demo', { SecurityGroupSet: [group] }],
    [
      'tencent.vpc/SecurityGroupAssociationStatistics sg-05bb4upy sg-05bb4upy',
      { SecurityGroupAssociationStatisticsSet: [statistics] },
    ],
    ['tencent.vpc/Vpc vpc-1 prod', { VpcSet: [{ VpcId: 'vpc-1', VpcName: 'prod' }] }],
    ['tencent.vpc/Subnet subnet-1 nodes', { SubnetSet: [{ SubnetId: 'subnet-1', SubnetName: 'nodes' }] }],
    ['tencent.cvm/Instance ins-9bxebleo web', { InstanceSet: [server] }],
    ['tencent.tke/Cluster cls-ayzfpv5c prod', { Clusters: [cluster] }],
    ['tencent.tke/ClusterInstance ins-wggphft5 ins-wggphft5', { InstanceSet: [node] }],
  ])('%s with and without the wrappers', (expected, answer) => {
    const items = Object.values(answer)[0]
    const forms = [
      { Response: { ...answer, RequestId: 'r' } },
      { ...answer, RequestId: 'r' },
      answer,
      items,
      items?.[0],
    ]
    expect(forms.map((form) => found(form))).toEqual(forms.map(() => [expected]))
  })

  test('a place inside an item is the place in the file', () => {
    const text = '{"Response": {"InstanceSet": [\n  {"InstanceId": "ins-1",\n   "InstanceRole": "WORKER"}]}}'
    const [document] = parse('a.json', text)
    const [resource] = document ? readDocument(document).resources : []
    expect(resource?.locate('/InstanceRole').start).toEqual({ line: 3, column: 20 })
  })

  test('an empty list covers its type, when the rest of the answer vouches for it', () => {
    const covered = (data: unknown) => readDocument(documentOf(data)).coveredTypes
    expect(covered({ SecurityGroupSet: [], TotalCount: 0, RequestId: 'r' })).toEqual([
      'tencent.vpc/SecurityGroup',
    ])
    expect(tencent.accepts(documentOf({ Clusters: [] }))).toBe(false)
  })

  test('an empty InstanceSet covers nothing: it may be of virtual machines or of nodes', () => {
    const answer = { InstanceSet: [], TotalCount: 0, RequestId: 'r' }
    expect(readDocument(documentOf(answer)).coveredTypes).toEqual([])
    expect(warningsOf(answer)).toEqual([
      `a.json:1:16: warning: an empty InstanceSet does not tell whether it lists virtual machines or nodes of a cluster [source-empty]
  nothing is taken to be covered by it; leave the file out`,
    ])
  })

  test('a page that is not all is a warning', () => {
    expect(warningsOf({ Response: { SecurityGroupSet: [group], TotalCount: 3, RequestId: 'r' } })).toEqual([
      `a.json:1:33: warning: one page of several: 1 of 3 are in this file [source-incomplete]
  export the others too, with --Offset and --Limit; a policy cannot judge what is missing`,
    ])
    expect(warningsOf({ SecurityGroupSet: [group], TotalCount: 1 })).toEqual([])
  })

  test('lists that no kind is known of are named', () => {
    expect(warningsOf({ SecurityGroupSet: [group], AddressSet: [{ AddressId: 'eip-1' }] })).toEqual([
      expect.stringMatching(/^a\.json:1:\d+: warning: the list 'AddressSet' is not read \[source-unread\]/),
    ])
  })

  test('every item that cannot be read is named with its place', () => {
    expect(mistakes({ Clusters: [cluster, 7, { ClusterNetworkSettings: {} }] })).toMatch(
      /^a\.json:1:\d+: expected an object, found a number at \/Clusters\/1 \[source-item\]\na\.json:1:\d+: tencent\.tke\/Cluster without 'ClusterId' at \/Clusters\/2 \[source-item\]$/,
    )
  })
})

describe('what an export does not say of itself', () => {
  test('rules are of the group that the subject names; their places are those of the rule set', () => {
    for (const [form, pointer] of [
      [{ Response: { SecurityGroupPolicySet: rules } }, '/Response/SecurityGroupPolicySet/Ingress/0'],
      [{ SecurityGroupPolicySet: rules, RequestId: 'r' }, '/SecurityGroupPolicySet/Ingress/0'],
      [rules, '/Ingress/0'],
    ] as const) {
      const document = documentOf(form, { securityGroup: 'sg-nodes' })
      const { resources, warnings } = readDocument(document)
      expect(resources.map(({ type, id, data, subject }) => ({ type, id, data, subject }))).toEqual([
        {
          type: 'tencent.vpc/SecurityGroupPolicySet',
          id: 'sg-nodes',
          data: rules,
          subject: { securityGroup: 'sg-nodes' },
        },
      ])
      expect(resources[0]?.locate('/Ingress/0')).toEqual(document.locate(pointer))
      expect(warnings).toEqual([])
    }
  })

  test('rules without a subject are named after their file, with a warning', () => {
    expect(found({ SecurityGroupPolicySet: rules })).toEqual([
      'tencent.vpc/SecurityGroupPolicySet a.json a.json',
    ])
    expect(warningsOf({ SecurityGroupPolicySet: rules })).toEqual([
      `a.json:1:27: warning: tencent.vpc/SecurityGroupPolicySet does not say which security group it is: policies that join it cannot judge it [source-subject]
  say it in snapshot.yaml or the config: subject: {securityGroup: sg-…}`,
    ])
  })

  test('nodes and endpoints need the name of their cluster', () => {
    expect(warningsOf({ InstanceSet: [node] })).toEqual([
      expect.stringContaining('subject: {cluster: cls-…}'),
    ])
    const nodes = documentOf({ InstanceSet: [node] }, { cluster: 'cls-a' })
    const { resources, warnings } = readDocument(nodes)
    expect(resources.map(({ id, name, namespace }) => ({ id, name, namespace }))).toEqual([
      { id: 'cls-a/ins-wggphft5', name: 'ins-wggphft5', namespace: 'cls-a' },
    ])
    expect(warnings).toEqual([])
    expect(found({ Response: endpoints }, { cluster: 'cls-a' })).toEqual([
      'tencent.tke/ClusterEndpoints cls-a cls-a',
    ])
    expect(warningsOf(endpoints)).toEqual([
      expect.stringContaining('tencent.tke/ClusterEndpoints does not say'),
    ])
  })
})

test('a refused request is an error, not an empty export', () => {
  const refusal = { Code: 'UnauthorizedOperation', Message: 'you are not authorized' }
  expect(mistakes({ Response: { Error: refusal, RequestId: 'r' } })).toBe(
    `a.json:1:22: the API refused the request: you are not authorized [source-item]
  export it again with sufficient rights`,
  )
})

test.each([
  [null],
  [{}],
  [[]],
  [{ Response: {} }],
  [{ Response: null }],
  [{ InstanceSet: 'x' }],
  [{ SecurityGroupPolicySet: { Ingress: {} } }],
  [{ Ingress: [1] }],
  [{ Error: { Code: 'x' } }],
])('%j is not of Tencent Cloud', (data) => {
  expect(tencent.accepts(documentOf(data))).toBe(false)
})
