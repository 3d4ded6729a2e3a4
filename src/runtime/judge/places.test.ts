import { describe, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parse, readDocument } from '../../platforms/reading.fixture.js'
import { timestamp } from '../cel/index.js'
import { compilePolicies } from '../compile/compile-policies.js'
import type { Finding, Resource } from '../model/index.js'
import { parsePolicyFile } from '../policies/index.js'
import { buildInventory } from './inventory.js'
import { judge } from './judge.js'
import { buildRedaction } from './redaction.js'

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  labels:
    app: web
    tier: front
  annotations:
    example.com/debug: "1"
    example.com/owner: nobody
spec:
  hostNetwork: true
  replicas: 3
  securityContext: {runAsUser: 0}
  hosts: [a.example.com, b.example.org]
  ports:
    - 80
    - 22
    - 443
  containers:
    - name: app
      image: registry.example.com/app:1.2
      args:
        - --log
      securityContext:
        privileged: false
        capabilities:
          add:
            - CHOWN
            - NET_RAW
    - name: proxy
      image: docker.io/proxy:latest
      args:
        - --insecure
        - --debug
      securityContext:
        privileged: true
        capabilities:
          add:
            - SYS_ADMIN
      ports: [{containerPort: 22, name: ssh}]
  volumes:
    - name: data
      hostPath:
        path: /etc
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selector: {app: shop}
  ports: [{port: 8080}]
---
apiVersion: v1
kind: Secret
metadata: {name: token, namespace: shop}
data:
  password: c2VjcmV0
  user: YWRtaW4=
lookup:
  c2VjcmV0: found
  other: other
`

const resources = parse('pod.yaml', pod).flatMap((d): readonly Resource[] => readDocument(d).resources)
const inventory = buildInventory(resources)
const redaction = buildRedaction(
  inventory,
  platforms.flatMap((platform) => platform.sensitive ?? []),
)
const params = { allowed: ['registry.example.com/'], required: ['app', 'owner'], most: 2 }

const variables = [
  ['containers', 'object.spec.containers'],
  ['added', 'variables.containers.map(c, c.securityContext.capabilities.add).flatten()'],
  ['open', 'object.spec.?hostNetwork.orValue(false)'],
  ['secure', '!variables.open'],
  ['images', 'object.spec.containers.map(c, c.image)'],
  ['broken', 'object.spec.securityContext.missing'],
]

const declared = `
    allowed: {type: array, items: {type: string}}
    required: {type: array, items: {type: string}}
    most: {type: integer}`

function findings(validation: string, type: string, scope = 'resource'): readonly Finding[] {
  const text = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  params: ${declared}
  match: {resources: [${type}], scope: ${scope}}
  variables:
${variables.map(([name, expression]) => `    - {name: ${name}, expression: ${JSON.stringify(expression)}}`).join('\n')}
  validations:
    - ${validation.replaceAll('\n', '\n      ')}
`
  const [parsed] = parsePolicyFile('policy.yaml', text)
  const [policy] = compilePolicies(parsed ? [{ policy: parsed, guidelines: [] }] : [], platforms)
  if (!policy) throw new Error('no policy')
  const resource = scope === 'inventory' ? undefined : resources.find((candidate) => candidate.type === type)
  const context = { params, inventory, now: timestamp(new Date('2026-01-01T00:00:00Z')), redaction }
  return judge(policy, resource, context).findings
}

const lines = pod.split('\n')

/** What a reader sees: the kind of finding, the pointer, and the line that it points at. */
function placed(validation: string, type = 'v1/Pod', scope?: string): readonly string[] {
  return findings(validation, type, scope).map(({ verdict, pointer, location }) => {
    const { file, start } = location
    const line = file === 'pod.yaml' ? lines[start.line - 1]?.trim() : 'the policy'
    return `${verdict} ${pointer}: ${line}`
  })
}

const whole = 'fail : apiVersion: v1'

/** Expressions that are false, or errors, with the place of the value that decided. */
const decided: readonly (readonly [expression: string, place: string])[] = [
  // Scalars.
  ['!object.spec.hostNetwork', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['object.spec.hostNetwork == false', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['false == object.spec.hostNetwork', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['object.spec["hostNetwork"] != true', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['object.spec.replicas <= params.most', 'fail /spec/replicas: replicas: 3'],
  ['params.most >= object.spec.replicas', 'fail /spec/replicas: replicas: 3'],
  ['object.spec.replicas * 2 + 1 < 5', 'fail /spec/replicas: replicas: 3'],
  ['-object.spec.replicas > 0', 'fail /spec/replicas: replicas: 3'],
  ['object.metadata.name.startsWith("prod-")', 'fail /metadata/name: name: web'],
  [
    'object.metadata.name.matches("^x") || object.metadata.namespace.endsWith("y")',
    'fail /metadata/name: name: web',
  ],
  ['"x".startsWith(object.metadata.namespace)', 'fail /metadata/namespace: namespace: shop'],
  ['size(object.metadata.name) > 5', 'fail /metadata/name: name: web'],
  ['object.metadata.name.upperAscii().contains("Q")', 'fail /metadata/name: name: web'],
  ['object.metadata.name in ["a", "b"]', 'fail /metadata/name: name: web'],
  ['object.metadata.name + "-" + object.metadata.namespace == "x"', 'fail /metadata/name: name: web'],
  // What is not there.
  ['has(object.spec.hostPID)', 'fail /spec: hostNetwork: true'],
  [
    'has(object.spec.securityContext.runAsNonRoot)',
    'fail /spec/securityContext: securityContext: {runAsUser: 0}',
  ],
  ['object.spec.?hostPID.orValue(false)', 'fail /spec: hostNetwork: true'],
  [
    'object.spec.?securityContext.?runAsNonRoot.orValue(false)',
    'fail /spec/securityContext: securityContext: {runAsUser: 0}',
  ],
  ['object.spec.?affinity.?nodeAffinity.hasValue()', 'fail /spec: hostNetwork: true'],
  [
    'object.spec.securityContext.?runAsUser.orValue(0) > 0',
    'fail /spec/securityContext/runAsUser: securityContext: {runAsUser: 0}',
  ],
  ['object.?spec.hosts[?7].hasValue()', 'fail /spec/hosts: hosts: [a.example.com, b.example.org]'],
  ['object.metadata.labels[?"owner"].orValue("") != ""', 'fail /metadata/labels: app: web'],
  ['object.spec.?priority.orValue(object.spec.replicas) == 1', 'fail /spec/replicas: replicas: 3'],
  ['has(object.spec)  && has(object.status)', 'fail : apiVersion: v1'],
  // Maps and their keys.
  ['object.metadata.labels.app == "shop"', 'fail /metadata/labels/app: app: web'],
  ['"owner" in object.metadata.labels', 'fail /metadata/labels: app: web'],
  ['!("tier" in object.metadata.labels)', 'fail /metadata/labels/tier: tier: front'],
  ['object.metadata.labels.all(k, k == "app")', 'fail /metadata/labels/tier: tier: front'],
  ['object.metadata.labels.all(k, v, v == "web")', 'fail /metadata/labels/tier: tier: front'],
  [
    'object.metadata.annotations.all(k, !k.contains("debug"))',
    'fail /metadata/annotations/example.com~1debug: example.com/debug: "1"',
  ],
  [
    '!object.metadata.annotations.exists(k, object.metadata.annotations[k] == "nobody")',
    'fail /metadata/annotations/example.com~1owner: example.com/owner: nobody',
  ],
  ['params.required.all(name, name in object.metadata.labels)', 'fail /metadata/labels: app: web'],
  ['object.metadata.labels.map(k, k).all(k, k != "tier")', 'fail /metadata/labels/tier: tier: front'],
  // Lists of scalars.
  ['!(22 in object.spec.ports)', 'fail /spec/ports/1: - 22'],
  ['8443 in object.spec.ports', 'fail /spec/ports: - 80'],
  ['object.spec.ports.all(p, p != 443)', 'fail /spec/ports/2: - 443'],
  ['object.spec.ports[0] == 8080', 'fail /spec/ports/0: - 80'],
  ['object.spec.ports[object.spec.ports.size() - 1] == 8080', 'fail /spec/ports/2: - 443'],
  ['object.spec.ports.min() > 1024', 'fail /spec/ports/1: - 22'],
  ['object.spec.ports.sort()[0] > 1024', 'fail /spec/ports/1: - 22'],
  ['object.spec.ports.filter(p, p < 100).size() == 0', 'fail /spec/ports/0: - 80'],
  ['object.spec.ports.filter(p, p < 100) == []', 'fail /spec/ports/0: - 80'],
  ['object.spec.ports.exists_one(p, p > 1000)', 'fail /spec/ports: - 80'],
  [
    'object.spec.hosts.all(h, h.endsWith(".com"))',
    'fail /spec/hosts/1: hosts: [a.example.com, b.example.org]',
  ],
  ['[22, 23].all(p, !(p in object.spec.ports))', 'fail /spec/ports/1: - 22'],
  // Lists of objects, and lists that the expression puts together.
  [
    'object.spec.containers.all(c, !c.securityContext.privileged)',
    'fail /spec/containers/1/securityContext/privileged: privileged: true',
  ],
  [
    '!object.spec.containers.exists(c, c.image.endsWith(":latest"))',
    'fail /spec/containers/1/image: image: docker.io/proxy:latest',
  ],
  ['object.spec.containers.all(c, has(c.ports))', 'fail /spec/containers/0: - name: app'],
  [
    'object.spec.containers.all(c, object.spec.volumes.exists(v, v.name == c.name))',
    'fail /spec/containers/0: - name: app',
  ],
  [
    'object.spec.containers.all(c, params.allowed.exists(a, c.image.startsWith(a)))',
    'fail /spec/containers/1/image: image: docker.io/proxy:latest',
  ],
  [
    'object.spec.containers.all(c, c.args.all(a, a != "--debug"))',
    'fail /spec/containers/1/args/1: - --debug',
  ],
  ['object.spec.containers.exists(c, c.name == "sidecar")', 'fail /spec/containers: - name: app'],
  [
    'object.spec.containers.filter(c, c.securityContext.privileged).size() < 1',
    'fail /spec/containers/1/securityContext/privileged: privileged: true',
  ],
  ['object.spec.containers.size() > 2', 'fail /spec/containers: - name: app'],
  ['object.spec.volumes == []', 'fail /spec/volumes: - name: data'],
  [
    'object.spec.containers.map(c, c.image).all(i, !i.endsWith(":latest"))',
    'fail /spec/containers/1/image: image: docker.io/proxy:latest',
  ],
  [
    '!("SYS_ADMIN" in object.spec.containers.map(c, c.securityContext.capabilities.add).flatten())',
    'fail /spec/containers/1/securityContext/capabilities/add/0: - SYS_ADMIN',
  ],
  [
    'object.spec.containers.map(c, c.args.map(a, a + "!")).flatten().all(a, a != "--debug!")',
    'fail /spec/containers/1/args/1: - --debug',
  ],
  [
    '(object.spec.ports + object.spec.hosts.map(h, size(h))).all(n, n != 13)',
    'fail /spec/hosts/0: hosts: [a.example.com, b.example.org]',
  ],
  ['[object.spec.replicas, object.metadata.name].all(v, v != "web")', 'fail /metadata/name: name: web'],
  [
    'object.spec.containers.sortBy(c, c.image)[0].image != "docker.io/proxy:latest"',
    'fail /spec/containers/1/image: image: docker.io/proxy:latest',
  ],
  ['object.spec.containers.all(i, c, i == 0)', 'fail /spec/containers/1: - name: proxy'],
  [
    'object.spec.containers.all(i, c, i == 0 || c.name != "proxy")',
    'fail /spec/containers/1/name: - name: proxy',
  ],
  // Logic: the first that decides, and what stands in it.
  [
    'object.spec.replicas == 3 && !object.spec.hostNetwork && has(object.spec.x)',
    'fail /spec/hostNetwork: hostNetwork: true',
  ],
  ['!has(object.spec.hostNetwork) || !object.spec.hostNetwork', 'fail /spec/hostNetwork: hostNetwork: true'],
  [
    '!has(object.spec.securityContext) || object.spec.securityContext.runAsUser > 0',
    'fail /spec/securityContext/runAsUser: securityContext: {runAsUser: 0}',
  ],
  [
    'object.kind != "Pod" || has(object.spec.securityContext.fsGroup)',
    'fail /spec/securityContext: securityContext: {runAsUser: 0}',
  ],
  ['!(has(object.spec.hostNetwork) && object.spec.hostNetwork)', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['object.spec.replicas > 2 ? !object.spec.hostNetwork : true', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['object.spec.replicas > 2 ? false : true', 'fail /spec/replicas: replicas: 3'],
  ['(object.spec.hostNetwork ? object.metadata.name : "x") == "x"', 'fail /metadata/name: name: web'],
  ['(object.spec.replicas > 1) == (object.metadata.name == "x")', 'fail /spec/replicas: replicas: 3'],
  // Names for values.
  ['!variables.open', 'fail /spec/hostNetwork: hostNetwork: true'],
  ['variables.secure', 'fail /spec/hostNetwork: hostNetwork: true'],
  [
    'variables.containers.all(c, !c.securityContext.privileged)',
    'fail /spec/containers/1/securityContext/privileged: privileged: true',
  ],
  [
    '!("NET_RAW" in variables.added)',
    'fail /spec/containers/0/securityContext/capabilities/add/1: - NET_RAW',
  ],
  [
    'variables.images.all(i, !i.endsWith(":latest"))',
    'fail /spec/containers/1/image: image: docker.io/proxy:latest',
  ],
  ['cel.bind(n, object.spec.replicas, n < 3)', 'fail /spec/replicas: replicas: 3'],
  ['object.spec.?hostNetwork.optMap(h, !h).orValue(true)', 'fail /spec/hostNetwork: hostNetwork: true'],
  // Other resources: the place stays on the judged one.
  [
    'inventory.list("v1/Service").exists(s, s.spec.selector.app == object.metadata.labels.app)',
    'fail /metadata/labels/app: app: web',
  ],
  [
    'inventory.where("v1/Service", "spec.selector.app", object.metadata.labels.app).size() > 0',
    'fail /metadata/labels/app: app: web',
  ],
  [
    'inventory.get("v1/Service", object.metadata.namespace, object.metadata.name).spec.ports[0].port == 80',
    'fail /metadata/namespace: namespace: shop',
  ],
  ['inventory.list("v1/Service").all(s, s.spec.ports[0].port == 80)', whole],
  ['params.most > 2', whole],
  // What cannot be evaluated, at what stands around it.
  ['object.spec.hostPID', 'error /spec: hostNetwork: true'],
  [
    'object.spec.securityContext.runAsGroup == 1',
    'error /spec/securityContext: securityContext: {runAsUser: 0}',
  ],
  ['object.spec.replicas + object.spec.missing == 3', 'error /spec: hostNetwork: true'],
  ['object.spec.containers.all(c, c.ports.size() > 0)', 'error /spec/containers/0: - name: app'],
  ['object.spec.containers.map(c, c.ports).size() == 0', 'error /spec/containers/0: - name: app'],
  ['variables.broken == 1', 'error /spec/securityContext: securityContext: {runAsUser: 0}'],
  ['object.spec.replicas', 'error /spec/replicas: replicas: 3'],
  ['object.spec.ports[9] == 1', 'error /spec/ports: - 80'],
  [
    'object.spec.volumes[0].hostPath.type == "x" || object.spec.hosts[5] == "x"',
    'error /spec/volumes/0/hostPath: path: /etc',
  ],
]

describe('a finding points at the value that decided', () => {
  test.each(decided)('%s', (expression, place) => {
    expect(placed(`expression: ${JSON.stringify(expression)}`)).toEqual([place])
  })
})

/** Elements of `forEach` that are not as they should be, each at its own place. */
const elements: readonly (readonly [forEach: string, expression: string, ...places: string[]])[] = [
  [
    'object.metadata.annotations',
    'item != "1"',
    'fail /metadata/annotations/example.com~1debug: example.com/debug: "1"',
  ],
  ['object.metadata.labels', 'key == "app"', 'fail /metadata/labels/tier: tier: front'],
  ['object.spec', 'key != "volumes"', 'fail /spec/volumes: - name: data'],
  [
    'object.metadata.labels.transformMap(k, v, v + "!")',
    'item == "x"',
    'fail /metadata/labels: app: web',
    'fail /metadata/labels: app: web',
  ],
  ['object.spec.ports', 'item != 22', 'fail /spec/ports/1: - 22'],
  ['object.spec.ports', 'index != 2', 'fail /spec/ports/2: - 443'],
  ['object.spec.containers', 'item.args.size() < 2', 'fail /spec/containers/1: - name: proxy'],
  [
    'object.spec.containers.map(c, c.securityContext.capabilities.add).flatten()',
    'item != "SYS_ADMIN"',
    'fail /spec/containers/1/securityContext/capabilities/add/0: - SYS_ADMIN',
  ],
  [
    'variables.added',
    'item == "CHOWN"',
    'fail /spec/containers/0/securityContext/capabilities/add/1: - NET_RAW',
    'fail /spec/containers/1/securityContext/capabilities/add/0: - SYS_ADMIN',
  ],
  [
    'object.spec.containers.map(c, c.image + "!")',
    'item.contains("example")',
    'fail /spec/containers/1/image: image: docker.io/proxy:latest',
  ],
  ['object.spec.ports.filter(p, p > 50).filter(p, p > 100)', 'item < 0', 'fail /spec/ports/2: - 443'],
  ['object.spec.ports.sort()', 'item > 50', 'fail /spec/ports/1: - 22'],
  ['object.spec.hosts + object.spec.ports.map(p, string(p))', 'item != "22"', 'fail /spec/ports/1: - 22'],
  [
    '[object.metadata.name, object.metadata.namespace]',
    'item == "web"',
    'fail /metadata/namespace: namespace: shop',
  ],
  [
    'object.spec.?initContainers.orValue(object.spec.containers)',
    'item.name == "app"',
    'fail /spec/containers/1: - name: proxy',
  ],
  [
    '["CHOWN", "KILL"]',
    'item in object.spec.containers[0].securityContext.capabilities.add',
    'fail /spec/containers/0/securityContext/capabilities/add: - CHOWN',
  ],
  ['inventory.list("v1/Service")', 'item.spec.ports.all(p, p.port == 80)', 'fail : apiVersion: v1'],
  ['inventory.list("v1/Service").map(s, s.spec.ports[0].port)', 'item == 80', whole],
  ['object.spec.replicas', 'item', 'error /spec/replicas: replicas: 3'],
]

describe('an element of forEach points at itself', () => {
  test.each(elements)('%s: %s', (forEach, expression, ...places) => {
    const validation = `forEach: ${JSON.stringify(forEach)}\nexpression: ${JSON.stringify(expression)}`
    expect(placed(validation)).toEqual(places)
  })
})

describe('at overrides', () => {
  const rows: readonly (readonly [at: string, place: string])[] = [
    ['object.spec.securityContext', 'fail /spec/securityContext: securityContext: {runAsUser: 0}'],
    ['object.spec.?missing', 'fail /spec: hostNetwork: true'],
    ['object.spec.missing', 'fail /spec: hostNetwork: true'],
    ['object', whole],
    [
      'object.spec.containers.filter(c, c.name == "proxy")[0].image',
      'fail /spec/containers/1/image: image: docker.io/proxy:latest',
    ],
    [
      'inventory.get("v1/Service", "shop", "web").spec.selector',
      'fail /spec/selector: selector: {app: shop}',
    ],
    ['1', 'fail /spec/hostNetwork: hostNetwork: true'],
  ]
  test.each(rows)('%s', (at, place) => {
    expect(placed(`expression: "!object.spec.hostNetwork"\nat: ${JSON.stringify(at)}`)).toEqual([place])
  })

  test('in a forEach, of its element', () => {
    expect(
      placed(
        'forEach: object.spec.containers\nexpression: "!item.securityContext.privileged"\nat: item.securityContext.privileged',
      ),
    ).toEqual(['fail /spec/containers/1/securityContext/privileged: privileged: true'])
  })
})

describe('no place tells of a secret', () => {
  test('a key is no word of it', () => {
    expect(placed('expression: object.data.password == "x"', 'v1/Secret')).toEqual([
      'fail /data/password: password: c2VjcmV0',
    ])
  })

  test('what a secret leads to is not shown', () => {
    expect(placed('expression: object.lookup[object.data.password] == "x"', 'v1/Secret')).toEqual([whole])
    expect(placed('expression: "true"\nforEach: "[object.data.password]"', 'v1/Secret')).toEqual([])
  })

  test('nor which of its values was looked for', () => {
    expect(placed('expression: object.data.all(k, object.data[k] != "YWRtaW4=")', 'v1/Secret')).toEqual([
      whole,
    ])
  })
})

test('what is about the inventory stays with the policy', () => {
  const findings = placed(
    'expression: inventory.list("v1/Pod").all(p, !p.spec.hostNetwork)',
    'v1/Pod',
    'inventory',
  )
  expect(findings).toEqual(['fail : the policy'])
})
