import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, has, read, write } = commandLine('config-code')

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: owned}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - {name: owner, expression: 'acme.isTeam(object.metadata.labels.team)', message: nobody owns it}
`
const pod = (team: string) => `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {team: ${team}}}
`
const config = `import { defineConfig, definePolicy, fn } from 'policytest'

const isTeam = fn('acme.isTeam(string): bool', {
  doc: 'Whether a team of this name exists.',
  examples: [['acme.isTeam("shop")', 'true'], ['acme.isTeam("x")', 'false']],
}, (name) => ['shop', 'pay'].includes(name))

const servers = {
  name: 'servers',
  reads: 'lists of servers',
  accepts: ({ format, data }: { format: string, data: unknown }) => format === 'text' && String(data).startsWith('servers:'),
  isText: (text: string) => text.startsWith('servers:'),
  read: (document: any) => ({
    resources: document.data.split('\\n').slice(1).filter(Boolean).map((name: string, i: number) => ({
      type: 'acme/Server', id: name, name, subject: {}, data: { name }, file: document.file,
      locate: () => ({ file: document.file, start: { line: i + 2, column: 1 }, end: { line: i + 2, column: 1 } }),
    })),
  }),
}

const named = definePolicy<{ name: string }>({
  name: 'named',
  match: { resources: ['acme/Server'] },
  validations: [{ name: 'prefix', check: ({ object }) => object.name.startsWith('srv-') || \`\${object.name} is no name\` }],
})

export default defineConfig({
  policies: ['owned.yaml', named],
  inputs: ['pod.yaml', 'servers.txt'],
  platforms: [{ name: 'acme', functions: [isTeam], sources: [servers] }],
  customReporters: { lines: ({ findings }) => findings.map(({ location, message }) => \`\${location.file}:\${location.start.line} \${message}\\n\`).join('') },
  reporters: ['lines'],
})
`
const project = (more: Record<string, string> = {}) =>
  write({
    'policytest.config.ts': config,
    'owned.yaml': policy,
    'pod.yaml': pod('nobody'),
    'servers.txt': 'servers:\nsrv-1\nweb\n',
    ...more,
  })

test('a configuration in TypeScript brings functions, sources, policies and reporters', async () => {
  project()
  expect(await policytest('')).toEqual({
    code: 1,
    stdout: 'pod.yaml:3 nobody owns it\nservers.txt:3 web is no name\n',
    stderr: '',
  })
  expect(await policytest('scan pod.yaml -r lines=out.txt -r json')).toMatchObject({ code: 1, stderr: '' })
  expect(read('out.txt')).toBe('pod.yaml:3 nobody owns it\n')
})

test('lint and explain know the functions', async () => {
  project({ 'owned.yaml': policy.replace('isTeam', 'isTaem') })
  const { code, stderr } = await policytest('explain owned pod.yaml')
  expect(code).toBe(2)
  expect(stderr).toContain("owned.yaml:7:34: unknown function 'acme.isTaem' [cel-type]")
  expect(stderr).toContain("did you mean 'acme.isTeam'?")
  project()
  expect((await policytest('explain owned pod.yaml')).stdout).toContain(
    'owner: false\n    acme.isTeam(object.metadata.labels.team)',
  )
})

test('lint tries the examples of functions', async () => {
  project({ 'policytest.config.ts': config.replace("'false'", "'true'") })
  expect((await policytest('lint')).stdout).toContain(
    `the example of 'acme.isTeam' is not true: acme.isTeam("x") is false, not true`,
  )
})

test('nothing is run where it is refused, or where another configuration is named', async () => {
  project()
  expect(await policytest('scan pod.yaml --no-config-code')).toEqual({
    code: 2,
    stdout: '',
    stderr: `policytest.config.ts is a program, which --no-config-code does not run [config-code]
  name a configuration in YAML with --config, or leave --no-config-code out
`,
  })
  write({ 'other.yaml': 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {policies: [nothing.yaml]}\n' })
  expect((await policytest('lint --config other.yaml --no-config-code')).stderr).toContain('nothing.yaml')
})

test('two configurations in one folder are a mistake', async () => {
  project({ 'policytest.config.yaml': 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {}\n' })
  const { code, stderr } = await policytest('lint')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `two configurations: policytest.config.yaml and policytest.config.ts [usage]
  keep one of them, or name one with --config
`,
  })
})

test.each<[string, string, string]>([
  [
    'that throws',
    "\n\nthrow new Error('not today')",
    'policytest.config.mjs:3:7: the configuration cannot be run: not today [config-code]',
  ],
  [
    'that exports nothing',
    'export const a = 1',
    'policytest.config.mjs:1:1: the configuration has no default export [config-code]',
  ],
  [
    'with a key that is none',
    "export default {\n  policies: ['.'],\n  failOnn: 'high',\n}",
    "policytest.config.mjs:3:3: unknown key 'failOnn'",
  ],
  [
    'with a value that is none',
    "export default {\n  failOn: 'hihg',\n}",
    "policytest.config.mjs:2:12: 'hihg' is not a value of 'failOn'",
  ],
  [
    'with a signature that is none',
    "import { fn } from 'policytest'\nfn('acme.f(strng): bool', { doc: '' }, () => true)\nexport default {}",
    "policytest.config.mjs:2:1: unknown type 'strng' in 'acme.f(strng): bool': did you mean 'string'? [config-code]",
  ],
  [
    'with a source that is there already',
    "export default {\n  platforms: [{ name: 'acme', sources: [{ name: 'kubernetes', accepts: () => true, read: () => ({}) }] }],\n}",
    "policytest.config.mjs:2:3: the platform 'acme': there is a source 'kubernetes' already",
  ],
  [
    'with a reporter that is no function',
    "export default {\n  customReporters: { lines: 'x' },\n}",
    "policytest.config.mjs:2:22: the reporter 'lines' is not a function",
  ],
])('a configuration %s is told by its line', async (_, text, message) => {
  write({ 'policytest.config.mjs': text, 'owned.yaml': policy })
  const { code, stderr } = await policytest('lint owned.yaml -r sarif=out.sarif')
  expect(stderr).toContain(message)
  expect(code).toBe(2)
  expect(has('out.sarif')).toBe(true)
})

test('a reporter that fails, or gives no text, is told', async () => {
  write({
    'policytest.config.mjs':
      "export default { customReporters: { a: () => { throw new Error('no') }, b: () => 1 } }",
    'policies/p.yaml': policy.replace('acme.isTeam(object.metadata.labels.team)', 'true'),
    'pod.yaml': pod('a'),
  })
  expect(await policytest('scan pod.yaml -r a')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the reporter 'a' failed: no"),
  })
  expect(await policytest('scan pod.yaml -r b')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the reporter 'b' gave no text"),
  })
  expect(await policytest('scan pod.yaml -r c')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("unknown reporter 'c'"),
  })
})

test('a configuration adds to those that it extends, and wins', async () => {
  project({
    'base/base.yaml':
      'apiVersion: policytest.dev/v1\nkind: Config\nspec: {policies: [p.yaml], failOn: low, reporters: [json], params: {p: {a: 1}}}\n',
    'base/p.yaml': `${policy.replace('owned', 'p').replace('spec:', 'spec:\n  params: {a: {type: integer}, b: {type: integer, default: 0}}').replace('acme.isTeam(object.metadata.labels.team)', 'params.a + params.b == 3')}`,
    'policytest.config.mts': `export default { extends: ['base/base.yaml', { quiet: true }], params: { p: { b: 2 } }, reporters: ['console'] }`,
  })
  const { code, stdout, stderr } = await policytest('scan pod.yaml --config policytest.config.mts')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toContain('{')
})

test('parsers are those of the project, and with --no-config-code those beside policytest', async () => {
  write({
    'policies/p.yaml': policy
      .replace('acme.isTeam(object.metadata.labels.team)', 'object.a == "1"')
      .replace('v1/Pod', 'acme/Settings'),
    'settings.ini': 'a = 1\n',
    'node_modules/ini/index.js': 'exports.parse = () => ({ a: "of the project" })',
  })
  const scan = 'scan settings.ini --as ini:acme/Settings --config none.yaml -r console'
  write({ 'none.yaml': 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {policies: [policies]}\n' })
  expect((await policytest(scan)).code).toBe(1)
  expect((await policytest(`${scan} --no-config-code`)).code).toBe(0)
})
