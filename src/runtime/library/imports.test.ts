import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { neededTypes } from '../collect/needs.js'
import { InputError } from '../input-error.js'
import { loadPolicies, parseParams } from '../policies/index.js'
import { run } from '../run.js'
import { loadLibrary } from './library.js'
import { lint } from './lint.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imports-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}

const pack = (name: string, spec: string) => `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: ${name}}
spec:
  title: A pack
${spec}`

const guideline = (id: string) =>
  `  guidelines: [{id: ${id}, title: T, statement: S., severity: high}]
`

const policy = (name: string, spec: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  match: {resources: [v1/Pod]}
${spec}`

const home = pack(
  'home',
  `  params:
    exempt: {type: array, items: {type: string}, default: [kube-system]}
  variables:
    - {name: spec, expression: object.spec}
    - {name: containers, expression: variables.spec.containers}
  functions:
    - {name: isExempt, args: {project: string}, expression: project in params.exempt}
    - {name: privileged, result: list<dyn>, expression: 'variables.containers.filter(c, isPrivileged(c))'}
    - {name: isPrivileged, args: {container: dyn}, expression: container.privileged}
${guideline('h')}`,
)

const mine = pack(
  'mine',
  `  imports:
    - {pack: home, functions: [isExempt, privileged], variables: [containers]}
${guideline('m')}`,
)

const unprivileged = policy(
  'unprivileged',
  `  guidelines: [m]
  matchConditions: [{name: ours, expression: '!isExempt(object.metadata.namespace)'}]
  validations:
    - {name: none, forEach: privileged(), expression: 'false', message: privileged}
    - {name: plain, expression: 'variables.containers.all(c, c.name != "proxy")', message: proxy}
`,
)

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      privileged: false
    - name: proxy
      privileged: true
`

function findings(policies: readonly string[], params?: string) {
  const { report } = run({
    disk: { root },
    platforms,
    policies,
    inputs: [{ path: 'pod.yaml' }],
    ...(params !== undefined && { params: [parseParams('params.yaml', params)] }),
  })
  return {
    found: report.findings.map(({ policy: id, message, guidelines, pointer, location }) =>
      [id, guidelines.join(' '), message, pointer, location?.start.line].join(' | '),
    ),
    packs: report.packs.map(({ id }) => id),
    warnings: report.warnings.map(({ message }) => message),
  }
}

function mistakes(files: Readonly<Record<string, string>>, policies = ['packs']): string[] {
  write(files)
  try {
    loadLibrary({ disk: { root }, platforms, policies })
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.diagnostics.map(({ message, hint, location }) => {
      const { file, start } = location ?? {}
      return `${file}:${start?.line}:${start?.column}: ${message}${hint === undefined ? '' : ` (${hint})`}`
    })
  }
}

describe('what is imported sees its home', () => {
  const both = [
    'mine/unprivileged | mine/m | privileged | /spec/containers/1 | 8',
    'mine/unprivileged | mine/m | proxy | /spec/containers/1/name | 8',
  ]
  beforeEach(() =>
    write({
      'packs/home/pack.yaml': home,
      'packs/mine/pack.yaml': mine,
      'packs/mine/unprivileged.yaml': unprivileged,
      'pod.yaml': pod,
    }),
  )

  test('its variables and functions, with places through them', () => {
    expect(findings(['packs'])).toEqual({ found: both, packs: ['home', 'mine'], warnings: [] })
  })

  test('and its parameters, as they are set for it', () => {
    const { found, warnings } = findings(['packs'], 'home: {exempt: [shop]}')
    expect([found, warnings]).toEqual([[], []])
  })

  test('a pack named alone finds the other one beside it, whose guidelines are not in force', () => {
    expect(findings(['packs/mine'])).toEqual({ found: both, packs: ['mine'], warnings: [] })
    expect(findings(['packs/mine/unprivileged.yaml']).found).toEqual(both)
    expect(findings(['packs/mine'], 'home: {exempt: [shop]}').found).toEqual([])
  })

  test('an error inside is located where it stands', () => {
    write({ 'pod.yaml': pod.replaceAll('privileged', 'other') })
    const { report } = run({ disk: { root }, platforms, policies: ['packs'], inputs: [{ path: 'pod.yaml' }] })
    expect(
      report.findings.map(({ policyLocation: { file, start }, validation }) => [
        validation,
        file,
        start.line,
      ]),
    ).toEqual([
      ['none', 'packs/home/pack.yaml', 14],
      ['plain', 'packs/mine/unprivileged.yaml', 10],
    ])
  })

  test('an installed package is found from the pack, and told of like every file', () => {
    const package_ = 'packs/node_modules/@acme/home'
    const from = (where: string) =>
      write({ 'packs/mine/pack.yaml': mine.replace('pack: home', `pack: home, from: ${where}`) })
    write({
      [`${package_}/package.json`]: '{"policytest": {"policies": "rules"}}',
      [`${package_}/rules/pack.yaml`]: home,
    })
    rmSync(join(root, 'packs/home'), { recursive: true })
    from("'npm:@acme/home'")
    const read: string[] = []
    const disk = { root, onRead: (path: string) => read.push(path) }
    const { packs } = loadLibrary({ disk, platforms, policies: ['packs/mine'] })
    expect(packs.map(({ id }) => id)).toEqual(['mine'])
    expect(read.map((path) => relative(root, path))).toEqual([
      'packs/mine/pack.yaml',
      'packs/mine/unprivileged.yaml',
      `${package_}/rules/pack.yaml`,
    ])
    from('npm:home')
    expect(() => loadLibrary({ disk, platforms, policies: ['packs/mine'] })).toThrow(
      /^packs\/mine\/pack\.yaml:\d+:\d+: 'npm:home': the package 'home' is not installed/,
    )
    from('../node_modules')
    expect(() => loadLibrary({ disk, platforms, policies: ['packs/mine'] })).toThrow("unknown pack 'home'")
  })

  test('through a third pack, too', () => {
    write({
      'packs/middle/pack.yaml': pack(
        'middle',
        `  imports: [{pack: home, functions: [isExempt], variables: [spec]}]
  params: {exempt: {type: string, default: dev}}
  functions:
    - name: isExemptHere
      args: {project: string}
      expression: project == params.exempt || isExempt(project) || variables.spec.?nodeName.hasValue()
      examples: ['isExemptHere("dev")', 'isExemptHere("kube-system")']
`,
      ),
      'packs/mine/pack.yaml': pack(
        'mine',
        `  imports:
    - {pack: home, functions: [privileged], variables: [containers]}
    - {pack: middle, functions: [isExemptHere]}
${guideline('m')}`,
      ),
      'packs/mine/unprivileged.yaml': unprivileged.replace('isExempt', 'isExemptHere'),
    })
    expect(findings(['packs/mine']).found).toEqual(both)
    expect(findings(['packs/mine'], 'home: {exempt: [shop]}').found).toEqual([])
    expect(findings(['packs/mine'], 'middle: {exempt: shop}').found).toEqual([])
  })
})

test('an imported policy is judged for guidelines of the importing pack, by the parameters of its home', () => {
  write({
    'packs/home/pack.yaml': home,
    'packs/home/unprivileged.yaml': unprivileged.replace('[m]', '[h]'),
    'packs/mine/pack.yaml': pack(
      'mine',
      `  imports: [{pack: home, policies: {unprivileged: [m]}}]
${guideline('m')}`,
    ),
    'pod.yaml': pod,
  })
  const of = (id: string) => [
    `${id} | privileged | /spec/containers/1 | 8`,
    `${id} | proxy | /spec/containers/1/name | 8`,
  ]
  const own = of('mine/unprivileged | mine/m')
  expect(findings(['packs']).found.toSorted()).toEqual([...of('home/unprivileged | home/h'), ...own])
  expect(findings(['packs/mine']).found).toEqual(own)
  expect(findings(['packs/mine'], 'home: {exempt: [shop]}').found).toEqual([])
})

test('examples of functions see what is imported', () => {
  write({
    'packs/home/pack.yaml': home,
    'packs/mine/pack.yaml': pack(
      'mine',
      `  imports: [{pack: home, functions: [isExempt]}]
  functions:
    - {name: isOurs, args: {project: string}, expression: '!isExempt(project)', examples: [isOurs("kube-system")]}
`,
    ),
  })
  const { report } = run({ disk: { root }, platforms, policies: ['packs/mine'], tests: {} })
  expect(report.cases.map(({ policy: of, status, details }) => [of, status, details])).toEqual([
    ['mine/isOurs', 'failed', ['the example is false', '  isOurs("kube-system") = false']],
  ])
})

describe('mistakes have their place', () => {
  const importing = (imports: string) => ({
    'packs/home/pack.yaml': home,
    'packs/mine/pack.yaml': pack('mine', `  imports: [${imports}]\n${guideline('m')}`),
  })
  test.each([
    ['{pack: homr, functions: [isExempt]}', "6:20: unknown pack 'homr' (did you mean 'home'?)"],
    [
      '{pack: other, functions: [f]}',
      "6:20: unknown pack 'other' (name its folder too, put it beside this pack, or add 'from: npm:<package>')",
    ],
    [
      '{pack: home, functions: [isExemt]}',
      "6:38: pack 'home' has no function 'isExemt' (did you mean 'isExempt'?)",
    ],
    [
      '{pack: home, variables: [pods]}',
      "6:38: pack 'home' has no variable 'pods' (its variables: spec, containers)",
    ],
    [
      '{pack: home, variables: [spec, spec]}',
      "6:44: variable 'spec' exists already (line 6 has one of this name; rename it, or leave the import out)",
    ],
    ['{pack: home, policies: {p: [m]}}', "6:37: pack 'home' has no policy 'p'"],
    [
      '{pack: mine, functions: [f]}',
      "6:20: the pack 'mine' comes to import itself: mine → mine (move what both need into a third pack)",
    ],
  ])('%s', (imports, expected) => {
    expect(mistakes(importing(imports))).toEqual([`packs/mine/pack.yaml:${expected}`])
  })

  test('packs that import each other', () => {
    const circle = (name: string, other: string) =>
      pack(name, `  imports: [{pack: ${other}, functions: [f]}]\n  functions: [{name: f, expression: "1"}]\n`)
    expect(
      mistakes({ 'packs/a/pack.yaml': circle('a', 'b'), 'packs/b/pack.yaml': circle('b', 'a') }),
    ).toContain(
      "packs/b/pack.yaml:6:20: the pack 'a' comes to import itself: a → b → a (move what both need into a third pack)",
    )
  })

  test('a guideline that the importing pack does not have', () => {
    const { 'packs/home/pack.yaml': text, ...others } = importing(
      '{pack: home, policies: {unprivileged: [x]}}',
    )
    expect(
      mistakes({
        ...others,
        'packs/home/pack.yaml': text,
        'packs/home/unprivileged.yaml': unprivileged.replace('[m]', '[h]'),
      }),
    ).toEqual(["packs/mine/pack.yaml:6:52: pack 'mine' has no guideline 'x' (did you mean 'm'?)"])
  })

  test('what a pack has only imported is not its to give', () => {
    expect(
      mistakes({
        'packs/home/pack.yaml': home,
        'packs/mine/pack.yaml': mine,
        'packs/third/pack.yaml': pack(
          'third',
          `  imports: [{pack: mine, functions: [isExempt]}]\n${guideline('t')}`,
        ),
      }),
    ).toEqual([
      "packs/third/pack.yaml:6:38: pack 'mine' has no function 'isExempt' (it imports it itself: import it from 'home')",
    ])
  })

  test('no API server has imported functions', () => {
    const admission = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p, annotations: {policytest.dev/guidelines: m}}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: isExempt("x")}]
`
    expect(
      mistakes({
        'packs/home/pack.yaml': home,
        'packs/mine/pack.yaml': mine,
        'packs/mine/admission.yaml': admission,
      })[0],
    ).toContain('it is a function of the pack: no API server has it')
  })

  test('a pack without guidelines has something to give', () => {
    expect(mistakes({ 'packs/a/pack.yaml': pack('a', '') })).toEqual([
      "packs/a/pack.yaml:4:1: 'guidelines' is missing in 'spec' (without guidelines a pack has 'functions' or 'variables', for other packs to import)",
    ])
  })
})

test('lint names imports that nothing uses; what is there for others is used by them', () => {
  write({
    'packs/home/pack.yaml': home.slice(0, home.indexOf('  guidelines')),
    'packs/mine/pack.yaml': pack(
      'mine',
      `  imports: [{pack: home, functions: [isExempt], variables: [spec]}]
${guideline('m')}`,
    ),
  })
  const library = loadLibrary({ disk: { root }, platforms, policies: ['packs'] })
  expect(
    lint(library).map(({ message, location }) => [message, location?.file, location?.start.column]),
  ).toEqual([
    ["nothing calls the function 'isExempt', imported from 'home'", 'packs/mine/pack.yaml', 38],
    ["nothing uses the variable 'spec', imported from 'home'", 'packs/mine/pack.yaml', 61],
    ["guideline 'm' has neither a policy nor an attestation", 'packs/mine/pack.yaml', 21],
  ])
})

test('what imported functions look up is asked for, and nothing else of their pack', () => {
  const lookup = (type: string) => `inventory.list("${type}").size()`
  write({
    'packs/home/pack.yaml': pack(
      'home',
      `  functions:
    - {name: nodes, expression: '${lookup('v1/Node')} + pods()'}
    - {name: pods, expression: '${lookup('v1/Pod')}'}
    - {name: services, expression: '${lookup('v1/Service')}'}
`,
    ),
    'packs/mine/pack.yaml': pack('mine', `  imports: [{pack: home, functions: [nodes]}]\n${guideline('m')}`),
    'packs/mine/p.yaml': policy(
      'p',
      '  guidelines: [m]\n  validations: [{name: v, expression: nodes() > 0}]\n',
    ).replace('v1/Pod', 'v1/Secret'),
  })
  const { policies } = loadPolicies(['packs/mine'], root)
  expect(neededTypes(policies).map(({ type }) => type)).toEqual(['v1/Secret', 'v1/Node', 'v1/Pod'])
  expect(loadLibrary({ disk: { root }, platforms, policies: ['packs/mine'] }).compiled[0]?.looksUp).toEqual([
    'v1/Node',
    'v1/Pod',
  ])
})

describe('an importing pack hands its own parameters over', () => {
  const handing = (params: string, own = '') =>
    pack(
      'mine',
      `  imports: [{pack: home, policies: {unprivileged: [m]}, params: ${params}}]
  params:
    ours: {type: array, items: {type: string}, default: [shop]}
    size: {type: integer, default: 1}
${own}${guideline('m')}`,
    )
  beforeEach(() =>
    write({
      'packs/home/pack.yaml': home,
      'packs/home/unprivileged.yaml': unprivileged.replace('[m]', '[h]'),
      'packs/mine/pack.yaml': handing('{exempt: ours}').replace(/ {4}size.*\n/, ''),
      'pod.yaml': pod,
    }),
  )
  const of = (id: string) => [
    `${id} | privileged | /spec/containers/1 | 8`,
    `${id} | proxy | /spec/containers/1/name | 8`,
  ]

  test('what is imported sees their values, what is at home does not', () => {
    expect(findings(['packs'])).toEqual({
      found: of('home/unprivileged | home/h'),
      packs: ['home', 'mine'],
      warnings: [],
    })
    const set = findings(['packs'], 'mine: {ours: [other]}\nhome: {exempt: [shop]}')
    expect(set).toEqual({ found: of('mine/unprivileged | mine/m'), packs: ['home', 'mine'], warnings: [] })
  })

  test('and so do functions, their examples, and what is imported through a third pack', () => {
    write({
      'packs/home/pack.yaml': home,
      'packs/mine/pack.yaml': pack(
        'mine',
        `  imports: [{pack: home, functions: [isExempt], params: {exempt: ours}}]
  params: {ours: {type: array, items: {type: string}, default: [shop]}}
  functions:
    - {name: isOurs, args: {project: string}, expression: '!isExempt(project)', examples: ['!isOurs("shop")', isOurs("kube-system")]}
`,
      ),
      'packs/third/pack.yaml': pack(
        'third',
        `  imports: [{pack: mine, functions: [isOurs], params: {ours: theirs}}]
  params: {theirs: {items: {type: string}, type: array, description: Those., default: [dev]}}
  functions:
    - name: isTheirs
      args: {project: string}
      expression: isOurs(project)
      examples: ['!isTheirs("dev")', isTheirs("shop")]
${guideline('t')}`,
      ),
    })
    const { report } = run({ disk: { root }, platforms, policies: ['packs'], tests: {} })
    expect(report.cases.map(({ policy: name, status }) => `${name} ${status}`)).toEqual([
      'mine/isOurs passed',
      'mine/isOurs passed',
      'third/isTheirs passed',
      'third/isTheirs passed',
    ])
  })

  test('a test of an imported policy gives parameters of the importing pack', () => {
    const cases = (params: string, verdict: string) => `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: unprivileged
  cases: [{name: c, params: ${params}, resources: [{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {}}], expect: ${verdict}}]
`
    write({ 'packs/mine/unprivileged.test.yaml': cases('{ours: [shop]}', 'skip') })
    const outcome = () => run({ disk: { root }, platforms, policies: ['packs'], tests: {} }).report.cases
    expect(outcome().map(({ policy: name, status }) => [name, status])).toEqual([
      ['mine/unprivileged', 'passed'],
    ])
    write({ 'packs/mine/unprivileged.test.yaml': cases('{exempt: [shop]}', 'skip') })
    expect(mistakes({})).toEqual([
      "packs/mine/unprivileged.test.yaml:5:30: unknown parameter 'exempt' (declared parameters: ours)",
    ])
  })

  test.each([
    ['{exemp: ours}', "pack 'home' has no parameter 'exemp' (did you mean 'exempt'?)"],
    ['{exempt: our}', "the pack has no parameter 'our' (did you mean 'ours'?)"],
    [
      '{exempt: size}',
      `'size' is declared otherwise than the parameter 'exempt' of 'home' (declare it as {"items":{"type":"string"},"type":"array"})`,
    ],
  ])('%s', (params, expected) => {
    expect(mistakes({ 'packs/mine/pack.yaml': handing(params) })).toEqual([
      `packs/mine/pack.yaml:6:66: ${expected}`,
    ])
  })

  test('lint names what is handed over and not looked at', () => {
    write({
      'packs/mine/pack.yaml': pack(
        'mine',
        `  imports: [{pack: home, functions: [privileged], params: {exempt: ours}}]
  params: {ours: {type: array, items: {type: string}}}
${guideline('m')}`,
      ),
    })
    expect(
      lint(loadLibrary({ disk: { root }, platforms, policies: ['packs/mine'] })).map(
        ({ message }) => message,
      ),
    ).toEqual([
      "nothing calls the function 'privileged', imported from 'home'",
      "nothing that is imported from 'home' uses the parameter 'exempt'",
      "guideline 'm' has neither a policy nor an attestation",
    ])
  })
})
