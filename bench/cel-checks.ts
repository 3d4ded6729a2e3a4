/** Objects as exports have them, and checks as policies have them, each with what one would write by hand. */

interface Container {
  name: string
  image: string
  ports?: { containerPort: number; protocol: string }[]
  resources?: { limits?: Record<string, string> }
  securityContext?: { privileged?: boolean; capabilities?: { add?: string[] } }
  env?: { name: string; value?: string }[]
}
export interface Pod {
  kind: string
  metadata: { name: string; namespace: string; labels: Record<string, string> }
  spec: { hostNetwork?: boolean; containers: Container[]; serviceAccountName?: string }
}
interface Rule {
  direction: string
  protocol: string
  port_min: number
  port_max: number
  remote: { cidr_block?: string; name?: string }
}
export interface SecurityGroup {
  name: string
  rules: Rule[]
}

const pick = <T>(i: number, ...from: T[]): T => from[i % from.length] as T

export const pods: readonly Pod[] = Array.from({ length: 1_000 }, (_, i) => ({
  kind: 'Pod',
  metadata: {
    name: `web-${i}`,
    namespace: pick(i, 'default', 'kube-system', 'shop', 'billing'),
    labels: { app: `web-${i % 7}`, 'app.kubernetes.io/name': 'web', tier: pick(i, 'front', 'back') },
  },
  spec: {
    ...(i % 10 === 0 && { hostNetwork: true }),
    ...(i % 3 === 0 && { serviceAccountName: 'web' }),
    containers: Array.from({ length: 1 + (i % 3) }, (_, c) => ({
      name: `c${c}`,
      image: pick(
        i + c,
        'registry.example.com/shop/web:1.2.3',
        'registry.example.com/shop/web:latest',
        'docker.io/nginx@sha256:0123',
      ),
      ports: [{ containerPort: 8080 + c, protocol: 'TCP' }],
      ...(i % 4 !== 0 && { resources: { limits: { cpu: '500m', memory: '1Gi' } } }),
      securityContext: {
        privileged: i % 50 === 0,
        capabilities: { add: pick(i, [], ['NET_ADMIN'], ['CHOWN', 'SETUID']) },
      },
      env: [{ name: 'MODE', value: 'production' }],
    })),
  },
}))

export const groups: readonly SecurityGroup[] = Array.from({ length: 1_000 }, (_, i) => ({
  name: `sg-${i}`,
  rules: Array.from({ length: 4 + (i % 5) }, (_, r) => ({
    direction: pick(i + r, 'inbound', 'outbound'),
    protocol: pick(r, 'tcp', 'udp', 'icmp'),
    port_min: pick(i + r, 22, 443, 30_000, 8_080),
    port_max: pick(i + r, 22, 443, 32_767, 8_090),
    remote: pick(
      i * 3 + r,
      { cidr_block: '10.1.2.0/24' },
      { cidr_block: '192.168.0.0/16' },
      { name: 'pag-sg' },
    ),
  })),
}))

export interface Check {
  readonly name: string
  readonly expression: string
  readonly data: readonly unknown[]
  byHand(object: never): boolean
  /** Libraries without the functions that it needs. */
  readonly only?: readonly string[]
}

const hasOwn = Object.hasOwn

/** 10.0.0.0/8 as a bare address range, the way a careful person would write it. */
function inTen(cidr: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)
  if (!match) throw new Error(cidr)
  const octets = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])]
  if (octets.some((octet) => octet > 255)) throw new Error(cidr)
  return octets[0] === 10 && Number(match[5]) >= 8
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const tag = /:[0-9]+\.[0-9]+\.[0-9]+$/

export const checks: readonly Check[] = [
  {
    name: 'one field',
    expression: 'object.metadata.namespace != "kube-system"',
    data: pods,
    byHand: (object: Pod) => object.metadata.namespace !== 'kube-system',
  },
  {
    name: 'optional field',
    expression: '!has(object.spec.hostNetwork) || object.spec.hostNetwork == false',
    data: pods,
    byHand: (object: Pod) => !hasOwn(object.spec, 'hostNetwork') || object.spec.hostNetwork === false,
  },
  {
    name: 'no privileged container',
    expression:
      'object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || c.securityContext.privileged == false)',
    data: pods,
    byHand: (object: Pod) =>
      object.spec.containers.every(
        (c) =>
          !hasOwn(c, 'securityContext') ||
          !hasOwn(c.securityContext as object, 'privileged') ||
          c.securityContext?.privileged === false,
      ),
  },
  {
    name: 'limits on all',
    expression:
      'object.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && has(c.resources.limits.memory))',
    data: pods,
    byHand: (object: Pod) =>
      object.spec.containers.every(
        (c) =>
          hasOwn(c, 'resources') &&
          hasOwn(c.resources as object, 'limits') &&
          hasOwn(c.resources?.limits as object, 'memory'),
      ),
  },
  {
    name: 'trusted registry',
    expression:
      'object.spec.containers.all(c, c.image.startsWith("registry.example.com/") && !c.image.endsWith(":latest"))',
    data: pods,
    byHand: (object: Pod) =>
      object.spec.containers.every(
        (c) => c.image.startsWith('registry.example.com/') && !c.image.endsWith(':latest'),
      ),
  },
  {
    name: 'capabilities',
    expression:
      'object.spec.containers.all(c, c.securityContext.capabilities.add.all(a, a in ["CHOWN", "SETUID", "SETGID"]))',
    data: pods,
    byHand: (object: Pod) =>
      object.spec.containers.every((c) =>
        c.securityContext?.capabilities?.add?.every((a) => ['CHOWN', 'SETUID', 'SETGID'].includes(a)),
      ),
  },
  {
    name: 'DNS label by regex',
    expression: 'object.metadata.name.matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")',
    data: pods,
    byHand: (object: Pod) => label.test(object.metadata.name),
  },
  {
    name: 'pinned tag by regex',
    expression: 'object.spec.containers.exists(c, c.image.matches(":[0-9]+\\\\.[0-9]+\\\\.[0-9]+$"))',
    data: pods,
    byHand: (object: Pod) => object.spec.containers.some((c) => tag.test(c.image)),
  },
  {
    name: 'label by key',
    expression:
      '"app.kubernetes.io/name" in object.metadata.labels && object.metadata.labels["app.kubernetes.io/name"].contains("web")',
    data: pods,
    byHand: (object: Pod) =>
      hasOwn(object.metadata.labels, 'app.kubernetes.io/name') &&
      (object.metadata.labels['app.kubernetes.io/name'] as string).includes('web'),
  },
  {
    name: 'count of ports',
    expression: 'object.spec.containers.filter(c, has(c.ports) && size(c.ports) > 0).size() <= 2',
    data: pods,
    byHand: (object: Pod) =>
      object.spec.containers.filter((c) => hasOwn(c, 'ports') && (c.ports?.length ?? 0) > 0).length <= 2,
  },
  {
    name: 'SSH only from the gateway',
    expression:
      'object.rules.all(r, r.direction != "inbound" || r.protocol != "tcp" || r.port_min > 22 || r.port_max < 22 || (has(r.remote.name) && r.remote.name == "pag-sg"))',
    data: groups,
    byHand: (object: SecurityGroup) =>
      object.rules.every(
        (r) =>
          r.direction !== 'inbound' ||
          r.protocol !== 'tcp' ||
          r.port_min > 22 ||
          r.port_max < 22 ||
          (hasOwn(r.remote, 'name') && r.remote.name === 'pag-sg'),
      ),
  },
  {
    name: 'port range',
    expression:
      'object.rules.exists(r, r.direction == "inbound" && r.port_min <= 30000 && r.port_max >= 32767)',
    data: groups,
    byHand: (object: SecurityGroup) =>
      object.rules.some((r) => r.direction === 'inbound' && r.port_min <= 30_000 && r.port_max >= 32_767),
  },
  {
    name: 'CIDR in 10.0.0.0/8',
    expression:
      'object.rules.exists(r, has(r.remote.cidr_block) && cidr("10.0.0.0/8").containsCIDR(r.remote.cidr_block))',
    data: groups,
    byHand: (object: SecurityGroup) =>
      object.rules.some((r) => hasOwn(r.remote, 'cidr_block') && inTen(r.remote.cidr_block as string)),
    only: ['policytest'],
  },
  {
    name: 'names of open rules',
    expression:
      'object.rules.filter(r, r.direction == "inbound").map(r, r.protocol + "/" + string(r.port_min)).exists(p, p == "tcp/22")',
    data: groups,
    byHand: (object: SecurityGroup) =>
      object.rules
        .filter((r) => r.direction === 'inbound')
        .map((r) => `${r.protocol}/${String(r.port_min)}`)
        .some((p) => p === 'tcp/22'),
  },
]
