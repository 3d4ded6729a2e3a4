import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Something that people do by oversight, and what the program says to it. */
export interface Situation {
  readonly what: string
  /** Beside or instead of the files of {@link project}; undefined takes one away. */
  readonly files?: Readonly<Record<string, string | Uint8Array | undefined>>
  /** What is no file: links, pipes, folders. */
  readonly prepare?: (root: string) => void
  readonly line?: string
  readonly stdin?: string
  /** The exit code, without and with --strict. */
  readonly exit: readonly [plain: number, strict: number]
  /** Texts that standard output or standard error has to hold, strict or not. */
  readonly says: string | readonly string[]
  /** The names of what a strict run does not let pass, in order. */
  readonly stops?: readonly string[]
}

const own = 'apiVersion: policytest.dev/v1\n'

const policy = (
  name: string,
  spec = '',
  validation = '{name: named, expression: object.metadata.name != "bad"}',
) =>
  `${own}kind: Policy\nmetadata: {name: ${name}}\nspec:\n${spec.includes('match:') ? '' : '  match: {resources: [v1/Pod]}\n'}${spec}  validations: [${validation}]\n`

const ofType = (type: string) => ({
  'policies/typed.yaml': policy(
    'typed',
    `  match: {resources: ['${type}']}\n`,
    '{name: never, expression: "false"}',
  ),
})

const config = (spec: string) => ({ 'policytest.config.yaml': `${own}kind: Config\nspec:\n${spec}` })

const pack = (guidelines: string, profiles = '') => ({
  'policies/images/pack.yaml': `${own}kind: Pack
metadata: {name: images}
spec:
  title: Images
  guidelines:
${guidelines}${profiles}`,
})
const guideline = (id: string, more = '') =>
  `    - {id: ${id}, title: T, statement: S, severity: medium${more === '' ? '' : `, ${more}`}}\n`
const reviewed = guideline('reviewed', 'attestation: {statement: They were reviewed., every: P90D}')
const attested = (fields: string, guideline = 'images/reviewed') =>
  config(`  attestations: [{guideline: ${guideline}, by: J. Doe, ${fields}}]\n`)
const twoProfiles = `  profiles:
    - {id: all, default: true, guidelines: ["*"]}
    - {id: some, guidelines: [reviewed]}
    - {id: nothing, guidelines: ["*"], except: ["*"]}
`
const recently = 'date: 2025-12-01, expires: 2026-12-31'

const waivers = (entries: string) => ({
  'waivers.yaml': `${own}kind: Waivers\nspec:\n  waivers:\n${entries}`,
})
const waiver = (fields: string) => waivers(`    - {${fields}, reason: R, owner: O, expires: 2026-12-31}\n`)

const testFile = (cases: string) => ({
  'policies/named.test.yaml': `${own}kind: PolicyTest\nspec:\n  policy: named\n  cases:\n${cases}`,
})

const pod = (name: string) =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"},"spec":{"containers":[{"name":"app","image":"web:1.4"}]}}`
const web = 'exports/web.json'

/** A small project in order: a policy, and an export that keeps to it. */
export const project: Readonly<Record<string, string>> = {
  'policies/named.yaml': policy('named'),
  [web]: pod('web'),
}

const bad = { 'exports/bad.json': pod('bad') }
const scan = 'scan exports'
const only = (file: string, text: string | Uint8Array) => ({ [web]: undefined, [`exports/${file}`]: text })

/** One page of an answer: 1 security group of 150. */
export const incompleteExport = {
  ...only(
    'sg.json',
    '{"Response":{"SecurityGroupSet":[{"SecurityGroupId":"sg-1","SecurityGroupName":"web"}],"TotalCount":150,"RequestId":"1"}}',
  ),
  'policies/named.yaml': policy(
    'named',
    '  match: {resources: [tencent.vpc/SecurityGroup]}\n',
    '{expression: object.SecurityGroupName != ""}',
  ),
}

const unknownTypes: readonly (readonly [type: string, meant: string])[] = [
  ['v1/Pods', 'v1/Pod'],
  ['v1/pod', 'v1/Pod'],
  ['v1/pods', 'v1/Pod'],
  ['Pod', 'v1/Pod'],
  ['apps/v1/deployment', 'apps/v1/Deployment'],
  ['apps/v1/Deployments', 'apps/v1/Deployment'],
  ['Deployment', 'apps/v1/Deployment'],
  ['ibm.is/SecurityGroups', 'ibm.is/SecurityGroup'],
  ['iptables/ruleset', 'iptables/Ruleset'],
]

const aboutTypes: readonly Situation[] = [
  ...unknownTypes.map(
    ([type, meant]): Situation => ({
      what: `a policy is about ${type}`,
      files: ofType(type),
      exit: [0, 1],
      says: [`no source gives the type '${type}' [unknown-type]`, `did you mean '${meant}'?`, 'no data'],
      stops: ['no-data', 'unknown-type'],
    }),
  ),
  {
    what: 'a glob of types in lower case',
    files: ofType('apps/v1/deploy*'),
    exit: [0, 1],
    says: "upper and lower case matter: 'apps/v1/Deployment'",
    stops: ['no-data', 'unknown-type'],
  },
  {
    what: 'one of two types is misspelt, and the other one is judged',
    files: { 'policies/two.yaml': policy('two', '  match: {resources: [v1/Pod, v1/Servce]}\n') },
    exit: [0, 1],
    says: "did you mean 'v1/Service'?",
    stops: ['unknown-type'],
  },
  {
    what: 'a join requires a misspelt type',
    files: { 'policies/join.yaml': policy('join', '  requires: [v1/Namespaces]\n') },
    exit: [0, 1],
    says: ["did you mean 'v1/Namespace'?", 'needs v1/Namespaces, which no export has'],
    stops: ['no-data', 'unknown-type'],
  },
  {
    what: 'an expression looks up a misspelt type, and so finds nothing to object to',
    files: {
      'policies/lookup.yaml': policy(
        'lookup',
        '',
        '{name: a, expression: \'inventory.list("v1/Pods").all(p, false)\'}',
      ),
    },
    exit: [0, 1],
    says: ["no source gives the type 'v1/Pods'", "did you mean 'v1/Pod'?"],
    stops: ['unknown-type'],
  },
  {
    what: 'lint of a policy about a misspelt type',
    files: ofType('v1/pods'),
    line: 'lint',
    exit: [1, 1],
    says: "did you mean 'v1/Pod'?",
  },
]

const aboutPolicies: readonly Situation[] = [
  {
    what: 'a policy as JSON is in force',
    files: {
      'policies/as-json.json':
        '{"apiVersion":"policytest.dev/v1","kind":"Policy","metadata":{"name":"as-json"},"spec":{"match":{"resources":["v1/Pod"]},"validations":[{"name":"never","expression":"false","message":"judged"}]}}',
    },
    exit: [1, 1],
    says: 'judged',
  },
  ...(
    [
      ['a copy that an editor left', 'policies/no-root.yaml.bak'],
      ['a backup of vi', 'policies/no-root.yaml~'],
      ['a hidden policy', 'policies/.no-root.yaml'],
      ['a policy in a hidden folder', 'policies/.old/no-root.yaml'],
      ['a policy in node_modules', 'policies/node_modules/p/no-root.yaml'],
    ] as const
  ).map(
    ([what, file]): Situation => ({
      what: `${what} is not in force`,
      files: { [file]: policy('no-root', '', '{name: never, expression: "false"}') },
      exit: [0, 1],
      says: ['not read, because of their names', file.split('/')[1] ?? ''],
      stops: ['not-read'],
    }),
  ),
  {
    what: 'what is excluded is left out without a word',
    files: { 'policies/.no-root.yaml': '', 'policies/old.yaml.bak': '', 'exports/notes.txt.md': 'x' },
    line: `${scan} --exclude **/.* **/*.bak **/*.md`,
    exit: [0, 0],
    says: '0 open findings',
  },
  {
    what: 'an exclude that leaves nothing out',
    line: `${scan} --exclude drafts`,
    exit: [0, 1],
    says: "--exclude: 'drafts' leaves nothing out",
    stops: ['exclude-unused'],
  },
  {
    what: 'an exclude of the configuration that leaves nothing out',
    files: config('  exclude: [policies/drafts]\n'),
    exit: [0, 1],
    says: ["'policies/drafts' leaves nothing out", 'policytest.config.yaml:4:13'],
    stops: ['exclude-unused'],
  },
  {
    what: "Helm's values among the policies",
    files: { 'policies/values.yaml': 'replicas: 2\nimage: web\n' },
    exit: [0, 1],
    says: ['left out', 'policies/values.yaml'],
    stops: ['not-read'],
  },
  {
    what: 'a policy that lost its head',
    files: {
      'policies/headless.yaml':
        'spec:\n  match: {resources: [v1/Pod]}\n  validations: [{expression: "false"}]\n',
    },
    exit: [2, 2],
    says: 'policies/headless.yaml',
  },
  {
    what: 'a policy of a misspelt kind',
    files: { 'policies/kind.yaml': policy('kind').replace('kind: Policy', 'kind: Polcy') },
    exit: [2, 2],
    says: "did you mean 'Policy'?",
  },
  {
    what: 'no folder of policies',
    files: { 'policies/named.yaml': undefined },
    exit: [2, 2],
    says: 'there is no folder ./policies here',
  },
  {
    what: 'a folder of policies without policies',
    files: { 'policies/named.yaml': undefined, 'policies/README.md': '#' },
    exit: [2, 2],
    says: "no YAML files in 'policies'",
  },
  {
    what: "a folder of somebody else's manifests",
    files: { 'manifests/pod.json': pod('web') },
    line: `${scan} --policies manifests`,
    exit: [2, 2],
    says: "no policies in 'manifests'",
  },
  {
    what: 'a misspelt path of policies',
    line: `${scan} --policies polices`,
    exit: [2, 2],
    says: "'polices' does not exist",
  },
  {
    what: 'an export named as a policy',
    line: `${scan} --policies exports/web.json`,
    exit: [2, 2],
    says: 'exports/web.json',
  },
  {
    what: 'an empty policy file',
    files: { 'policies/empty.yaml': '' },
    exit: [0, 1],
    says: ['left out', 'policies/empty.yaml'],
    stops: ['not-read'],
  },
  {
    what: 'an empty policy file by its name',
    files: { 'policies/empty.yaml': '' },
    line: `${scan} --policies policies/empty.yaml`,
    exit: [2, 2],
    says: 'policies/empty.yaml:1:1: neither a policy nor a pack nor a test',
  },
  {
    what: 'a policy with tabs',
    files: { 'policies/tabs.yaml': policy('tabs').replaceAll('  ', '\t') },
    exit: [2, 2],
    says: 'policies/tabs.yaml',
  },
  {
    what: 'a policy cut short',
    files: { 'policies/cut.json': '{"apiVersion":"policytest.dev/v1","kind":"Policy","metad' },
    exit: [2, 2],
    says: 'policies/cut.json',
  },
  {
    what: 'two policies of one name',
    files: { 'policies/again.yaml': policy('named') },
    exit: [2, 2],
    says: "policy 'named' exists twice",
  },
  {
    what: 'a misspelt key',
    files: { 'policies/key.yaml': policy('key').replace('validations:', 'validation:') },
    exit: [2, 2],
    says: "did you mean 'validations'?",
  },
  {
    what: 'no validation',
    files: { 'policies/none.yaml': policy('none', '', '') },
    exit: [2, 2],
    says: "'validations' needs at least 1 item",
  },
  {
    what: 'no type to judge',
    files: { 'policies/none.yaml': policy('none', '  match: {resources: []}\n') },
    exit: [2, 2],
    says: "'resources' needs at least 1 item",
  },
  {
    what: 'a misspelt variable',
    files: { 'policies/name.yaml': policy('name', '', '{expression: objct.metadata.name != ""}') },
    exit: [2, 2],
    says: "did you mean 'object'?",
  },
  {
    what: 'a field that is not there',
    files: {
      'policies/field.yaml': policy('field', '', '{name: a, expression: object.spec.hostNetwork == false}'),
    },
    exit: [1, 1],
    says: "no such key 'hostNetwork'",
  },
  {
    what: 'a match condition that no resource meets',
    files: {
      'policies/idle.yaml': policy('idle', '  matchConditions: [{name: never, expression: "false"}]\n'),
    },
    exit: [0, 1],
    says: "every resource was excluded by a match condition: 1 by 'never'",
    stops: ['unmatched'],
  },
  {
    what: 'one of two policies of a guideline has nothing to judge',
    files: {
      ...pack(guideline('tagged')),
      'policies/images/a.yaml': policy('a', '  guidelines: [tagged]\n'),
      'policies/images/b.yaml': policy('b', '  guidelines: [tagged]\n  match: {resources: [v1/Service]}\n'),
    },
    exit: [0, 1],
    says: ['partial', 'images/b: no resource of type v1/Service'],
    stops: ['partial'],
  },
  {
    what: 'a guideline is violated below --fail-on, and one of its policies is idle',
    files: {
      ...pack(guideline('tagged')),
      'policies/images/a.yaml': policy('a', '  guidelines: [tagged]\n', '{name: a, expression: "false"}'),
      'policies/images/b.yaml': policy('b', '  guidelines: [tagged]\n  match: {resources: [v1/Service]}\n'),
    },
    line: `${scan} --fail-on critical`,
    exit: [0, 1],
    says: 'open finding',
    stops: ['idle-policy'],
  },
  {
    what: 'a guideline without policy',
    files: pack(guideline('tagged')),
    exit: [0, 1],
    says: 'not implemented',
    stops: ['not-implemented'],
  },
  {
    what: 'a policy of a guideline that is not there',
    files: { ...pack(guideline('tagged')), 'policies/images/a.yaml': policy('a', '  guidelines: [taged]\n') },
    exit: [2, 2],
    says: "did you mean 'tagged'?",
  },
  {
    what: 'a Kubernetes policy that errs, and lets pass what it cannot judge',
    files: {
      'policies/vap.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: vap}
spec:
  failurePolicy: Ignore
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: object.spec.priority > 5}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: vap}
spec: {policyName: vap, validationActions: [Deny]}
`,
    },
    exit: [0, 1],
    says: "'vap' did not judge v1/Pod web",
    stops: ['unmatched', 'admission-ignored', 'admission-approximate'],
  },
  {
    what: 'a binding of a policy that is not there',
    files: {
      'policies/binding.yaml':
        'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: b}\nspec: {policyName: vap, validationActions: [Deny]}\n',
    },
    exit: [0, 1],
    says: "the binding is of 'vap', which is no ValidatingAdmissionPolicy",
    stops: ['unknown-reference'],
  },
]

const known = (findings: string) => ({
  'last.json': `{"apiVersion":"policytest.dev/v1","kind":"Report","findings":[${findings}]}`,
})

const aboutHistory: readonly Situation[] = [
  {
    what: 'only new findings count, and there is no baseline',
    files: bad,
    line: `${scan} --fail-on new`,
    exit: [2, 2],
    says: '--fail-on new says what a baseline does not know, and there is none',
  },
  {
    what: 'a baseline that is not there',
    files: bad,
    line: `${scan} --baseline last.json --fail-on new`,
    exit: [2, 2],
    says: 'last.json cannot be read',
  },
  {
    what: 'a baseline that was cut short',
    files: { ...bad, ...known('') },
    line: `${scan} --baseline last.json --fail-on new`,
    exit: [2, 2],
    says: 'not a report of policytest',
  },
  {
    what: 'an export instead of a baseline',
    files: bad,
    line: `${scan} --baseline ${web}`,
    exit: [2, 2],
    says: 'not a report of policytest',
  },
  {
    what: 'a configuration that asks for new findings only, and names no baseline',
    files: { ...bad, ...config('  failOn: new\n') },
    exit: [2, 2],
    says: 'add --baseline <report>',
  },
]

const aboutPacks: readonly Situation[] = [
  {
    what: 'nobody has attested',
    files: pack(reviewed),
    exit: [0, 1],
    says: 'not attested',
    stops: ['not-attested'],
  },
  {
    what: 'somebody has looked, and it does not hold',
    files: { ...pack(reviewed), ...attested(`${recently}, result: failed`) },
    exit: [1, 1],
    says: 'does not hold, by the word of J. Doe on 2025-12-01: They were reviewed.',
  },
  {
    what: 'evidence of an attestation that is gone',
    files: {
      ...pack(reviewed),
      ...attested(`${recently}, evidence: review.pdf, evidenceSha256: '${'0'.repeat(64)}'`),
    },
    exit: [0, 1],
    says: ['review.pdf cannot be read', 'evidence-changed'],
    stops: ['evidence-changed'],
  },
  {
    what: 'attested lately',
    files: { ...pack(reviewed), ...attested(recently) },
    exit: [0, 0],
    says: 'attested by J. Doe on 2025-12-01, valid until 2026-03-01',
  },
  {
    what: 'a word of 2020 on what has to be confirmed every 90 days',
    files: { ...pack(reviewed), ...attested('date: 2020-01-01, expires: 2099-01-01') },
    exit: [0, 1],
    says: ['attestation expired', 'expired on 2020-03-31; one given on 2020-01-01 holds for 90 days at most'],
    stops: ['attestation-expired'],
  },
  {
    what: 'a word of the future',
    files: { ...pack(reviewed), ...attested('date: 2027-01-01, expires: 2027-12-31') },
    exit: [2, 2],
    says: ['policytest.config.yaml:4:18', 'is of 2027-01-01, which is yet to come'],
  },
  {
    what: 'a word that ends before it starts',
    files: { ...pack(reviewed), ...attested('date: 2025-06-01, expires: 2025-05-01') },
    exit: [2, 2],
    says: 'expires before its date',
  },
  {
    what: 'a word on a misspelt guideline',
    files: { ...pack(reviewed), ...attested(recently, 'images/reviwed') },
    exit: [2, 2],
    says: ['policytest.config.yaml:4:18', "did you mean 'images/reviewed'?"],
  },
  {
    what: 'a word on a guideline of a misspelt pack',
    files: { ...pack(reviewed), ...attested(recently, 'image/reviewed') },
    exit: [2, 2],
    says: "an attestation of the unknown guideline 'image/reviewed'",
  },
  {
    what: 'a word on a guideline of a pack that is left out on purpose',
    files: { ...pack(reviewed), ...attested(recently) },
    line: `${scan} --policies policies/named.yaml`,
    exit: [0, 1],
    says: 'the attestation of images/reviewed is for a pack that is not loaded',
    stops: ['attestation-unused'],
  },
  {
    what: 'a profile that leaves nothing',
    files: pack(reviewed, twoProfiles),
    line: `${scan} --profile images=nothing`,
    exit: [2, 2],
    says: [
      'policies/images/pack.yaml:11:12',
      "the profile 'nothing' leaves no guideline of the pack 'images'",
    ],
  },
  {
    what: 'a profile of the configuration that leaves nothing',
    files: { ...pack(reviewed, twoProfiles), ...config('  profiles: {images: nothing}\n') },
    exit: [2, 2],
    says: ['policytest.config.yaml:4:22', 'leaves no guideline'],
  },
  {
    what: 'lint of a profile that leaves nothing',
    files: pack(reviewed, twoProfiles),
    line: 'lint',
    exit: [1, 1],
    says: "profile 'nothing' leaves no guideline",
  },
  {
    what: 'two profiles for one pack',
    files: pack(reviewed, twoProfiles),
    line: `${scan} --profile images=all images=some`,
    exit: [2, 2],
    says: "two profiles for the pack 'images': 'all' and 'some'",
  },
  {
    what: 'a misspelt profile',
    files: pack(reviewed, twoProfiles),
    line: `${scan} --profile images=al`,
    exit: [2, 2],
    says: "did you mean 'all'?",
  },
  {
    what: 'a profile of a misspelt pack',
    files: pack(reviewed, twoProfiles),
    line: `${scan} --profile image=all`,
    exit: [2, 2],
    says: "did you mean 'images'?",
  },
  {
    what: 'an unknown profile in the configuration',
    files: { ...pack(reviewed, twoProfiles), ...config('  profiles: {images: strict}\n') },
    exit: [2, 2],
    says: ['policytest.config.yaml:4:22', "unknown profile 'strict'"],
  },
  {
    what: 'a profile without a name',
    files: pack(reviewed, twoProfiles),
    line: `${scan} --profile images=`,
    exit: [2, 2],
    says: "unknown profile ''",
  },
]

const aboutWaivers: readonly Situation[] = [
  {
    what: 'a waiver that is needed',
    files: { ...bad, ...waiver('policy: named') },
    line: `${scan} --waivers waivers.yaml`,
    exit: [0, 0],
    says: 'waived',
  },
  {
    what: 'a waiver that nothing needs',
    files: waiver('policy: named'),
    line: `${scan} --waivers waivers.yaml`,
    exit: [0, 1],
    says: 'the waiver for named matches no finding',
    stops: ['waiver-unused'],
  },
  {
    what: 'a waiver of a misspelt policy',
    files: { ...bad, ...waiver('policy: name') },
    line: `${scan} --waivers waivers.yaml`,
    exit: [1, 1],
    says: 'the waiver for name matches no finding',
  },
  {
    what: 'a waiver of a misspelt guideline',
    files: { ...bad, ...waiver('guideline: nmaed') },
    line: `${scan} --waivers waivers.yaml`,
    exit: [1, 1],
    says: 'the waiver for nmaed matches no finding',
  },
  {
    what: 'a waiver that has expired',
    files: { ...bad, ...waivers('    - {policy: named, reason: R, owner: O, expires: 2025-12-31}\n') },
    line: `${scan} --waivers waivers.yaml`,
    exit: [1, 1],
    says: 'expired',
  },
  {
    what: 'a waiver without a reason',
    files: waivers('    - {policy: named, owner: O, expires: 2026-12-31}\n'),
    line: `${scan} --waivers waivers.yaml`,
    exit: [2, 2],
    says: "'reason' is missing",
  },
  {
    what: 'a waiver of everything',
    files: waiver('validation: named'),
    line: `${scan} --waivers waivers.yaml`,
    exit: [2, 2],
    says: 'the waiver names neither a policy nor a guideline',
  },
  {
    what: 'a waiver until 31 February',
    files: waivers('    - {policy: named, reason: R, owner: O, expires: 2026-02-31}\n'),
    line: `${scan} --waivers waivers.yaml`,
    exit: [2, 2],
    says: 'is not a date',
  },
  { what: 'no file of waivers', line: `${scan} --waivers waivers.yml`, exit: [2, 2], says: 'waivers.yml' },
  {
    what: 'a folder for a file of waivers',
    line: `${scan} --waivers exports`,
    exit: [2, 2],
    says: 'exports',
  },
]

const aboutSettings: readonly Situation[] = [
  {
    what: 'a parameter that no expression looks at',
    files: {
      'params.yaml': 'named: {limit: 1}\n',
      'policies/named.yaml': policy('named', '  params: {limit: {type: integer, default: 5}}\n'),
    },
    line: `${scan} --params params.yaml`,
    exit: [0, 1],
    says: ['params.yaml:1:', "nothing uses the parameter 'limit', which is set here"],
    stops: ['param-unused'],
  },
  {
    what: 'parameters for a pack that is not there',
    files: { 'params.yaml': 'nmed: {a: 1}\n' },
    line: `${scan} --params params.yaml`,
    exit: [0, 1],
    says: "parameters for 'nmed', which is not among the loaded packs",
    stops: ['param-unused'],
  },
  {
    what: 'an unknown parameter',
    files: { 'params.yaml': 'named: {a: 1}\n' },
    line: `${scan} --params params.yaml`,
    exit: [2, 2],
    says: 'params.yaml:1:',
  },
  { what: 'no file of parameters', line: `${scan} --params params.yml`, exit: [2, 2], says: 'params.yml' },
  {
    what: 'a folder for a file of parameters',
    line: `${scan} --params policies`,
    exit: [2, 2],
    says: 'policies',
  },
  {
    what: 'no configuration of this name',
    line: `${scan} --config policytest.yml`,
    exit: [2, 2],
    says: 'policytest.yml',
  },
  { what: 'a folder for a configuration', line: `${scan} --config policies`, exit: [2, 2], says: 'policies' },
  {
    what: 'an empty configuration',
    files: { 'policytest.config.yaml': '' },
    exit: [2, 2],
    says: 'the file is empty',
  },
  {
    what: 'a misspelt key of the configuration',
    files: config('  polices: [policies]\n'),
    exit: [2, 2],
    says: "did you mean 'policies'?",
  },
  {
    what: 'a configured input that is not there',
    files: config('  inputs: [export]\n'),
    line: '',
    exit: [2, 2],
    says: ["'", 'does not exist'],
  },
  {
    what: 'a configured input for a misspelt pack',
    files: config('  inputs: [{path: exports, packs: [imges]}]\n'),
    line: '',
    exit: [3, 3],
    says: 'nothing was evaluated',
  },
  {
    what: 'nothing is configured to be tested or judged',
    files: config('  policies: [policies]\n'),
    line: '',
    exit: [3, 3],
    says: 'there is no test case',
  },
  {
    what: 'no command, and no configuration',
    line: '',
    exit: [2, 2],
    says: 'no command, and no policytest.config.yaml here',
  },
  {
    what: 'a misspelt name to allow',
    line: `${scan} --strict --allow no-dta`,
    exit: [2, 2],
    says: "did you mean 'no-data'?",
  },
  {
    what: 'a name to allow that nobody knows',
    line: `${scan} --strict --allow everything`,
    exit: [2, 2],
    says: 'one of: no-data, unmatched',
  },
  {
    what: 'a misspelt name to allow in the configuration',
    files: config('  allow: [unmached]\n'),
    exit: [2, 2],
    says: ['policytest.config.yaml:4:11', "did you mean 'unmatched'?"],
  },
  {
    what: 'acceptance without a reason',
    files: config('  accept: [{guideline: named, status: no-data}]\n'),
    exit: [2, 2],
    says: "'reason' is missing",
  },
  {
    what: 'acceptance of a misspelt status',
    files: config('  accept: [{guideline: named, status: nodata, reason: R}]\n'),
    exit: [2, 2],
    says: "did you mean 'no-data'?",
  },
  {
    what: 'acceptance of a guideline that is decided',
    files: config('  accept: [{guideline: named, status: no-data, reason: R}]\n'),
    exit: [0, 1],
    says: ['policytest.config.yaml:4:12', "its status is 'satisfied'"],
    stops: ['accept-unused'],
  },
  {
    what: 'acceptance of a misspelt guideline',
    files: {
      ...ofType('v1/Service'),
      ...config('  accept: [{guideline: tped, status: no-data, reason: R}]\n'),
    },
    exit: [0, 1],
    says: "did you mean 'typed'?",
    stops: ['no-data', 'accept-unused'],
  },
  {
    what: 'acceptance with a reason',
    files: {
      ...ofType('v1/Service'),
      ...config('  accept: [{guideline: typed, status: no-data, reason: No services yet.}]\n'),
    },
    exit: [0, 0],
    says: 'accepted: No services yet.',
  },
  {
    what: 'acceptance that has expired',
    files: {
      ...ofType('v1/Service'),
      ...config('  accept: [{guideline: typed, status: no-data, reason: R, expires: 2025-12-31}]\n'),
    },
    exit: [0, 1],
    says: 'was accepted until 2025-12-31',
    stops: ['no-data'],
  },
]

const aboutFlags: readonly Situation[] = [
  { what: 'a misspelt command', line: 'scna exports', exit: [2, 2], says: "did you mean 'scan'?" },
  {
    what: 'a misspelt flag',
    line: `${scan} --polices policies`,
    exit: [2, 2],
    says: 'Did you mean --policies?',
  },
  { what: 'strict, misspelt', line: `${scan} --strickt`, exit: [2, 2], says: 'Did you mean --strict?' },
  {
    what: '--fail-on nothing',
    line: `${scan} --fail-on`,
    exit: [2, 2],
    says: "option '--fail-on <severity>' argument",
  },
  {
    what: '--fail-on an unknown severity',
    line: `${scan} --fail-on hgh`,
    exit: [2, 2],
    says: "argument 'hgh' is invalid",
  },
  { what: 'nothing to scan', line: 'scan', exit: [2, 2], says: "missing required argument 'input'" },
  {
    what: 'a time that is none',
    line: `${scan} --now tomorrow`,
    exit: [2, 2],
    says: "'tomorrow' is not a time",
  },
  {
    what: 'a time in the past',
    line: `${scan} --now 2025-06-01`,
    exit: [0, 0],
    says: 'the time of the run, 2025-06-01, is in the past',
  },
  { what: 'an unknown reporter', line: `${scan} -r sariff`, exit: [2, 2], says: "did you mean 'sarif'?" },
  { what: 'a reporter without a file name', line: `${scan} -r json=`, exit: [2, 2], says: 'empty file name' },
  {
    what: 'two reporters on standard output',
    line: `${scan} -r json -r junit`,
    exit: [2, 2],
    says: 'two reporters write to standard output',
  },
  {
    what: 'a report over an export',
    line: `${scan} -r json=exports/web.json`,
    exit: [2, 2],
    says: 'a report would be written over exports/web.json',
  },
  {
    what: 'a report in the place of a folder',
    line: `${scan} -r json=policies`,
    exit: [2, 2],
    says: 'policies',
  },
]

const lookalikes: readonly (readonly [what: string, file: string, text: string, says: string])[] = [
  ['OK before the JSON', 'sg.json', `OK\n${pod('web')}`, 'lines of a command before the JSON'],
  [
    'what a plugin says before the JSON',
    'sg.json',
    `Invoking 'cloud-x'...\nOK\n\n[${pod('web')}]`,
    'lines of a command',
  ],
  [
    'a prompt before the rules',
    'w.rules',
    '$ iptables-save\n*filter\nCOMMIT\n',
    'remove the lines before the first # or *',
  ],
  [
    'a prompt of root',
    'w.txt',
    'root@w1:~# iptables-save\n# Generated\n*filter\nCOMMIT\n',
    'a line of a terminal',
  ],
  ['iptables -S', 'w.rules', '-P INPUT ACCEPT\n-A INPUT -j DROP\n', 'iptables-save > host.rules'],
  ['iptables -L', 'w.txt', 'Chain INPUT (policy ACCEPT)\ntarget prot opt\n', 'what iptables -L prints'],
  ['a table', 'p.txt', 'NAME   READY   STATUS\nweb    1/1     Running\n', 'a table for display'],
  ['a CSV', 'p.txt', 'name,ready,status\nweb,1,Running\n', 'a table for display'],
  ['a web page', 'p.txt', '<!DOCTYPE html>\n<html></html>\n', 'a web page'],
  ['an error', 'p.yaml', 'Error from server (Forbidden): pods is forbidden\n', 'the error of a command'],
  ['an array of objects', 'p.json', `[${pod('web')}]`, 'write one object a line'],
  ['a saved plan', 'p.json', 'PK\u0003\u0004\u0000\u0000', 'terraform show -json'],
]

const aboutExports: readonly Situation[] = [
  ...lookalikes.map(
    ([what, file, text, says]): Situation => ({
      what: `${what} in place of an export`,
      files: only(file, text),
      exit: [2, 2],
      says: [`exports/${file}:1:1`, says],
    }),
  ),
  {
    what: 'a prompt before the rules, behind an empty line',
    files: only('w.rules', '\n  $ iptables-save\n*filter\nCOMMIT\n'),
    exit: [2, 2],
    says: ['exports/w.rules:2:3', 'a line of a terminal'],
  },
  {
    what: 'iptables -S behind an empty line',
    files: only('w.rules', '\n-P INPUT ACCEPT\n'),
    exit: [2, 2],
    says: ['exports/w.rules:2:1', 'what iptables -S prints'],
  },
  {
    what: 'OK behind empty lines',
    files: only('sg.json', `\r\n\nOK\n${pod('web')}`),
    exit: [2, 2],
    says: ['exports/sg.json:3:1', 'lines of a command before the JSON'],
  },
  { what: 'no such export', line: 'scan export', exit: [2, 2], says: "'export' does not exist" },
  {
    what: 'a glob that matches nothing',
    line: 'scan exports/*.yaml',
    exit: [2, 2],
    says: "'exports/*.yaml' does not exist",
  },
  {
    what: 'a folder without exports',
    files: { [web]: undefined },
    prepare: (root) => void mkdirSync(join(root, 'exports')),
    exit: [2, 2],
    says: "no exports in the folder 'exports'",
  },
  {
    what: 'a folder with hidden exports alone',
    files: only('.pods.json', pod('web')),
    exit: [2, 2],
    says: "no exports in the folder 'exports'; not read: exports/.pods.json",
  },
  { what: 'an empty file', files: only('pods.json', ''), exit: [2, 2], says: 'exports/pods.json' },
  { what: 'a blank file', files: only('pods.json', '\n  \n'), exit: [2, 2], says: 'exports/pods.json' },
  { what: 'nothing on standard input', line: 'scan -', exit: [2, 2], says: '<stdin>' },
  {
    what: 'an empty list',
    files: only('pods.json', '[]'),
    exit: [2, 2],
    says: 'an empty list does not tell what it lists',
  },
  { what: 'an empty object', files: only('pods.json', '{}'), exit: [2, 2], says: 'no source recognises' },
  { what: 'null', files: only('pods.json', 'null'), exit: [2, 2], says: 'exports/pods.json' },
  {
    what: 'a list without items',
    files: only('pods.json', '{"apiVersion":"v1","kind":"List","items":[]}'),
    exit: [3, 3],
    says: 'nothing was evaluated',
    stops: ['no-data'],
  },
  {
    what: 'a list of pods without items',
    files: only('pods.json', '{"apiVersion":"v1","kind":"PodList","items":[]}'),
    exit: [3, 3],
    says: 'nothing was evaluated',
    stops: ['unmatched'],
  },
  {
    what: 'exports of other types alone',
    files: only('ns.json', '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}'),
    exit: [3, 3],
    says: 'no resource of type v1/Pod',
    stops: ['no-data'],
  },
  {
    what: 'an error of kubectl',
    files: only(
      'pods.json',
      'Error from server (Forbidden): pods is forbidden: User "ci" cannot list resource "pods"\n',
    ),
    exit: [2, 2],
    says: 'exports/pods.json',
  },
  {
    what: 'a table of kubectl',
    files: only(
      'pods.json',
      'NAME   READY   STATUS    RESTARTS   AGE\nweb    1/1     Running   0          5d\n',
    ),
    exit: [2, 2],
    says: 'exports/pods.json',
  },
  {
    what: 'a login page',
    files: only('pods.json', '<!DOCTYPE html>\n<html><body><form action="/login"></form></body></html>\n'),
    exit: [2, 2],
    says: 'exports/pods.json',
  },
  {
    what: 'JSON cut short',
    files: only('pods.json', '{"apiVersion":"v1","kind":"List","items":['),
    exit: [2, 2],
    says: 'exports/pods.json',
  },
  {
    what: 'a line of another program before the JSON',
    files: only('pods.json', `Retrieving pods...\nOK\n${pod('web')}`),
    exit: [2, 2],
    says: 'exports/pods.json',
  },
  {
    what: 'a refusal of the API server',
    files: only(
      'pods.json',
      '{"apiVersion":"v1","kind":"Status","status":"Failure","message":"Unauthorized","code":401,"metadata":{}}',
    ),
    exit: [2, 2],
    says: 'the API server refused the request: Unauthorized',
  },
  {
    what: 'a table of the API server',
    files: only('pods.json', '{"apiVersion":"meta.k8s.io/v1","kind":"Table","metadata":{},"rows":[]}'),
    exit: [2, 2],
    says: 'a table for display',
  },
  {
    what: 'a refusal of Tencent Cloud',
    files: only(
      'sg.json',
      '{"Response":{"Error":{"Code":"AuthFailure","Message":"not authorised"},"RequestId":"1"}}',
    ),
    exit: [2, 2],
    says: 'the API refused the request: not authorised',
  },
  {
    what: 'a compressed export',
    files: only('pods.json', gzipSync(pod('bad'))),
    exit: [1, 1],
    says: 'exports/pods.json:1',
  },
  {
    what: 'a compressed export by its own name',
    files: { 'exports/pods.json.gz': gzipSync(pod('bad')) },
    exit: [1, 1],
    says: 'exports/pods.json.gz:1',
  },
  {
    what: 'an export of PowerShell, in UTF-16',
    files: only('pods.json', Buffer.from(`\ufeff${pod('bad')}`, 'utf16le')),
    exit: [1, 1],
    says: 'exports/pods.json:1',
  },
  {
    what: 'a compressed export that is named',
    line: 'scan exports/pods.json.gz',
    files: { 'exports/pods.json.gz': gzipSync(pod('bad')) },
    exit: [1, 1],
    says: 'exports/pods.json.gz:1',
  },
  {
    what: 'half of a compressed export',
    files: { 'exports/pods.json.gz': gzipSync(pod('web')).subarray(0, 40) },
    exit: [2, 2],
    says: 'exports/pods.json.gz',
  },
  ...(['utf16le', 'utf16be'] as const).map((encoding): Situation => {
    const bytes = Buffer.from(pod('web'), 'utf16le')
    return {
      what: `an export in ${encoding} without a mark`,
      files: only('pods.json', encoding === 'utf16be' ? bytes.swap16() : bytes),
      exit: [2, 2],
      says: ['exports/pods.json:1', `iconv -f UTF-16${encoding.slice(-2).toUpperCase()} -t UTF-8`],
    }
  }),
  {
    what: 'an export in Latin-1',
    files: only('pods.json', Buffer.from(pod('b\u00fcro'), 'latin1')),
    exit: [2, 2],
    says: 'not valid UTF-8',
  },
  {
    what: 'duplicate keys',
    files: only(
      'pods.json',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"metadata":{"name":"b"}}',
    ),
    exit: [2, 2],
    says: 'duplicate',
  },
  { what: 'read as what it is not', line: `${scan} --as ibm-is`, exit: [2, 2], says: 'exports/web.json' },
  {
    what: 'read as a misspelt source',
    line: `${scan} --as kubernets`,
    exit: [2, 2],
    says: "did you mean 'kubernetes'?",
  },
  { what: 'read as JSON of no type', line: `${scan} --as json`, exit: [2, 2], says: "'json' needs a type" },
  {
    what: 'read as JSON of another type',
    line: `${scan} --as json:v1/pods`,
    exit: [3, 3],
    says: 'no resource of type v1/Pod',
    stops: ['no-data'],
  },
  {
    what: 'one page of several',
    files: only(
      'pods.json',
      `{"apiVersion":"v1","kind":"PodList","metadata":{"continue":"abc"},"items":[${pod('web')}]}`,
    ),
    exit: [0, 1],
    says: ['one page of several: not all resources are in this file', 'partial'],
    stops: ['partial', 'incomplete-input'],
  },
  {
    what: 'one page of several of what no policy asks for',
    files: {
      'exports/svc.json': '{"apiVersion":"v1","kind":"ServiceList","metadata":{"continue":"abc"},"items":[]}',
    },
    exit: [0, 1],
    says: ['one page of several', '1 satisfied'],
    stops: ['incomplete-input'],
  },
  {
    what: 'one of 150',
    files: incompleteExport,
    exit: [0, 1],
    says: ['1 of 150 are in this file', 'partial'],
    stops: ['partial', 'incomplete-input'],
  },
  {
    what: 'a page of the VPC API',
    files: {
      ...only(
        'sg.json',
        '{"security_groups":[{"id":"r1","name":"sg","rules":[],"targets":[]}],"next":{"href":"https://x"}}',
      ),
      'policies/named.yaml': policy(
        'named',
        '  match: {resources: [ibm.is/SecurityGroup]}\n',
        '{expression: object.name != ""}',
      ),
    },
    exit: [0, 1],
    says: ['one page of several', 'partial'],
    stops: ['partial', 'incomplete-input'],
  },
  {
    what: 'a list that is not read',
    files: {
      ...only(
        'sg.json',
        '{"security_groups":[{"id":"r1","name":"sg","rules":[],"targets":[]}],"dedicated_hosts":[{"id":"h"}]}',
      ),
      'policies/named.yaml': policy(
        'named',
        '  match: {resources: [ibm.is/SecurityGroup]}\n',
        '{expression: object.name != ""}',
      ),
    },
    exit: [0, 1],
    says: "the list 'dedicated_hosts' is not read",
    stops: ['not-read'],
  },
  {
    what: 'tables of another firewall',
    files: {
      ...only(
        'w1.rules',
        '# Generated by iptables-save v1.8.7\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n',
      ),
      'policies/named.yaml': policy(
        'named',
        '  match: {resources: [iptables/Ruleset]}\n',
        '{expression: "true"}',
      ),
    },
    exit: [0, 1],
    says: ['rules of iptables-legacy are in force that are not in this export', 'partial'],
    stops: ['partial', 'incomplete-input'],
  },
  {
    what: 'a hidden export',
    files: { 'exports/.hidden.json': pod('bad') },
    exit: [0, 1],
    says: ['not read, by their names', 'exports/.hidden.json'],
    stops: ['not-read'],
  },
  {
    what: 'an export in a hidden folder',
    files: { 'exports/.old/pods.json': pod('bad') },
    exit: [0, 1],
    says: 'exports/.old/',
    stops: ['not-read'],
  },
  {
    what: 'an export in node_modules',
    files: { 'exports/node_modules/pods.json': pod('bad') },
    exit: [0, 1],
    says: 'exports/node_modules/',
    stops: ['not-read'],
  },
  {
    what: 'an export of another extension',
    files: { 'exports/pods.log': pod('bad') },
    exit: [0, 1],
    says: 'exports/pods.log',
    stops: ['not-read'],
  },
  {
    what: 'a pipe among the exports',
    prepare: (root) => void execFileSync('mkfifo', [join(root, 'exports/pipe.json')]),
    exit: [0, 1],
    says: 'exports/pipe.json',
    stops: ['not-read'],
  },
  {
    what: 'a link that leads nowhere',
    prepare: (root) => symlinkSync('gone.json', join(root, 'exports/link.json')),
    exit: [2, 2],
    says: 'is a link that leads nowhere',
  },
  {
    what: 'a link that leads out',
    files: { 'secret.json': pod('bad') },
    prepare: (root) => symlinkSync('../secret.json', join(root, 'exports/link.json')),
    exit: [2, 2],
    says: 'leads out of the folder',
  },
  {
    what: 'a snapshot that lists what is not there',
    files: { 'exports/snapshot.yaml': `${own}kind: Snapshot\nspec:\n  inputs: [{path: gone.json}]\n` },
    exit: [2, 2],
    says: ['exports/snapshot.yaml:4:19', "'gone.json' does not exist"],
  },
  {
    what: 'a snapshot of long ago',
    files: {
      'exports/snapshot.yaml': `${own}kind: Snapshot\nspec:\n  takenAt: 2020-01-01\n  inputs: [{path: web.json}]\n`,
    },
    exit: [0, 1],
    says: ['exports/snapshot.yaml:4:12', 'was taken 2192 days ago'],
    stops: ['snapshot-age'],
  },
  {
    what: 'a snapshot that is yet to be taken',
    files: {
      'exports/snapshot.yaml': `${own}kind: Snapshot\nspec:\n  takenAt: 2027-01-01\n  inputs: [{path: web.json}]\n`,
    },
    exit: [0, 1],
    says: 'says that it is taken 365 days from now',
    stops: ['snapshot-age'],
  },
]

const aboutTests: readonly Situation[] = [
  { what: 'no test', line: 'test', exit: [3, 3], says: 'there is no test case' },
  {
    what: 'a filter that no case meets',
    files: testFile('    - {name: a, given: [../exports/web.json], expect: pass}\n'),
    line: 'test --filter nowhere',
    exit: [3, 3],
    says: "no test case that contains 'nowhere'",
  },
  {
    what: 'a test file without cases',
    files: testFile('    []\n'),
    line: 'test',
    exit: [2, 2],
    says: "'cases' needs at least 1 item",
  },
  {
    what: 'a test of a misspelt policy',
    files: {
      'policies/named.test.yaml': `${own}kind: PolicyTest\nspec:\n  policy: name\n  cases: [{name: a, given: [../exports/web.json], expect: pass}]\n`,
    },
    line: 'test',
    exit: [2, 2],
    says: "did you mean 'named'?",
  },
  {
    what: 'a fixture that is not there',
    files: testFile('    - {name: a, given: [gone.json], expect: pass}\n'),
    line: 'test',
    exit: [2, 2],
    says: 'gone.json',
  },
  {
    what: 'a case that passes because nothing matched',
    files: {
      ...testFile('    - {name: a, given: [../exports/ns.json], expect: pass}\n'),
      'exports/ns.json': '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}',
    },
    line: 'test',
    exit: [1, 1],
    says: 'named › a',
  },
  {
    what: 'a test in a file of another name is run',
    files: {
      'policies/checks.yaml': `${own}kind: PolicyTest\nspec:\n  policy: named\n  cases: [{name: a, given: [../exports/web.json], expect: fail}]\n`,
    },
    line: 'test',
    exit: [1, 1],
    says: 'named › a',
  },
  {
    what: 'a test with a copy of a policy beside it',
    files: {
      ...testFile('    - {name: a, given: [../exports/web.json], expect: pass}\n'),
      'policies/named.yaml.orig': '',
    },
    line: 'test',
    exit: [0, 1],
    says: 'policies/named.yaml.orig',
    stops: ['not-read'],
  },
  {
    what: 'lint of a folder with a copy of a policy',
    files: {
      ...testFile(
        '    - {name: a, given: [../exports/web.json], expect: pass}\n    - {name: b, given: [../exports/web.json], patch: [{op: replace, path: /metadata/name, value: "bad"}], expect: {verdict: fail, findings: [{validation: named}]}}\n',
      ),
      'policies/named.yaml.orig': '',
    },
    line: 'lint',
    exit: [0, 1],
    says: 'policies/named.yaml.orig',
  },
]

/** The project as it is, and every oversight. */
export const situations: readonly Situation[] = [
  { what: 'nothing is amiss', exit: [0, 0], says: '0 open findings' },
  { what: 'a finding', files: bad, exit: [1, 1], says: 'exports/bad.json:1' },
  ...aboutTypes,
  ...aboutPolicies,
  ...aboutPacks,
  ...aboutHistory,
  ...aboutWaivers,
  ...aboutSettings,
  ...aboutFlags,
  ...aboutExports,
  ...aboutTests,
]
