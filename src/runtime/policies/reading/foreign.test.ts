import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { formatDiagnostic } from '../../../wording/diagnostic.js'
import { type ExcludeGlob, exclusionOf } from '../../exclusion.js'
import { InputError } from '../../input-error.js'
import { loadPolicies } from './load.js'

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'policytest-foreign-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: own}
spec: {match: {resources: [v1/Pod]}, validations: [{expression: 'true'}]}
`

interface Loaded {
  readonly policies: readonly string[]
  readonly warnings: readonly string[]
}

function load(files: Readonly<Record<string, string>>, exclude: readonly string[] = []): Loaded {
  const root = folderWith(files)
  const globs: ExcludeGlob[] = exclude.map((glob) => ({ glob, folder: root }))
  const exclusion = exclusionOf(globs)
  const { policies, leftOut } = loadPolicies(['policies'], root, exclusion)
  return {
    policies: policies.map(({ id }) => id),
    warnings: [...leftOut, ...exclusion.unused()].map(formatDiagnostic),
  }
}

function mistakes(files: Readonly<Record<string, string>>, paths = ['policies']): string {
  try {
    loadPolicies(paths, folderWith(files))
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  throw new Error('no mistake was found')
}

const howTo =
  "'exclude: [<glob>]' in policytest.config.yaml, or --exclude <glob>, leaves files out without a word"

/** Files that lie in folders of policies, and are none. */
const strangers: Readonly<Record<string, string>> = {
  'kustomization.yaml': 'resources: [own.yaml]\n',
  'kustomize.yaml':
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [own.yaml]\n',
  'values.yaml': 'image: {tag: 1.2.3}\n',
  'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n',
  'several.yaml':
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
  'ci.yaml': 'on: push\njobs: {a: {steps: [{run: "echo $\x7b{ github.sha }}"}]}}\n',
  '.gitlab-ci.yml': 'test: {script: [make]}\n',
  'compose.yaml': 'services: {web: {image: nginx}}\n',
  'argo.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {project: p}\n',
  'kyverno-exception.yaml': 'apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: a}\n',
  'openapi.yaml': 'openapi: 3.0.0\npaths: {}\n',
  'list.yaml': '- a\n- b\n',
  'text.yaml': 'just text\n',
  'empty.yaml': '',
  'comment.yaml': '# nothing\n',
  'broken.yaml': 'a: [1\nb: }\n',
  'package.json': '{"name": "a"}\n',
  'pod.json': '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}\n',
  'broken.json': '{"name": \n',
}

test.each(Object.keys(strangers).filter((file) => !file.startsWith('.')))(
  '%s beside a policy is left out, and said',
  (file) => {
    expect(load({ 'policies/own.yaml': policy, [`policies/${file}`]: strangers[file] ?? '' })).toEqual({
      policies: ['own'],
      warnings: [
        `warning: left out, files that hold no policy, pack or test: policies/${file} [left-out]\n  ${howTo}`,
      ],
    })
  },
)

test('many strangers are one warning', () => {
  const files = Object.fromEntries(
    Object.entries(strangers).map(([file, text]) => [`policies/${file}`, text]),
  )
  expect(load({ 'policies/own.yaml': policy, ...files }).warnings).toEqual([
    `warning: left out, files that hold no policy, pack or test: policies/Chart.yaml, policies/argo.yaml, policies/broken.json and ${Object.keys(files).length - 4} more (${Object.keys(files).length - 1} files) [left-out]\n  ${howTo}`,
    `warning: not read, because of their names: policies/.gitlab-ci.yml [left-out]\n  ${howTo}`,
  ])
})

test('what is excluded is not spoken of, and a glob that excludes nothing is', () => {
  const files = {
    'policies/own.yaml': policy,
    'policies/values.yaml': 'a: 1\n',
    'policies/x/y/ci.yaml': 'on: push\n',
  }
  expect(load(files, ['policies/values.yaml', '**/ci.yaml']).warnings).toEqual([])
  expect(load(files, ['policies/{values.yaml,x}']).warnings).toEqual([])
  expect(load(files, ['policies/x/**', './policies/v*s.y?ml']).warnings).toEqual([])
  expect(load({ 'policies/own.yaml': policy }, ['values.yaml', 'policies/no/*']).warnings).toEqual([
    "warning: --exclude: 'values.yaml' leaves nothing out [exclude-unused]\n  globs are relative to the working directory; for every folder: '**/values.yaml'",
    "warning: --exclude: 'policies/no/*' leaves nothing out [exclude-unused]\n  globs are relative to the working directory",
  ])
})

const kyverno = (validate: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: a}
spec: {rules: [{name: r, validate: ${validate}}]}
`
const gatekeeper = (code: string) => `apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: a}
spec: {targets: [{target: admission.k8s.gatekeeper.sh, ${code}}]}
`
const rewrite = 'write it as a ValidatingAdmissionPolicy: docs/validating-admission-policy.md'
const carriedOver = `${rewrite}; its CEL can be carried over`
const helm = 'render it first: helm template <chart> > policies/rendered.yaml'

test.each<[what: string, text: string, name: string, advice: string]>([
  ['a template of Helm', 'kind: Pod\n{{- if .Values.x }}\na: 1\n{{- end }}\n', 'Helm templates', helm],
  ['one that is YAML', 'kind: Pod\nname: "{{ .Values.x }}"\n', 'Helm templates', helm],
  ['one of a policy', policy.replace('own}', '{{ .Release.Name }}}'), 'Helm templates', helm],
  ['one of a policy that is YAML', policy.replace('own}', '"{{ .Release.Name }}"}'), 'Helm templates', helm],
  ['a policy of Kyverno', kyverno('{pattern: {a: "{{ request.object }}"}}'), 'policies of Kyverno', rewrite],
  ['one in CEL', kyverno('{cel: {expressions: []}}'), 'policies of Kyverno', carriedOver],
  [
    'a newer kind',
    'apiVersion: policies.kyverno.io/v1alpha1\nkind: ValidatingPolicy\nspec: {validations: [{expression: "true"}]}\n',
    'policies of Kyverno',
    carriedOver,
  ],
  ['a template of Gatekeeper', gatekeeper('rego: x'), 'policies of Gatekeeper', rewrite],
  [
    'one in CEL',
    gatekeeper('code: [{engine: K8sNativeValidation, source: {}}]'),
    'policies of Gatekeeper',
    carriedOver,
  ],
  [
    'a constraint',
    'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: Labels\nmetadata: {name: a}\n',
    'policies of Gatekeeper',
    rewrite,
  ],
])('%s is left out with what to do instead', (_, text, name, advice) => {
  expect(load({ 'policies/own.yaml': policy, 'policies/x.yaml': text })).toEqual({
    policies: ['own'],
    warnings: [`warning: left out, ${name}: policies/x.yaml [left-out]\n  ${advice} (${howTo})`],
  })
  expect(mistakes({ 'x.yaml': text }, ['x.yaml'])).toContain(advice)
})

test.each<[what: string, text: string, mistake: string]>([
  ['a misspelt kind', policy.replace('kind: Policy', 'kind: Polcy'), "did you mean 'Policy'?"],
  ['a misspelt group', policy.replace('policytest', 'polictest'), 'is not policytest.dev/v1'],
  ['another version', policy.replace('/v1', '/v2'), 'is not policytest.dev/v1'],
  ['no apiVersion', policy.replace(/^.*\n/, ''), "'apiVersion' is missing"],
  ['neither apiVersion nor kind', policy.replace(/^.*\n.*\n/, ''), "'apiVersion' is missing"],
  ['broken YAML', `${policy}\t- x`, '[yaml-syntax]'],
  [
    'a misspelt kind of Kubernetes',
    'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmisionPolicy\n',
    "did you mean 'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy'?",
  ],
  [
    'a kind of Kubernetes of no version',
    'apiVersion: admissionregistration.k8s.io/v2\nkind: ValidatingAdmissionPolicyBinding\n',
    "did you mean 'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding'?",
  ],
  [
    'a kind of Kubernetes alone',
    'kind: ValidatingAdmissionPolicy\n',
    "'apiVersion' of a ValidatingAdmissionPolicy is missing",
  ],
])('%s is a mistake, not somebody else’s file', (_, text, mistake) => {
  expect(mistakes({ 'policies/own.yaml': policy, 'policies/x.yaml': text })).toContain(mistake)
})

test('a test by its name is a test', () => {
  expect(mistakes({ 'policies/own.yaml': policy, 'policies/own.test.yaml': 'a: 1\n' })).toContain(
    "'apiVersion' is missing: expected policytest.dev/v1, kind PolicyTest",
  )
})

test('a folder that holds nothing of ours is a mistake that says what it holds', () => {
  expect(mistakes({ 'policies/values.yaml': 'a: 1\n', 'policies/t.yaml': 'a: {{ .Values.a }}\n' })).toBe(
    `no policies in 'policies' [no-policies]\n  left out, Helm templates: policies/t.yaml: ${helm}; left out, files that hold no policy, pack or test: policies/values.yaml`,
  )
  expect(mistakes({ 'policies/a.yaml': 'a: [\n' })).toMatch(
    /^no policies in 'policies'[\s\S]*a\.yaml:2:1: .*\[yaml-syntax\]/,
  )
  expect(
    mistakes({ 'policies/own.yaml': policy, 'other/a.yaml': 'a: 1\n' }, ['policies', 'other']),
  ).toContain("no policies in 'other'")
})

test('what is not read for its name is said, once; a store of versions is not', () => {
  expect(
    load({
      'policies/own.yaml': policy,
      'policies/.hidden.yaml': policy,
      'policies/.old/own.yaml': policy,
      'policies/.git/config.yaml': 'a: 1\n',
      'policies/.gitignore': 'x\n',
      'policies/a/own.yaml.bak': policy,
      'policies/node_modules/x/own.yaml': policy,
      'policies/README.md': '# Policies\n',
    }).warnings,
  ).toEqual([
    `warning: not read, because of their names: policies/.hidden.yaml, policies/.old/, policies/a/own.yaml.bak and 1 more [left-out]\n  ${howTo}`,
  ])
})

test.skipIf(process.getuid?.() === 0)('a folder that cannot be read is a mistake', () => {
  const root = folderWith({ 'policies/own.yaml': policy, 'policies/locked/a.yaml': policy })
  chmodSync(join(root, 'policies/locked'), 0)
  try {
    expect(() => loadPolicies(['policies'], root)).toThrow(
      'the folder policies/locked cannot be read: permission denied',
    )
  } finally {
    chmodSync(join(root, 'policies/locked'), 0o755)
  }
})
