import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Change, changed, judged, judgedBy, warningsOf } from './plan.fixture.js'

const plan = JSON.parse(readFileSync('testdata/exports/terraform/modules-plan.json', 'utf8'))

const open = (type: string, question = 'inbound("tcp", 22)') => `
match: {resources: ['${type}']}
validations:
  - name: closed
    forEach: ruleset(object).${question}.rulesBeyond(["10.0.0.0/8", group("ibm_security_group.workers")])
    expression: "false"
    message: open`

const shown = (type: string, data: unknown = plan, question?: string) =>
  judged(open(type, question), data).map((line) => line.replace(/\d+ ("|{)/, '$1'))

describe('security groups of classic infrastructure', () => {
  const type = 'ibm.sl/SecurityGroup'

  test('are judged as those of an export, at the rule', () => {
    expect(judged(open(type), plan)).toEqual(['fail | ibm_security_group.workers | open | 42 "after": {'])
  })

  test('one bound of ports is both, as the provider makes it', () => {
    expect(judged(open(type, 'inbound("tcp", 2222)'), plan)).toEqual([])
  })

  test('a rule without addresses and groups lets everybody in', () => {
    const everybody = changed(plan, 'ibm_security_group_rule.own', (change) => {
      change.after.remote_group_id = null
      delete change.after_unknown.remote_group_id
    })
    expect(shown(type, everybody, 'inbound("vrrp")')).toEqual([
      'fail | ibm_security_group.workers | open | "after": {',
    ])
    expect(shown(type, plan, 'inbound("vrrp")')).toEqual([])
  })

  test('a bound that is not known leaves the group undecided', () => {
    const unknown = changed(plan, 'ibm_security_group_rule.ssh', (change) => {
      delete change.after.port_range_min
      change.after_unknown.port_range_min = true
    })
    expect(judged(open(type), unknown)[0]).toMatch(
      /^error \| ibm_security_group.workers \| .*ibm_security_group_rule.ssh.port_range_min is known only after apply/,
    )
  })

  test('of ICMP, 0 is a code where the cloud has said so', () => {
    const question = 'inbound("icmp").openTo("10.1.1.1")'
    const asks = `match: {resources: [${type}]}
matchConditions: [{name: legacy, expression: 'string(object.id) == "1869708"'}]
validations: [{name: ping, expression: 'ruleset(object).${question}', message: closed}]`
    const ping = changed(plan, 'ibm_security_group_rule.legacy_ssh', ({ after }) => {
      Object.assign(after, {
        protocol: 'icmp',
        port_range_min: 8,
        port_range_max: 0,
        remote_ip: '10.0.0.0/8',
      })
    })
    expect(judged(asks, ping)).toEqual([])
    expect(judged(asks, plan)).toHaveLength(1)
  })

  test('what they are attached to is not known', () => {
    const spec = `match: {resources: [${type}]}
validations: [{name: bound, expression: 'object.networkComponentBindings.size() > 0', message: no}]`
    expect(judged(spec, plan)[0]).toContain('what group ibm_security_group.workers is attached to')
  })
})

describe('a rule finds its group', () => {
  test.each<[how: string, expected: string]>([
    [
      'by an output of a module with an index',
      'module.group["a.b"].ibm_is_security_group.it | open | 423 "after": {',
    ],
    ['by another attribute of a resource', 'ibm_is_vpc.shop.default_security_group | open | 243 "after": {'],
    ['by a data source that is read during apply', 'data.ibm_is_security_group.late | open | 283 "after": {'],
    ['by a data source that was read while planning', 'r006-read-while-planning | open | 323 "after": {'],
  ])('%s', (_how, expected) => {
    expect(judged(open('ibm.is/SecurityGroup'), plan)).toContain(`fail | ${expected}`)
  })

  test('the other rules of a group that Terraform does not manage are a gap', () => {
    const rest =
      'belongs to a ibm.is/SecurityGroup that this Terraform does not manage: its other rules are not known'
    expect(warningsOf(plan)).toEqual([
      'ibm_security_group.legacy was there before: rules that this Terraform does not manage are not known',
      `ibm_is_security_group_rule.default_ssh ${rest}`,
      `ibm_is_security_group_rule.of_data ${rest}`,
      `ibm_is_security_group_rule.of_read ${rest}`,
    ])
  })

  test.each([
    [
      'one of several',
      ['ibm_is_vpc.shop.id', 'ibm_is_vpc.shop', 'module.group["c"].id', 'module.group["c"]'],
    ],
    ['a local', ['local.group']],
    ['an element by count', ['ibm_is_security_group.it', 'count.index']],
    ['an attribute of an attribute', ['ibm_is_vpc.shop.a.id', 'ibm_is_vpc.shop.a', 'ibm_is_vpc.shop']],
    ['a module without its index', ['module.group.id', 'module.group']],
    ['a variable of the root', ['var.group']],
  ])('%s tells no group: a gap', (_what, references) => {
    const copy = structuredClone(plan)
    for (const resource of copy.configuration.root_module.resources)
      if (resource.name === 'default_ssh') resource.expressions.group = { references }
    expect(warningsOf(copy)).toContain(
      'nothing tells which ibm.is/SecurityGroup ibm_is_security_group_rule.default_ssh belongs to before apply',
    )
  })

  test('a name that the cloud makes is not known', () => {
    const unnamed = changed(plan, 'module.group["c"].ibm_is_security_group.it', (change) => {
      delete change.after.name
      change.after_unknown.name = true
    })
    const spec = `match: {resources: [ibm.is/SecurityGroup]}
validations: [{name: named, expression: 'object.name != "it"', message: it}]`
    expect(judged(spec, unnamed)).toContainEqual(
      expect.stringMatching(
        /^error \| module.group\["c"\].ibm_is_security_group.it \| .*name is known only after apply/,
      ),
    )
  })

  test('a remote that is an attribute of something else is no group', () => {
    const copy = changed(plan, 'ibm_is_security_group_rule.default_ssh', (change) => {
      delete change.after.remote
      change.after_unknown.remote = true
    })
    for (const resource of copy.configuration.root_module.resources)
      if (resource.name === 'default_ssh')
        resource.expressions.remote = { references: ['ibm_is_vpc.shop.cidr', 'ibm_is_vpc.shop'] }
    expect(judged(open('ibm.is/SecurityGroup'), copy)).toContainEqual(
      expect.stringMatching(
        /^error \| ibm_is_vpc.shop.default_security_group \| .*remote is known only after apply/,
      ),
    )
  })
})

describe('rules of an ACL that are resources of their own', () => {
  const type = 'ibm.is/NetworkACL'
  const rule = (name: string, edit: (change: Change) => void) =>
    changed(plan, `ibm_is_network_acl_rule.${name}`, edit)
  const without = (name: string) => {
    const copy = structuredClone(plan)
    for (const resource of copy.configuration.root_module.resources)
      if (resource.name === name) delete resource.expressions.before
    return copy
  }

  test('come in the order that before tells, in each direction', () => {
    expect(judged(open(type), plan)).toEqual(['fail | ibm_is_network_acl.chained | open | 603 "after": {'])
  })

  test('without an order, what they do together is undecided', () => {
    expect(judged(open(type), without('ssh'))).toEqual([
      expect.stringMatching(
        /^error \| ibm_is_network_acl.chained \| .*the order of the rules of ibm_is_network_acl.chained, which 'before' does not tell, is known only after apply/,
      ),
    ])
  })

  test('no order is needed where all do the same', () => {
    const allows = without('ssh')
    for (const { address, change } of allows.resource_changes)
      if (address === 'ibm_is_network_acl_rule.rest')
        Object.assign(change.after, { action: 'allow', source: '10.0.0.0/8' })
    expect(shown(type, allows)).toEqual(['fail | ibm_is_network_acl.chained | open | "after": {'])
  })

  test('beside rules of the ACL itself they are undecided', () => {
    const mixed = changed(plan, 'ibm_is_network_acl.chained', (change) => {
      change.after.rules = [
        { action: 'deny', direction: 'inbound', source: '0.0.0.0/0', destination: '0.0.0.0/0' },
      ]
      delete change.after_unknown.rules
    })
    expect(judged(open(type), mixed)[0]).toContain(
      'where the rules of ibm_is_network_acl.chained itself stand among those that are resources of their own',
    )
  })

  test('once they are there, the ACL lists them in their order', () => {
    const ids = { rest: 'r-2', ssh: 'r-1', out: 'r-3' }
    let applied = plan
    const settled = (address: string, more: object) => {
      applied = changed(applied, address, (change) => {
        Object.assign(change.after, more)
        change.after_unknown = {}
        change.before = change.after
        change.actions = ['no-op']
      })
    }
    for (const [name, rule_id] of Object.entries(ids))
      settled(`ibm_is_network_acl_rule.${name}`, { rule_id, network_acl: 'acl', id: `acl.${rule_id}` })
    const listed = (id: string, action: string, direction = 'inbound') => ({
      ...{ id, action, direction, source: '0.0.0.0/0', destination: '0.0.0.0/0', protocol: 'tcp' },
      ...{ port_min: 22, port_max: 22, source_port_min: 0, source_port_max: 0, tcp: [], udp: [], icmp: [] },
    })
    settled('ibm_is_network_acl.chained', {
      id: 'acl',
      rules: [listed('r-2', 'deny'), listed('r-1', 'allow'), listed('r-3', 'allow', 'outbound')],
    })
    expect(shown(type, applied)).toEqual([])
    settled('ibm_is_network_acl.chained', {
      rules: [listed('r-1', 'allow'), listed('r-2', 'deny'), listed('r-3', 'allow', 'outbound')],
    })
    expect(shown(type, applied)).toEqual([expect.stringContaining('fail | acl | open |')])
  })

  test('a chain that is not whole is undecided', () => {
    const elsewhere = rule('ssh', (change) => {
      change.after.before = 'r-elsewhere'
      delete change.after_unknown.before
    })
    expect(judged(open(type), elsewhere)[0]).toContain("which 'before' does not tell")
  })
})

describe('rules of Tencent Cloud', () => {
  const type = 'tencent.vpc/SecurityGroupPolicySet'

  test('one by one are joined to their group, at the rule', () => {
    expect(judged(open(type), plan)).toEqual([
      'fail | tencentcloud_security_group.tke | open | 716 "after": {',
    ])
  })

  test.each([
    [
      'tencentcloud_security_group_rule.node["web"]',
      plan,
      { cidr_ip: null },
      { source_sgid: true },
      'source_sgid',
      'node',
    ],
    [
      'tencentcloud_security_group_rule_set.nodes',
      JSON.parse(readFileSync('testdata/exports/terraform/plan.json', 'utf8')),
      { ingress: [{ action: 'ACCEPT', protocol: 'TCP', port: '22', cidr_block: null }] },
      { ingress: [{ source_security_id: true }] },
      'source_security_id',
      'nodes',
    ],
  ])('let a group in that does not exist yet: %s', (address, whole, known, unknown, argument, name) => {
    const own = name === 'nodes' ? 'tencentcloud_security_group.nodes' : 'tencentcloud_security_group.tke'
    const copy = changed(whole, address, (change) => {
      Object.assign(change.after, known)
      if (argument === 'source_sgid') delete change.after.source_sgid
      change.after_unknown = { ...change.after_unknown, ...unknown }
    }) as typeof plan
    const references = { references: [`${own}.id`, own] }
    for (const resource of copy.configuration.root_module.resources) {
      if (resource.name !== name || !/rule/.test(resource.type)) continue
      if (argument === 'source_sgid') resource.expressions.source_sgid = references
      else resource.expressions.ingress = [{ source_security_id: references }]
    }
    const spec = `match: {resources: [${type}]}
matchConditions: [{name: own, expression: 'subject.securityGroup == "${own}"'}]
validations: [{name: group, expression: 'object.Ingress.all(rule, !has(rule.SecurityGroupId))', messageExpression: 'object.Ingress.filter(rule, has(rule.SecurityGroupId))[0].SecurityGroupId'}]`
    expect(judged(spec, copy).map((line) => line.split(' | ').slice(0, 3))).toEqual([['fail', own, own]])
  })

  test('one by one have no order: where they do not all do the same, undecided', () => {
    const drops = changed(plan, 'tencentcloud_security_group_rule.node["web"]', ({ after }) => {
      after.policy = 'DROP'
    })
    expect(judged(open(type), drops)).toEqual([
      expect.stringMatching(
        /^error \| tencentcloud_security_group.tke \| .*the order of rules that are resources of their own/,
      ),
    ])
  })

  test('one by one, of a group that was there before, are not all', () => {
    const there = changed(plan, 'tencentcloud_security_group.tke', (change) => {
      change.actions = ['no-op']
    })
    expect(warningsOf(there)).toContain(
      'tencentcloud_security_group.tke was there before: rules that this Terraform does not manage are not known',
    )
  })
})

test.each([
  [
    'ibm_security_group_rule.ssh',
    'ibm.sl/SecurityGroup',
    { port_range_min: true },
    'string(object.rules[0].portRangeMin)',
  ],
  [
    'ibm_is_security_group_rule.default_ssh',
    'ibm.is/SecurityGroup',
    { remote: true },
    'object.rules[0].remote.cidr_block',
  ],
  [
    'ibm_is_network_acl_rule.ssh',
    'ibm.is/NetworkACL',
    { source: true },
    'object.rules.map(rule, rule.source).join(",")',
  ],
  [
    'tencentcloud_security_group_rule.node["web"]',
    'tencent.vpc/SecurityGroupPolicySet',
    { cidr_ip: true },
    'object.Ingress[1].CidrBlock',
  ],
])('what is sensitive in %s is not quoted of the whole', (address, type, sensitive, rule) => {
  const secret = changed(plan, address, (change) => {
    change.after_sensitive = sensitive
  })
  const spec = `match: {resources: [${type}]}
validations: [{name: quoted, expression: 'false', messageExpression: '${rule}'}]`
  expect(judged(spec, secret)[0]).toContain('<redacted>')
})

describe('a pack judges a plan before anything exists', () => {
  const groups = JSON.parse(readFileSync('testdata/exports/terraform/plan.json', 'utf8'))
  const vsi = changed(groups, 'ibm_is_security_group.web', ({ after }) => {
    after.name = 'vsi-sg'
  })

  test.each([
    ['ibm-pag', vsi, 'fail | ibm_is_security_group.web | ibm-pag/vsi-accepts-only-ssh | 771 "after": {'],
    [
      'tencent-tke',
      plan,
      'fail | tencentcloud_security_group.tke | tencent-tke/nodeports-open-tcp | 716 "after": {',
    ],
  ])('%s', (pack, planned, expected) => {
    expect(judgedBy(pack, planned)).toContain(expected)
  })
})
