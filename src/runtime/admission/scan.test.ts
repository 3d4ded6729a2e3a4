import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { run } from '../../run.fixture.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { InputError } from '../input-error.js'

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

/** Scans `export.yaml` by everything in `policies/`. */
function scan(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'policytest-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const now = new Date('2026-01-01T00:00:00Z')
  const { report } = run({
    disk: { root },
    policies: ['policies'],
    inputs: [{ path: 'export.yaml' }],
    now,
    startedAt: now,
    elapsed: () => 0,
  })
  return {
    findings: report.findings.map(
      ({ severity, verdict, validation, resource, message, admission }) =>
        `${severity} ${verdict} ${validation} ${resource.id}: ${message} ${JSON.stringify(admission)}`,
    ),
    results: report.results?.map(({ resource, verdict, reason }) =>
      [resource.id, verdict, ...(reason === undefined ? [] : [reason])].join(' '),
    ),
    policies: report.policies.map(({ id, status, reason }) =>
      [id, status, ...(reason === undefined ? [] : [reason])].join(' '),
    ),
    warnings: report.warnings.map((warning) => formatDiagnostic(warning).split('\n')[0]),
    report,
  }
}

function policy(spec: string, name = 'p', annotations = ''): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}${annotations}}
spec:
${spec.replace(/^/gm, '  ')}
`
}

function binding(spec: string, name = 'b', policyName = 'p'): string {
  return `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec:
  policyName: ${policyName}
${spec.replace(/^/gm, '  ')}
`
}

function about(resource: string, operations = 'CREATE', group = "''", version = 'v1'): string {
  return `matchConstraints:
  resourceRules:
    - {apiGroups: [${group}], apiVersions: [${version}], operations: [${operations}], resources: [${resource}]}
`
}

const pods = `apiVersion: v1
kind: PodList
items:
  - metadata: {name: web, namespace: shop}
    spec: {hostNetwork: true}
  - metadata: {name: db, namespace: shop}
    spec: {}
`
const noHostNetwork = 'validations: [{expression: "!object.spec.?hostNetwork.orValue(false)", message: "no"}]'

test('a finding says by which binding, and what the cluster does about it decides how severe it is', () => {
  const bindings = [
    binding('validationActions: [Deny]', 'deny'),
    binding('validationActions: [Warn, Audit]', 'warn'),
    binding('validationActions: [Audit]', 'audit'),
  ]
  const { findings, results, warnings, report } = scan({
    'policies/p.yaml':
      policy(about('pods') + noHostNetwork, 'p', ', annotations: {policytest.dev/severity: high}') +
      bindings.join(''),
    'export.yaml': pods,
  })
  expect(findings.sort()).toEqual([
    'high fail validation-1 shop/web: no {"binding":"deny","actions":["Deny"],"reason":"Invalid"}',
    'info fail validation-1 shop/web: no {"binding":"audit","actions":["Audit"],"reason":"Invalid"}',
    'low fail validation-1 shop/web: no {"binding":"warn","actions":["Warn","Audit"],"reason":"Invalid"}',
  ])
  expect(results).toEqual(['shop/db pass', 'shop/web fail'])
  expect(warnings).toEqual([])
  expect(report.findings[0]?.location).toEqual({
    file: 'export.yaml',
    start: { line: 5, column: 25 },
    end: { line: 5, column: 29 },
  })
})

test('bindings and parameters may be files of their own beside the policy', () => {
  const { findings, warnings } = scan({
    'policies/p.yaml': policy(`paramKind: {apiVersion: v1, kind: ConfigMap}
${about('pods')}validations: [{expression: object.metadata.name in params.data}]`),
    'policies/binding.yaml': binding(
      'paramRef: {name: names, namespace: ops, parameterNotFoundAction: Deny}\nvalidationActions: [Deny]',
    ),
    'policies/names.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: names, namespace: ops}\ndata: {web: ""}\n',
    'export.yaml': pods,
  })
  expect(findings).toEqual([
    'medium fail validation-1 shop/db: failed expression: object.metadata.name in params.data ' +
      '{"binding":"b","params":"ops/names","actions":["Deny"],"reason":"Invalid"}',
  ])
  expect(warnings).toEqual([])
})

test('what kubectl get -o yaml writes is read as it is, with exact places', () => {
  const { results, warnings, report } = scan({
    'policies/p.yaml': `apiVersion: v1
kind: List
items:
- apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicy
  metadata: {name: p, generation: 1, uid: 12ab}
  spec:
    ${about('pods').replace(/\n/g, '\n    ')}
    validations:
    - expression: |
        has(object.spec.priority) &&
        object.spec.priority > 'a'
  status: {observedGeneration: 1}
- apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicyBinding
  metadata: {name: b, creationTimestamp: '2026-01-01T00:00:00Z'}
  spec: {policyName: p, validationActions: [Deny]}
`,
    'export.yaml': `${pods}  - metadata: {name: odd, namespace: shop}\n    spec: {priority: 1}\n`,
  })
  expect(results).toEqual(['shop/db fail', 'shop/odd error', 'shop/web fail'])
  expect(warnings).toEqual([])
  const odd = report.findings.find(({ verdict }) => verdict === 'error')
  expect(odd?.policyLocation.start).toEqual({ line: 15, column: 9 })
})

test('a namespace that is not at hand is an error at the name that asks for it', () => {
  const { findings, report } = scan({
    'policies/p.yaml':
      policy(
        `${about('pods')}validations:\n  - expression: object.kind == 'Pod' && namespaceObject.metadata.name == 'shop'`,
      ) + binding('validationActions: [Deny]'),
    'export.yaml': pods,
  })
  expect(findings[0]).toMatch(/could not be evaluated: namespace 'shop' is not at hand/)
  expect(report.findings[0]?.policyLocation).toEqual({
    file: 'policies/p.yaml',
    start: { line: 9, column: 43 },
    end: { line: 9, column: 58 },
  })
})

test('two parameters of one name beside a policy are a mistake', () => {
  const twice = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\n'
  expect(() =>
    scan({
      'policies/p.yaml': policy(
        `paramKind: {apiVersion: v1, kind: ConfigMap}\n${about('pods')}${noHostNetwork}`,
      ),
      'policies/a.yaml': twice,
      'policies/b.yaml': twice,
      'export.yaml': pods,
    }),
  ).toThrow(`policies/b.yaml:3:18: v1/ConfigMap 'twice' exists twice beside the policies [duplicate-name]
  the other is at policies/a.yaml:3:18; remove one of them`)
})

test('parameters of the export are in force, whatever lies beside the policy', () => {
  const params = (max: number) =>
    `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: max, namespace: shop}\ndata: {max: '${max}'}\n`
  const { results } = scan({
    'policies/p.yaml':
      policy(`paramKind: {apiVersion: v1, kind: ConfigMap}
${about('pods')}validations: [{expression: size(object.metadata.name) <= int(params.data.max)}]`) +
      binding('paramRef: {name: max, parameterNotFoundAction: Deny}\nvalidationActions: [Deny]') +
      params(1),
    'export.yaml': pods + params(2),
  })
  expect(results).toEqual(['shop/db pass', 'shop/web fail'])
})

test('what no export can show is said', () => {
  const { warnings, policies } = scan({
    'policies/p.yaml':
      policy(about('pods', 'UPDATE, DELETE') + noHostNetwork) +
      '---\n' +
      policy(about('pods/exec, "*/scale"', 'CONNECT') + noHostNetwork, 'q') +
      binding('validationActions: [Deny]', 'q', 'q') +
      binding('validationActions: [Deny]', 'stray', 'pp'),
    'export.yaml': pods,
  })
  expect(warnings).toEqual([
    "policies/p.yaml:3:18: warning: 'p' is about UPDATE and DELETE alone, and an export shows objects as if they were created [admission-operations]",
    "policies/p.yaml:3:18: warning: no binding names 'p': a cluster does not enforce it, but it is judged here [admission-unbound]",
    "policies/p.yaml:12:18: warning: 'q' is about CONNECT alone, and an export shows objects as if they were created [admission-operations]",
    "policies/p.yaml:12:18: warning: 'q' is about */scale, and no export holds what is sent to a subresource [admission-subresource]",
    "policies/p.yaml:12:18: warning: 'q' is about pods/exec, and no export holds what is sent to a subresource [admission-subresource]",
    "policies/p.yaml:30:15: warning: the binding is of 'pp', which is no ValidatingAdmissionPolicy among the policies [unknown-reference]",
  ])
  expect(policies).toEqual([
    'p unmatched its matchConstraints leave out every resource',
    'q unmatched its matchConstraints leave out every resource',
  ])
})

test('what failurePolicy Ignore lets pass is neither a pass nor a finding, and is said once for each rule', () => {
  const { results, findings, warnings, policies } = scan({
    'policies/p.yaml':
      policy(`failurePolicy: Ignore\n${about('pods')}validations: [{expression: object.spec.priority > 0}]`) +
      binding('validationActions: [Deny]'),
    'export.yaml': pods,
  })
  const reason = 'validation-1 could not be evaluated, and failurePolicy is Ignore'
  expect(results).toEqual([`shop/db skip ${reason}`, `shop/web skip ${reason}`])
  expect(findings).toEqual([])
  expect(warnings).toEqual([
    "policies/p.yaml:9:30: warning: 'p' did not judge v1/Pod shop/web and 1 more: " +
      "validation-1 could not be evaluated: no such key 'priority' in object.spec [admission-ignored]",
  ])
  expect(policies).toEqual([`p unmatched every resource was skipped: 2: ${reason}`])
})

test('a plural that only its kind tells is said, once', () => {
  const widgets = ['a', 'b'].map(
    (name) => `---\napiVersion: acme.example.com/v1\nkind: Policy\nmetadata: {name: ${name}}\nspec: {}\n`,
  )
  const { results, warnings } = scan({
    'policies/p.yaml':
      policy(
        `${about('policies', 'CREATE', 'acme.example.com')}validations: [{expression: has(object.spec)}]`,
      ) + binding('validationActions: [Deny]'),
    'export.yaml': widgets.join(''),
  })
  expect(results).toEqual(['a pass', 'b pass'])
  expect(warnings).toEqual([
    "policies/p.yaml:3:18: warning: 'p': kind Policy of acme.example.com is taken for 'policies', " +
      'made from its name: its CRD is not at hand [admission-approximate]',
  ])
})

test('a namespaced binding cannot find parameters for what lives in no namespace', () => {
  const { findings } = scan({
    'policies/p.yaml':
      policy(
        `paramKind: {apiVersion: v1, kind: ConfigMap}\n${about('nodes')}validations: [{expression: 'true'}]`,
      ) + binding('paramRef: {name: max, parameterNotFoundAction: Deny}\nvalidationActions: [Warn]'),
    'export.yaml': 'apiVersion: v1\nkind: Node\nmetadata: {name: worker}\n',
  })
  expect(findings).toEqual([
    'medium error paramRef worker: could not be evaluated: the paramRef of ConfigMap needs a namespace: ' +
      'the object judged lives in none {"binding":"b","actions":["Warn"]}',
  ])
})

test('values of Secrets do not reach the report, be they objects or parameters', () => {
  const secret = (name: string, value: string) =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: shop}\ndata: {key: ${Buffer.from(value).toString('base64')}}\n`
  const { findings, report } = scan({
    'policies/p.yaml':
      policy(`paramKind: {apiVersion: v1, kind: Secret}
${about('secrets')}validations:
  - expression: object.data.key == params.data.key
    messageExpression: object.data.key + ' is not ' + params.data.key
  - expression: int(object.data.key) > 0`) +
      binding('paramRef: {name: wanted, parameterNotFoundAction: Deny}\nvalidationActions: [Deny]') +
      secret('wanted', 'hidden-parameter'),
    'export.yaml': secret('given', 'hidden-object').slice(4),
  })
  expect(findings.map((line) => line.replace(/ \{.*/, ''))).toEqual([
    'medium fail validation-1 shop/given: <redacted> is not <redacted>',
    expect.stringMatching(/^medium error validation-2 shop\/given: could not be evaluated: /),
  ])
  const hidden = [
    'hidden-',
    ...['hidden-object', 'hidden-parameter'].map((text) => Buffer.from(text).toString('base64')),
  ]
  for (const text of hidden) expect(JSON.stringify(report)).not.toContain(text)
})

describe('the expressions live in the environment of the API server', () => {
  function problems(spec: string): string[] {
    try {
      scan({ 'policies/p.yaml': policy(about('pods') + spec), 'export.yaml': pods })
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      return error.diagnostics.map(({ message, hint, location }) =>
        [`${location?.start.line}:${location?.start.column} ${message}`, ...(hint ? [hint] : [])].join('; '),
      )
    }
    return []
  }

  test.each([
    [
      "validations: [{expression: \"authorizer.group('').resource('pods').check('get').allowed()\"}]",
      [
        '8:31 authorizer needs a live API server; policytest judges exports offline: leave such rules to the cluster',
      ],
    ],
    [
      'validations: [{expression: params.max > 1}]',
      ["8:30 unknown variable 'params'; say under 'paramKind' what the parameters are"],
    ],
    [
      'validations: [{expression: size(inventory.list("v1/Pod")) > 1}]',
      ["8:35 unknown variable 'inventory'; it is of policytest: the API server would refuse the policy"],
    ],
    [
      'validations: [{expression: request.usrInfo.username == ""}]',
      ["8:38 unknown field 'usrInfo'; did you mean 'userInfo'?"],
    ],
    [
      'variables: [{name: a, expression: "1"}]\nmatchConditions: [{name: c, expression: variables.a == 1}]\nvalidations: [{expression: variables.a == 1}]',
      [
        "9:43 unknown variable 'variables'; the policy has none, or none yet: match conditions come before them",
      ],
    ],
    [
      `validations: [{expression: "!cidrs.cover(['0.0.0.0/0'], '10.0.0.0/8')"}]`,
      [
        "8:32 unknown function 'cidrs.cover'; it is a function of policytest: no version of Kubernetes has it",
      ],
    ],
    [
      `validations: [{expression: 'request["name"] == ""'}]`,
      ['8:31 a value of type kubernetes.AdmissionRequest cannot be indexed'],
    ],
    [
      'validations: [{expression: namespaceObject.metadata.nmae == ""}]',
      ["8:55 unknown field 'nmae'; did you mean 'name'?"],
    ],
    ['validations: [{expression: "1"}]', ['8:31 the expression gives int, it must give bool']],
    [
      'validations: [{expression: object.spec.enabled, messageExpression: object.spec.text}]',
      [
        "8:30 the expression gives dyn, it must give bool; compare it: '… == true'",
        "8:70 the expression gives dyn, it must give string; convert it: 'string(…)'",
      ],
    ],
    [
      `validations: [{expression: "!cidrs.cover(['0.0.0.0/0'], '10.0.0.0/8')"}]`,
      [
        "8:32 unknown function 'cidrs.cover'; it is a function of policytest: no version of Kubernetes has it",
      ],
    ],
    [
      'validations: [{expression: ruleset(object).allows()}]',
      ["8:30 unknown function 'ruleset'; it is a function of policytest: no version of Kubernetes has it"],
    ],
    [
      'validations: [{expression: "object.spec.containers.includes(1)"}]',
      [
        "8:54 unknown method 'includes'; it is there since Kubernetes 1.37, and a server of 1.37 still refuses it in new policies",
      ],
    ],
    [
      'auditAnnotations: [{key: k, valueExpression: size(object.spec)}]',
      ['8:48 the expression gives int, it must give string or null_type'],
    ],
  ])('%s', (spec, expected) => {
    expect(problems(spec)).toEqual(expected)
  })
})

test('a match condition that looks at the namespace is warned about', () => {
  const { warnings, results } = scan({
    'policies/p.yaml':
      policy(`${about('pods')}matchConditions: [{name: ns, expression: namespaceObject == null}]
validations: [{expression: 'true'}]`) + binding('validationActions: [Deny]'),
    'export.yaml': `${pods}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`,
  })
  expect(results).toEqual(['shop/db pass', 'shop/web pass'])
  expect(warnings).toEqual([
    "policies/p.yaml:8:44: warning: namespaceObject is always null in match conditions, so 'ns' cannot look at it [admission-condition]",
  ])
})

test('a paramRef of a policy without paramKind is ignored, as in a cluster, and that is said', () => {
  const { findings, warnings } = scan({
    'policies/p.yaml':
      policy(about('pods') + noHostNetwork) +
      binding('paramRef: {name: gone, parameterNotFoundAction: Deny}\nvalidationActions: [Deny]'),
    'export.yaml': pods,
  })
  expect(findings).toEqual([
    'medium fail validation-1 shop/web: no {"binding":"b","actions":["Deny"],"reason":"Invalid"}',
  ])
  expect(warnings).toEqual([
    "policies/p.yaml:15:3: warning: the paramRef of binding 'b' has no effect: 'p' has no paramKind [admission-param-ref]",
  ])
})

describe('of variables with one name the last holds', () => {
  const twice = (second: string) =>
    `${about('pods')}variables: [{name: a, expression: "1"}, {name: b, expression: variables.a}, {name: a, expression: "${second}"}]
validations: [{expression: variables.b == 2}]`

  test('for the expressions above it, too: a warning', () => {
    const { results, warnings } = scan({
      'policies/p.yaml': policy(twice('2')) + binding('validationActions: [Deny]'),
      'export.yaml': pods,
    })
    expect(results).toEqual(['shop/db pass', 'shop/web pass'])
    expect(warnings).toEqual([
      "policies/p.yaml:8:86: warning: variable 'a' exists already: this one holds for the expressions above it, too [duplicate-name]",
    ])
  })

  test('one that then needs itself is a mistake', () => {
    expect(() => scan({ 'policies/p.yaml': policy(twice('variables.b + 1')), 'export.yaml': pods })).toThrow(
      "variable 'a' exists already, and now needs itself",
    )
  })
})
