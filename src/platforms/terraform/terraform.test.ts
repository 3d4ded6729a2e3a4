import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as plans from './plan.fixture.js'

const planned = JSON.parse(readFileSync('testdata/exports/terraform/plan.json', 'utf8'))
const { findings, warningsOf } = plans
const judged = (spec: string, data: unknown = planned) => plans.judged(spec, data)
const changed = (address: string, edit: (change: plans.Change) => void) =>
  plans.changed(planned, address, edit)

const openSsh = (type: string) => `
match: {resources: ['${type}']}
validations:
  - name: closed
    forEach: ruleset(object).inbound("tcp", 22).rulesBeyond(["10.0.0.0/8"])
    expression: "false"
    message: SSH is open`

describe('firewalls of a plan are judged as those of an export, at the rule', () => {
  test.each([
    [
      'ibm.is/SecurityGroup',
      [
        'fail | ibm_is_security_group.web | SSH is open | 771 "after": {',
        'fail | ibm_is_security_group.bastion | SSH is open | 858 "after": {',
      ],
    ],
    ['ibm.is/NetworkACL', []],
    [
      'tencent.vpc/SecurityGroupPolicySet',
      ['fail | tencentcloud_security_group.nodes | SSH is open | 1076 {'],
    ],
    ['networking.k8s.io/v1/NetworkPolicy', []],
  ])('%s', (type, expected) => {
    expect(judged(openSsh(type))).toEqual(expected)
  })

  test('a rule of a group that is not in the plan is judged, and the rest of the group is a gap', () => {
    const elsewhere = changed('ibm_is_security_group_rule.admin', (change) => {
      change.after.group = 'r006-there'
      delete change.after_unknown.group
    })
    expect(judged(openSsh('ibm.is/SecurityGroup'), elsewhere)).toContainEqual(
      expect.stringContaining('fail | r006-there | SSH is open |'),
    )
    expect(warningsOf(elsewhere)).toEqual([
      'ibm_is_security_group_rule.admin belongs to a ibm.is/SecurityGroup that this Terraform does not manage: its other rules are not known',
    ])
  })

  test('a rule of a group that nothing tells is a gap', () => {
    const copy = structuredClone(planned)
    for (const resource of copy.configuration.root_module.resources)
      if (resource.name === 'admin') resource.expressions.group = { references: ['local.groups', 'each.key'] }
    expect(warningsOf(copy)).toEqual([
      'nothing tells which ibm.is/SecurityGroup ibm_is_security_group_rule.admin belongs to before apply',
    ])
  })

  test('rules that Terraform does not manage are undecided', () => {
    const others = changed('ibm_is_security_group.web', (change) => {
      change.after.rules = [{ direction: 'inbound' }]
      delete change.after_unknown.rules
    })
    expect(judged(openSsh('ibm.is/SecurityGroup'), others)[0]).toMatch(
      /^error \| ibm_is_security_group.web \| /,
    )
  })
})

describe('objects of Kubernetes', () => {
  test('are judged in the form of the API', () => {
    const privileged = `
match: {resources: [apps/v1/Deployment]}
validations:
  - name: not-privileged
    forEach: object.spec.template.spec.containers
    expression: "!item.?securityContext.privileged.orValue(false)"
    message: privileged`
    expect(judged(privileged)).toEqual(['fail | web/shop | privileged | 1609 {'])
  })

  test('an update is the request of an admission policy', () => {
    const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: scale}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [deployments]}]
  validations:
    - expression: object.spec.replicas <= oldObject.spec.replicas
      messageExpression: '"from " + string(oldObject.spec.replicas) + " to " + string(object.spec.replicas)'
`
    expect(findings(policy, planned)).toEqual([expect.stringContaining('fail | web/shop | from 2 to 3 |')])
  })

  test('a manifest whose kind is not known is a gap', () => {
    const obscure = changed('kubernetes_manifest.quota', (change) => {
      delete change.after.manifest
      change.after_unknown.manifest = true
    })
    expect(warningsOf(obscure)).toEqual(['the kind of kubernetes_manifest.quota is known only after apply'])
  })

  test('what the provider has and is not known here is told', () => {
    const copy = structuredClone(planned)
    copy.resource_changes.at(-3).type = 'kubernetes_priority_class_v1'
    expect(warningsOf(copy)).toEqual([
      'kubernetes_priority_class_v1 is read as terraform/kubernetes_priority_class_v1 alone, not as an object of Kubernetes',
    ])
  })
})

describe('what is known only after apply', () => {
  const undecided = 'ibm_is_floating_ip.web.address is known only after apply'

  test.each([
    ['object.address != ""'],
    ['!has(object.address)'],
    ['object.address == "" || object.name == "web-ip2"'],
    ['!("10.0.0.1" in [object.address])'],
    ['![object.address].exists(address, address == "10.0.0.1")'],
    ['string(object.address) != "x"'],
    ['object.?address.orValue("") == ""'],
    ['sets.contains([object.address], []) && object.address == ""'],
    ['[object.address, "b"].distinct().size() == 2'],
    ['[object.address].join(",") != ""'],
    ['[object.address].indexOf("a") < 0'],
    ['dyn(object.address) == null || true == false'],
  ])('makes the rule undecided: %s', (expression) => {
    const spec = `
match: {resources: [terraform/ibm_is_floating_ip]}
validations:
  - name: unknown
    expression: '${expression}'
    message: no`
    expect(judged(spec)).toEqual([
      expect.stringMatching(/^error \| ibm_is_floating_ip.web \| .*known only after apply/),
    ])
  })

  test('says so, and leaves what does not hang on it decided', () => {
    const spec = (expression: string) => `
match: {resources: [terraform/ibm_is_floating_ip]}
validations: [{name: rule, expression: '${expression}', message: no}]`
    expect(judged(spec('object.address.startsWith("10.")'))[0]).toContain(undecided)
    expect(judged(spec('object.name == "web-ip" || object.address == "x"'))).toEqual([])
    expect(judged(spec('object.name == "other" && object.address == "x"'))).toEqual([
      expect.stringMatching(/^fail /),
    ])
  })

  test('an unknown list of rules is no empty one', () => {
    const unknown = changed('tencentcloud_security_group_rule_set.nodes', (change) => {
      delete change.after.ingress
      change.after_unknown.ingress = true
    })
    expect(judged(openSsh('tencent.vpc/SecurityGroupPolicySet'), unknown)).toEqual([
      expect.stringMatching(/^error \| tencentcloud_security_group.nodes \| /),
    ])
  })
})

describe('changes', () => {
  test('are resources of their own, with their operation', () => {
    const spec = `
match: {resources: [terraform/Change]}
matchConditions: [{name: deleted, expression: object.operation == "delete"}]
validations: [{name: kept, expression: object.type != "random_password", message: deleted}]`
    expect(judged(spec)).toEqual(['fail | random_password.old | deleted | 1948 "type": "random_password",'])
  })

  test('tell their operation to policies of what there will be', () => {
    const spec = `
match: {resources: [apps/v1/Deployment, terraform/ibm_is_floating_ip]}
validations: [{name: new, expression: subject.operation == "create", message: not new}]`
    expect(judged(spec)).toEqual([expect.stringContaining('fail | web/shop | not new |')])
  })
})

test('what Terraform calls sensitive is never quoted', () => {
  const spec = `
match: {resources: [terraform/*, v1/Secret]}
matchConditions: [{name: secret, expression: 'has(object.data) || has(object.before) && object.before != null && "result" in object.before'}]
validations:
  - name: quoted
    expression: 'false'
    messageExpression: 'string(object.?data.password.orValue(object.?before.result.orValue("?")))'`
  const found = judged(spec).map((line) => line.split(' | ').slice(0, 3).join(' | '))
  expect(found).toEqual([
    'fail | module.database.kubernetes_secret_v1.credentials | <redacted>',
    'fail | web/shop-db | <redacted>',
    'fail | random_password.old | <redacted>',
  ])
})

describe('what is no whole plan', () => {
  test.each([
    [
      'format_version',
      { ...planned, format_version: '9.0' },
      'format_version 9.0 of terraform show -json is not known at /format_version',
    ],
    ['changes', { ...planned, resource_changes: undefined }, "a plan without 'resource_changes'"],
    [
      'a change',
      { ...planned, resource_changes: [{ address: 'a.b' }] },
      'a change without address, type or known actions at /resource_changes/0',
    ],
  ])('%s', (_name, data, message) => {
    expect(() => warningsOf(data)).toThrow(message)
  })

  test('a plan that failed is a gap', () => {
    expect(warningsOf({ ...planned, errored: true })).toEqual([
      'the plan ended with an error: it does not hold all resources',
    ])
  })
})

test('a state gives its resources, those of modules too', () => {
  const state = JSON.parse(readFileSync('testdata/exports/terraform/state.json', 'utf8'))
  const spec = `
match: {resources: [terraform/terraform_data]}
validations: [{name: named, expression: object.input != "c", message: c}]`
  expect(judged(spec, state)).toEqual([
    expect.stringMatching(/^fail \| module.child\["c"\].terraform_data.inner \| c \| \d+ "input": "c",$/),
  ])
})

describe('data sources', () => {
  const plan = JSON.parse(readFileSync('testdata/exports/terraform/modules-plan.json', 'utf8'))
  const spec = `
match: {resources: [terraform/data/ibm_is_security_group]}
validations: [{name: named, expression: object.name != "early" && object.rules.size() == 0, message: early}]`

  test('are judged as far as they are known', () => {
    expect(judged(spec, plan)).toEqual([
      expect.stringMatching(
        /^error \| data.ibm_is_security_group.late \| .*late.name is known only after apply/,
      ),
      expect.stringMatching(/^fail \| data.ibm_is_security_group.early \| early \| \d+ "name": "early",$/),
    ])
  })

  test('that are read again are what they will be', () => {
    const again = structuredClone(plan)
    for (const resource of again.prior_state.values.root_module.resources)
      resource.address = 'data.ibm_is_security_group.late'
    expect(judged(spec, again)).toHaveLength(1)
  })
})

describe('what is deleted', () => {
  const plan = JSON.parse(readFileSync('testdata/exports/terraform/modules-plan.json', 'utf8'))
  const keep = (operations: string) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: keep}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [${operations}], resources: [configmaps]}]
  validations:
    - expression: request.operation != "DELETE" || !("keep" in oldObject.metadata.?labels.orValue({}))
      messageExpression: '"deletes " + oldObject.metadata.name + " with " + oldObject.data.mode'
`
  const deleted = expect.stringMatching(/^fail \| web\/shop(#2)? \| deletes shop with <redacted> \| /)

  test.each(['DELETE', "'*'"])('is the request of an admission policy: %s', (operations) => {
    expect(findings(keep(operations), plan)).toEqual([deleted])
  })

  test('is no request for one that is about others', () => {
    expect(findings(keep('CREATE, UPDATE'), plan)).toEqual([])
  })

  test('is not there for any other policy, alone or joined', () => {
    const spec = `
match: {resources: [v1/ConfigMap]}
validations:
  - {name: named, expression: object.metadata.name == "moved" || object.metadata.name == "imported", message: other}
  - {name: joined, expression: 'inventory.get("v1/ConfigMap", "web", "shop") == null && inventory.list("v1/ConfigMap").size() == 2', message: joined}`
    expect(judged(spec, plan)).toEqual([])
  })

  test('and what there will be keep what is sensitive in a part of them', () => {
    const secret = plans.changed(plan, 'kubernetes_config_map_v1.moved', (change) => {
      change.after_sensitive = { data: { a: true } }
    })
    const spec = `
match: {resources: [v1/ConfigMap]}
validations: [{name: quoted, expression: 'false', messageExpression: object.data.a}]`
    expect(judged(spec, secret).map((line) => line.split(' | ')[2])).toEqual(['<redacted>', 'b'])
  })

  test('of what is replaced is its old version, and the new one is created', () => {
    const replaced = plans.changed(plan, 'kubernetes_config_map_v1.shop', (change) => {
      change.actions = ['delete', 'create']
      change.after = structuredClone(change.before) as plans.Change['after']
    })
    expect(findings(keep('DELETE'), replaced)).toEqual([deleted])
    const created = 'request.operation != "CREATE" || object.metadata.name != "shop"'
    const policy = keep("'*'").replace(/expression: request.*/, `expression: '${created}'`)
    expect(findings(policy.replace(/messageE.*/, 'message: new'), replaced)).toEqual([
      expect.stringContaining('fail | web/shop | new |'),
    ])
  })
})
