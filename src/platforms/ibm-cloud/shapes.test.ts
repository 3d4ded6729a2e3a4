import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { parse, readDocument, sources } from '../reading.fixture.js'

const folder = 'testdata/exports/ibm-cloud'
const subject = { cluster: 'shop' }

/** What becomes of a file, and where each pointer into it stands. */
function reading(file: string, as?: string) {
  const [document] = parse(file, readFileSync(`${folder}/${file}`, 'utf8'), { subject })
  if (document === undefined) throw new Error(`${file} has no document`)
  const { source, resources, warnings } = readDocument(document, as)
  const accepting = sources.filter((each) => each.accepts(document)).map(({ name }) => name)
  return { source, resources, warnings: warnings.map(formatDiagnostic), accepting }
}

/** The text at the place of a pointer into the first resource. */
function placeOf(file: string, pointer: string): string {
  const { start, end } = reading(file).resources[0]?.locate(pointer) ?? expect.fail()
  const lines = readFileSync(`${folder}/${file}`, 'utf8').split('\n')
  return (lines[start.line - 1] ?? '').slice(
    start.column - 1,
    end.line === start.line ? end.column - 1 : undefined,
  )
}

const group = '11111111-2222-4333-8444-555555555555'
const target = '66666666-7777-4888-8999-aaaaaaaaaaaa'

/** Every file of the folder, as the source that reads it and no other understands it. */
const shapes: Readonly<Record<string, readonly [source: string, ...resources: string[]]>> = {
  'access-group-users-iks-admins.json': ['ibm-iam', 'ibm.iam/AccessGroupMember IBMid-100'],
  'access-groups.json': ['ibm-iam', `ibm.iam/AccessGroup AccessGroupId-${group}`],
  'account-show.json': ['ibm-account', 'ibm.account/Account 0123456789abcdef0123456789abcdef'],
  'account.txt': ['ibm-text', 'ibm.account/Account 0123456789abcdef0123456789abcdef'],
  'albs-answer.json': [
    'ibm-ks',
    'ibm.ks/ClusterIngress co1234567890abcdef12',
    'ibm.ks/ALB private-crco1234567890abcdef12-alb1',
  ],
  'albs-shop.json': ['ibm-ks', 'ibm.ks/ALB public-crc1aaaaaa0bbbbbbbbbb0-alb1'],
  'allowlist-shop.json': ['ibm-ks', 'ibm.ks/PrivateEndpointAllowlist shop'],
  'allowlist-shop.txt': ['ibm-allowlist', 'ibm.ks/PrivateEndpointAllowlist shop'],
  'assessment-status.json': ['ibm-va', 'ibm.va/Assessment us.icr.io/birds/bluebird:1'],
  'assessments-of-command.json': ['ibm-va', 'ibm.va/Assessment us.icr.io/birds/bluebird:1'],
  'assessments.json': ['ibm-va', 'ibm.va/Assessment us.icr.io/birds/bluebird:1'],
  'audit-webhook-shop.txt': ['ibm-text', 'ibm.ks/AuditWebhook shop'],
  'audit-webhook.json': ['ibm-ks', 'ibm.ks/AuditWebhook shop'],
  'ca-shop.json': ['ibm-ks', 'ibm.ks/CaCertificate shop'],
  'ca-status-shop.txt': ['ibm-text', 'ibm.ks/CaStatus shop'],
  'classic-group-1869708.json': ['ibm-sl', 'ibm.sl/SecurityGroup 1869708'],
  'classic-groups.json': ['ibm-sl', 'ibm.sl/SecurityGroup 1869708'],
  'cluster-groups-shop.json': [
    'ibm-ks',
    `ibm.ks/SecurityGroup r006-${group}`,
    `ibm.ks/SecurityGroup r006-${target}`,
  ],
  'configmaps.txt': ['kubernetes-summary', 'kubernetes/ConfigMapSummary kube-system/cluster-info'],
  'event-routes.json': ['ibm-atracker', `ibm.atracker/Route ${group}`],
  'event-settings.json': ['ibm-atracker', 'ibm.atracker/Settings settings'],
  'event-targets.json': ['ibm-atracker', `ibm.atracker/Target ${target}`],
  'images-by-digest.json': [
    'ibm-cr',
    'ibm.cr/Image sha256:11ab001ab10011cd1000101cd0101010001ab111100cd00ab1119f3de21ba0cd',
    'ibm.cr/Image sha256:22ab001ab10011cd1000101cd0101010001ab111100cd00ab1119f3de21ba0cd',
  ],
  'images-flat.json': [
    'ibm-cr',
    'ibm.cr/Image sha256:11ab001ab10011cd1000101cd0101010001ab111100cd00ab1119f3de21ba0cd',
    'ibm.cr/Image 22ab001ab100',
  ],
  'images-list.json': ['ibm-cr', 'ibm.cr/Image sha256:22ef'],
  'ingress-instances-shop.json': [
    'ibm-ks',
    'ibm.ks/IngressInstance crn:v1:bluemix:public:secrets-manager:us-south:a/0123:22222222-3333-4444-8555-666666666666::',
  ],
  'ingress-lb-shop.json': ['ibm-ks', 'ibm.ks/IngressLoadBalancer co1234567890abcdef12/public'],
  'ingress-secrets-shop.json': [
    'ibm-ks',
    'ibm.ks/IngressSecret default/shop-0000',
    'ibm.ks/IngressSecret shop/shop-0000',
  ],
  'logging-shop.json': ['ibm-ks', `ibm.ks/LoggingConfig ${group}`],
  'nlb-dns-shop.json': [
    'ibm-ks',
    'ibm.ks/NlbDns shop-0000.eu-de.containers.appdomain.cloud',
    'ibm.ks/NlbDns shop-0001.us-south.containers.appdomain.cloud',
  ],
  'pod-security-shop.json': ['ibm-pod-security', 'ibm.ks/PodSecurity shop'],
  'policies-group-iks-admins.json': ['ibm-iam', 'ibm.iam/Policy 12345678-abcd-1a2b-a1b2-1234567890ab'],
  'policies-v2.json': ['ibm-iam', 'ibm.iam/Policy 22345678-abcd-1a2b-a1b2-1234567890ab'],
  'registry-namespace-details.json': ['ibm-cr', 'ibm.cr/Namespace birds'],
  'secrets-manager.json': [
    'ibm-secrets-manager',
    'ibm.secrets-manager/Secret 77777777-8888-4999-8aaa-bbbbbbbbbbbb',
  ],
  'secrets.txt': [
    'kubernetes-summary',
    'kubernetes/SecretSummary default/shop-0000',
    'kubernetes/SecretSummary kube-system/default-token-abcde',
    'kubernetes/SecretSummary shop/all-icr-io',
    'kubernetes/SecretSummary shop/odd',
  ],
  'vlan-spanning-eu-de.json': ['ibm-ks', 'ibm.ks/VlanSpanning vlan-spanning'],
}

test.each(Object.entries(shapes))('%s is read by one source', (file, [source, ...resources]) => {
  const read = reading(file)
  expect([read.source, ...read.resources.map(({ type, id }) => `${type} ${id}`)]).toEqual([
    source,
    ...resources,
  ])
  // one that narrows another is asked first
  expect(read.accepting.filter((name) => name !== 'kubernetes')).toEqual([source])
})

test('every file of the folder is known', () => {
  const files = readdirSync(folder).filter((file) => file !== 'snapshot.yaml')
  expect(Object.keys(shapes).concat('registry-namespaces.json').sort()).toEqual(files.sort())
})

test.each(Object.keys(shapes).filter((file) => file.endsWith('.json')))(
  '%s is read alone, in a list and not with its items nameless',
  (file) => {
    const { source, resources } = reading(file)
    for (const { data, type } of resources) {
      const raw = type === 'ibm.va/Assessment' || source === 'ibm-pod-security' ? undefined : data
      if (raw === undefined) continue
      const [document] = parse('one.json', JSON.stringify([raw]), { subject })
      expect(document && readDocument(document).resources.map((each) => each.type)).toContain(type)
    }
  },
)

test('names of registry namespaces are read where the snapshot says what they are', () => {
  expect(() => reading('registry-namespaces.json')).toThrow('no source recognises a list of this shape')
  const { resources } = reading('registry-namespaces.json', 'ibm-cr-namespaces')
  expect(resources.map(({ type, id, data }) => [type, id, data])).toEqual([
    ['ibm.cr/Namespace', 'birds', { name: 'birds' }],
    ['ibm.cr/Namespace', 'birds2', { name: 'birds2' }],
  ])
})

test('text becomes the fields of the JSON of the same thing, each with its line', () => {
  expect(reading('ca-status-shop.txt').resources[0]?.data).toEqual({
    status:
      'CA certificate creation complete. Ensure that your worker nodes are reloaded before you start a CA certificate rotation.',
    actionTriggerDate: '2024-08-30T16:17:56+0000',
    actionCompletedDate: '2024-08-30T16:21:13+0000',
  })
  expect(placeOf('ca-status-shop.txt', '/actionTriggerDate')).toBe(
    'Action Started:     2024-08-30T16:17:56+0000',
  )
  expect(reading('account.txt').resources[0]?.data).toEqual({
    account_id: '0123456789abcdef0123456789abcdef',
    currently_targeted: true,
    ims_account_id: '1001234',
    vrf_enabled: true,
    service_endpoint_enabled: true,
  })
  expect(reading('audit-webhook-shop.txt').resources[0]?.data).toEqual({
    auditServer:
      'https://127.0.0.1:2040/api/v1/namespaces/default/services/ibmcloud-kube-audit-service/proxy/post',
    policy: 'default',
  })
})

test('a policy of version 2 has the fields of version 1, with their places', () => {
  expect(reading('policies-v2.json').resources[0]?.data).toMatchObject({
    subjects: [{ attributes: [{ name: 'iam_id', operator: 'stringEquals', value: 'IBMid-100' }] }],
    roles: [{ role_id: 'crn:v1:bluemix:public:iam::::role:Operator' }],
    resources: [
      {
        attributes: [
          { name: 'serviceName', operator: 'stringEquals', value: 'containers-kubernetes' },
          { name: 'accountId', operator: 'stringEquals', value: '0123' },
        ],
        tags: [{ name: 'env', operator: 'stringEquals', value: 'prod' }],
      },
    ],
    pattern: 'time-based-conditions:weekly:custom-hours',
    rule: { operator: 'and' },
  })
  const role = '{"role_id": "crn:v1:bluemix:public:iam::::role:Operator"}'
  expect(placeOf('policies-v2.json', '/roles/0')).toBe(role)
  expect(placeOf('policies-v2.json', '/resources/0/attributes/0/value')).toBe('"containers-kubernetes"')
  expect(placeOf('policies-v2.json', '/resources/0/attributes/0/name')).toBe('"serviceName"')
  expect(placeOf('policies-v2.json', '/subjects/0/attributes/0/value')).toBe('"IBMid-100"')
})

test('the allow-list is one list, of the API and of the text, with the place of each network', () => {
  expect(reading('allowlist-shop.json').resources[0]?.data).toEqual({
    actualCSEACLList: { customAclEntries: ['10.10.0.0/16'], systemAclEntries: ['192.168.32.0/22'] },
    desiredCSEACLList: { customAclEntries: ['10.10.0.0/16'], systemAclEntries: ['192.168.32.0/22'] },
    enabled: true,
    subnets: ['10.10.0.0/16', '192.168.32.0/22'],
  })
  expect(placeOf('allowlist-shop.json', '/subnets/1')).toBe('"192.168.32.0/22"')
  expect(reading('allowlist-shop.txt').resources[0]?.data).toEqual({
    enabled: true,
    subnets: ['10.10.0.0/16', '10.20.0.4', '192.168.32.0/22'],
  })
  expect(placeOf('allowlist-shop.txt', '/subnets/2')).toBe('Managed subnets:  192.168.32.0/22')
})

test('images have the fields of the API, however they are printed; the worst of their tags counts', () => {
  expect(reading('images-by-digest.json').resources.map(({ data }) => data)).toMatchObject([
    {
      RepoDigests: [
        'us.icr.io/birds/bluebird@sha256:11ab001ab10011cd1000101cd0101010001ab111100cd00ab1119f3de21ba0cd',
      ],
      RepoTags: ['us.icr.io/birds/bluebird:1', 'us.icr.io/birds/bluebird:2'],
      Vulnerable: 'true',
      VulnerabilityCount: 2,
      ConfigurationIssueCount: 1,
      IssueCount: 3,
      ExemptIssueCount: 0,
    },
    {
      RepoDigests: [
        'us.icr.io/birds/wren@sha256:22ab001ab10011cd1000101cd0101010001ab111100cd00ab1119f3de21ba0cd',
      ],
      RepoTags: [],
    },
  ])
  expect(reading('images-flat.json').resources.map(({ data }) => data)).toMatchObject([
    { RepoTags: ['us.icr.io/birds/bluebird:1'], Vulnerable: 'true', IssueCount: 3 },
    { RepoDigests: [], RepoTags: ['us.icr.io/birds/wren:latest'], Vulnerable: 'Scanning' },
  ])
})

test.each([
  ['{"defaults": {"enforce": "baseline"}}', ''],
  ['{"podSecurity": {"defaults": {"enforce": "baseline"}}, "cluster": "c1"}', '/podSecurity'],
])('the settings of Pod Security are found where they are: %s', (text, path) => {
  const [document] = parse('a.json', text, { subject })
  const [resource] = document === undefined ? [] : readDocument(document).resources
  expect(resource?.data).toEqual({ defaults: { enforce: 'baseline' } })
  expect(resource?.locate('/defaults')).toEqual(document?.locate(`${path}/defaults`))
})

test.each([
  ['{"kind": "Pod", "apiVersion": "v1", "defaults": {"enforce": "baseline"}}', 'kubernetes'],
  ['{"kind": "X", "apiVersion": "x/v1", "spec": {"defaults": {"enforce": "baseline"}}}', 'kubernetes'],
])('an object of Kubernetes that only has such a member stays one: %s', (text, source) => {
  const [document] = parse('a.json', text)
  expect(document && readDocument(document).source).toBe(source)
})

test.each([
  [
    'account-show.json',
    'account-show.json:1:1: warning: ibm.account/Account Shop: whether VRF is enabled is not in this export [source-incomplete]\n  the text says it, the JSON does not: ibmcloud account show > account.txt',
  ],
  [
    'classic-groups.json',
    'classic-groups.json:1:2: warning: ibm.sl/SecurityGroup workers: the list of groups does not show their rules [source-incomplete]\n  ibmcloud sl securitygroup detail 1869708 --output json, for each group',
  ],
  [
    'assessments-of-command.json',
    'assessments-of-command.json:1:2: warning: ibm.va/Assessment us.icr.io/birds/bluebird:1: when the image was scanned is not in this export [source-incomplete]\n  only the API says it: GET https://REGION.icr.io/va/api/v4/report/account/status',
  ],
])('%s: what an export does not say is told, with the command that does', (file, warning) => {
  expect(reading(file).warnings).toEqual([warning])
})

test('JSON of the account tells VRF by whatever truth value has it in its name', () => {
  const [document] = parse('a.json', '{"account_id": "1", "ims_account_id": "2", "isVrfEnabled": false}')
  const reading = document && readDocument(document)
  expect([reading?.resources[0]?.data, reading?.warnings]).toEqual([
    { account_id: '1', ims_account_id: '2', isVrfEnabled: false, vrf_enabled: false },
    [],
  ])
})

test('the text of an allow-list that does not say whether it is in force has no such field', () => {
  const [document] = parse('a.txt', 'Allowlist of cluster shop\n10.0.0.0/8   added by user\n')
  const reading = document && readDocument(document)
  expect(reading?.resources[0]?.data).toEqual({ subnets: ['10.0.0.0/8'] })
  expect(reading?.warnings.map(({ message }) => message)).toEqual([
    'ibm.ks/PrivateEndpointAllowlist private-endpoint-allowlist: the text does not say whether the allow-list is in force',
  ])
})

test('of Secrets, names and types are known and nothing else', () => {
  const { resources } = reading('secrets.txt')
  expect(resources.map(({ data }) => data)[3]).toEqual({
    metadata: { namespace: 'shop', name: 'odd', creationTimestamp: '2024-01-01T00:00:00Z' },
    type: 'a type of two words',
  })
  expect(resources[3]?.namespace).toBe('shop')
  expect(resources[3]?.locate('/type').start).toEqual({ line: 5, column: 1 })
})

test('a row that does not fit its table is a mistake, and a table without rows is data', () => {
  const read = (text: string) => {
    const [document] = parse('a.txt', text)
    return document && readDocument(document)
  }
  expect(() => read('NAMESPACE  SECRET  CREATED  TYPE\nshop  a\n')).toThrow(
    'a.txt:2:1: expected the columns of the first line',
  )
  expect(read('NAMESPACE   SECRET   CREATED   TYPE\n')?.coveredTypes).toEqual(['kubernetes/SecretSummary'])
})
