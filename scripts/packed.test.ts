import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compileExpression } from '../src/index.js'

// What npm would publish, unpacked into a folder that has nothing else: no dependency and no source is at hand.
const built = existsSync('dist/code/main.js') && process.platform !== 'win32'
const skipped = built ? '' : ' (skipped: there is no dist, npm run build makes it)'

let folder: string
let unpacked: string
beforeAll(() => {
  if (!built) return
  folder = mkdtempSync(join(tmpdir(), 'policytest-packed-'))
  unpacked = join(folder, 'node_modules/policytest')
  mkdirSync(unpacked, { recursive: true })
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { stdio: 'ignore' })
  execFileSync('tar', [
    '-xzf',
    join(folder, `policytest-${version}.tgz`),
    '--strip-components=1',
    '-C',
    unpacked,
  ])
})
afterAll(() => {
  if (built) rmSync(folder, { recursive: true })
})

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

function node(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return { code: status, stdout, stderr }
}

const policytest = (...args: readonly string[]) => node(join(unpacked, 'bin/policytest.js'), ...args)

describe.skipIf(!built)(`the package${skipped}`, () => {
  test('tells its version', () => {
    expect(policytest('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  const code = (file: string) => readFileSync(join(unpacked, 'dist/code', file), 'utf8')
  const withoutHash = (name: string) => name.replace(/-.*/, '')

  test.each(['main.js', 'command.cjs'])(
    '%s loads for --version what the command line needs, and no engine',
    (main) => {
      const loaded = new Set([main])
      for (const file of loaded)
        for (const [, name] of code(file).matchAll(
          /(?:from|import|require\()\s*["`]\.\/([^"`]+)["`](?!\)\))/g,
        ))
          loaded.add(String(name))
      expect([...loaded].map(withoutHash).sort()).toEqual([main, 'rolldown', 'start'].sort())
    },
  )

  describe('what is compiled', () => {
    const cache = () => join(folder, 'compiled')
    const kept = () => readdirSync(cache()).flatMap((user) => readdirSync(join(cache(), user)))
    const scan = (env = {}) => {
      const line = [join(unpacked, 'bin/policytest.js'), 'scan', 'pod.json', '--policies', 'webs.yaml']
      const { status, stdout, stderr } = spawnSync(process.execPath, line, {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NODE_COMPILE_CACHE: cache(), ...env },
      })
      return { code: status, stdout, stderr }
    }
    const judged = { code: 0, stdout: expect.stringContaining('1 pass'), stderr: '' }
    beforeEach(() => {
      rmSync(cache(), { recursive: true, force: true })
      mkdirSync(cache())
      const data = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } }
      writeFileSync(join(folder, 'pod.json'), JSON.stringify(data))
      writeFileSync(join(folder, 'webs.yaml'), webOnly)
    })

    test('is kept for the next run of its kind, of the files that a scan needs', () => {
      expect(scan()).toEqual(judged)
      expect(kept().map(withoutHash).sort()).toEqual(['rolldown', 'run', 'scan', 'start'])
      const run = kept().find((name) => name.startsWith('run')) ?? ''
      const [file = ''] = run.split('.cjs')
      const names = ['judgeAll', 'guidelinePage', 'mergeReports', 'mutantsOf', 'RE2JS', 'globSync']
      const has = (name: string) => new RegExp(`(?:function|class) ${name}\\b`).test(code(`${file}.cjs`))
      expect(names.filter(has)).toEqual(['judgeAll'])
      const before = readFileSync(join(cache(), readdirSync(cache())[0] ?? '', run))
      expect(scan()).toEqual(judged)
      expect(readFileSync(join(cache(), readdirSync(cache())[0] ?? '', run)).equals(before)).toBe(true)
    })

    test('is compiled again where what is kept is damaged; what nobody has written for long is forgotten', () => {
      scan()
      const [user = ''] = readdirSync(cache())
      const names = kept()
      for (const name of names) writeFileSync(join(cache(), user, name), 'damaged')
      writeFileSync(join(cache(), user, 'old'), '')
      utimesSync(join(cache(), user, 'old'), 0, 0)
      expect({ ...scan(), kept: kept() }).toEqual({ ...judged, kept: names })
    })

    test('is compiled each time where no folder can be made for it', () => {
      expect(scan({ NODE_COMPILE_CACHE: '/proc/none' })).toEqual(judged)
    })

    test('is not kept in a folder that others can write, nor where Node may keep nothing', () => {
      scan({ NODE_DISABLE_COMPILE_CACHE: '1' })
      expect(readdirSync(cache())).toEqual([])
      scan()
      const [user = ''] = readdirSync(cache())
      for (const name of kept()) rmSync(join(cache(), user, name))
      chmodSync(join(cache(), user), 0o777)
      expect({ ...scan(), kept: kept() }).toEqual({ ...judged, kept: [] })
    })
  })

  test('finds the packs that it ships, and judges by them', () => {
    writeFileSync(
      join(folder, 'pod.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } }),
    )
    mkdirSync(join(folder, 'own'), { recursive: true })
    writeFileSync(join(folder, 'own/pack.yaml'), importing)
    writeFileSync(join(folder, 'own/policy.yaml'), policy)
    const { code, stderr } = policytest('scan', 'pod.json', '--policies', 'own')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  test('reads a configuration in TypeScript: by Node, or by the jiti of the project', () => {
    mkdirSync(join(folder, 'typed'), { recursive: true })
    writeFileSync(join(folder, 'typed/policytest.config.ts'), config)
    const scan = () => policytest('scan', 'pod.json', '--config', 'typed/policytest.config.ts')
    const judged = { code: 1, stdout: 'shop is no place for web\n', stderr: '' }
    if ('typescript' in process.features && process.features.typescript) return expect(scan()).toEqual(judged)
    expect(scan()).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('npm install --save-dev jiti'),
    })
    symlinkSync(join(process.cwd(), 'node_modules/jiti'), join(folder, 'node_modules/jiti'))
    return expect(scan()).toEqual(judged)
  })

  test('tells what a configuration takes to be a module', () => {
    mkdirSync(join(folder, 'common'), { recursive: true })
    writeFileSync(join(folder, 'common/package.json'), '{"type": "commonjs"}')
    writeFileSync(join(folder, 'common/policytest.config.js'), "import { defineConfig } from 'policytest'\n")
    const { code, stderr } = policytest('scan', 'pod.json', '--config', 'common/policytest.config.js')
    const hint = 'set "type": "module" in package.json, or name it common/policytest.config.mjs'
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(hint) })
  })

  test('runs the tests of its packs by their names, with the fixtures that it ships', () => {
    const { code, stdout, stderr } = policytest('test', 'policytest:kubernetes')
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringContaining('all cases passed'),
      stderr: '',
    })
  })

  test('begins a pack as a package that passes its tests and lint', () => {
    expect(policytest('init', '--pack', 'node_modules/mine')).toMatchObject({ code: 0, stderr: '' })
    expect(policytest('test', 'npm:mine')).toMatchObject({ code: 0, stderr: '' })
    expect(policytest('lint', 'npm:mine')).toMatchObject({ code: 0 })
  })

  test('reads expressions as its sources do', () => {
    writeFileSync(join(folder, 'parse.mjs'), parsing)
    const read = (source: string) => {
      const compiled = compileExpression(source, declared)
      return 'problems' in compiled ? compiled.problems : 'fine'
    }
    expect(JSON.parse(node('parse.mjs', JSON.stringify(expressions)).stdout)).toEqual(expressions.map(read))
  })

  test.each(['test', 'list', 'lint', 'explain', 'mutate', 'docs', 'collect', 'fix', 'init', 'scan'])(
    'has the command %s',
    (name) => {
      const { code, stdout, stderr } = policytest(name, '--help')
      expect({ code, usage: stdout.split(' ', 3), stderr }).toEqual({
        code: 0,
        usage: ['Usage:', 'policytest', name],
        stderr: '',
      })
    },
  )

  test('is a library, with types that need nothing else but those of Node', () => {
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
    for (const types of ['@types/node', 'undici-types'])
      symlinkSync(join(process.cwd(), 'node_modules', types), join(folder, 'node_modules', types))
    writeFileSync(join(folder, 'use.mts'), program)
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { module: 'nodenext', target: 'es2023', strict: true, types: ['node'] },
      }),
    )
    const tsc = node(join(process.cwd(), 'node_modules/typescript/bin/tsc'), '-p', '.')
    expect({ tsc, run: node('use.mjs') }).toEqual({
      tsc: { code: 0, stdout: '', stderr: '' },
      run: { code: 0, stdout: 'true\n', stderr: '' },
    })
  })

  test('mutants are tried by workers, of a program and of the command', () => {
    const rules = Array.from(
      { length: 20 },
      (_, i) => `    - {name: v${i}, expression: object.spec.a <= ${i}}\n`,
    )
    mkdirSync(join(folder, 'many'), { recursive: true })
    writeFileSync(join(folder, 'many/many.yaml'), `${many}${rules.join('')}`)
    writeFileSync(join(folder, 'many/many.test.yaml'), manyTest)
    writeFileSync(join(folder, 'mutate.mjs'), mutating)
    expect(node('mutate.mjs')).toEqual({ code: 0, stdout: '21 59 true\n', stderr: '' })
    const { code, stdout } = policytest('mutate', 'many', '--jobs', '2', '-r', 'json')
    expect({ code, summary: JSON.parse(stdout).summary }).toMatchObject({
      code: 0,
      summary: { killed: 21, survived: 59 },
    })
  })

  test('vitest runs the tests again that have read what changes, and no others', () => {
    const at = (file: string) => join(folder, 'vitest', file)
    for (const name of ['vitest', 'vite'])
      symlinkSync(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name))
    for (const name of ['a', 'b']) {
      mkdirSync(at(name), { recursive: true })
      writeFileSync(at(`${name}/p.yaml`), webOnly)
      writeFileSync(at(`${name}/p.test.yaml`), namedTest)
      writeFileSync(
        at(`${name}.test.mjs`),
        `import { policyTests } from 'policytest/vitest'\npolicyTests('${name}')\n`,
      )
    }
    writeFileSync(
      at('vitest.config.mjs'),
      "import { policytest } from 'policytest/vitest/config'\nexport default { plugins: [policytest()] }\n",
    )
    writeFileSync(at('watch.mjs'), watchingTests)
    const { VITEST: _, ...env } = process.env
    const { stdout } = spawnSync(process.execPath, ['watch.mjs'], { cwd: at('.'), env, encoding: 'utf8' })
    expect(stdout.trim().split('\n')).toEqual(['a.test.mjs b.test.mjs', 'b.test.mjs'])
  })

  test('a watch runs a configuration in code as it stands, with what it imports', async () => {
    const at = (file: string) => join(folder, 'watched', file)
    mkdirSync(at('.'), { recursive: true })
    writeFileSync(
      at('policytest.config.mjs'),
      "import { named } from './named.mjs'\nexport default { policies: [named], tests: ['.'] }\n",
    )
    writeFileSync(at('named.mjs'), named('web'))
    writeFileSync(at('named.test.yaml'), namedTest)
    const watching = spawn(
      process.execPath,
      [join(unpacked, 'bin/policytest.js'), 'test', '--watch', '-r', 'tap'],
      {
        cwd: at('.'),
      },
    )
    let said = ''
    watching.stdout.on('data', (part) => {
      said += part
    })
    const run = () =>
      new Promise((end) => watching.stderr.once('data', end)).then(() => said.slice(said.lastIndexOf('TAP')))
    expect(await run()).toContain('\nok 1')
    // Some Nodes take a moment to watch a folder.
    const changing = setInterval(() => writeFileSync(at('named.mjs'), named('shop')), 500)
    expect(await run().finally(() => clearInterval(changing))).toContain('\nnot ok 1')
    watching.kill('SIGINT')
    expect(await new Promise((end) => watching.on('exit', end))).toBe(1)
  })
})

const program = `import { compileExpression, type Finding, loadPolicies, render } from 'policytest'
const policies = loadPolicies('own')
const findings: readonly Finding[] = policies.scan('pod.json').findings
const judged = policies.judge({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } })
const text: string = render(policies.scan('pod.json'), 'console')
console.log(findings.length === 1 && judged.verdict === 'fail' && text.length > 0 && typeof compileExpression === 'function')
`

const expressions = [
  ...['has(a.b)', 'has(a)', 'has(1, 2)', '[1].all(x, x > 0)', '[1].all(1, true)', '[1].exists(x, y, x == y)'],
  ...[
    '[1].exists_one(x, x == 1)',
    '[1].exists_one(x.y, true)',
    '[1].map(x, x)',
    '[1].map(x, x > 0, x)',
    '[1].map(1, 2)',
  ],
  ...[
    '[1].filter(x, x > 0)',
    '[1].filter(a.b, true)',
    'cel.bind(x, 1, x + 1)',
    'cel.bind(1, 1, 1)',
    'optional.of(1)',
  ],
  ...[
    'optional.none().or(optional.of(1))',
    'optional.of(1).orValue(2)',
    'a.?b.optMap(x, x)',
    'a.?b.optMap(1, 1)',
  ],
  ...[
    'a[?"b"].optFlatMap(x, optional.of(x))',
    '[?optional.of(1)]',
    '{?"a": optional.none()}',
    'duration("1s") < now',
  ],
  ...[
    '1 +',
    'a ? b',
    '"a',
    '[1, 2',
    'a..b',
    '1u - 2u',
    '-(-1)',
    '!!a',
    'b"\\x01"',
    "r'\\d'",
    'size("a")',
    'type(1) == int',
  ],
]

const declared = { declarations: { a: 'dyn', b: 'dyn', now: 'google.protobuf.Timestamp' } }

const parsing = `import { compileExpression } from 'policytest'
const declared = ${JSON.stringify(declared)}
const read = (source) => {
  const compiled = compileExpression(source, declared)
  return 'problems' in compiled ? compiled.problems : 'fine'
}
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(read)))
`

const config = `import { defineConfig, definePolicy } from 'policytest'

interface Pod { readonly metadata: { readonly name: string; readonly namespace: string } }

const elsewhere = definePolicy<Pod>({
  name: 'elsewhere',
  match: { resources: ['v1/Pod'] },
  validations: [
    { name: 'elsewhere', check: ({ object: { metadata } }) => metadata.namespace !== 'shop' || \`shop is no place for \${metadata.name}\` },
  ],
})

export default defineConfig({
  policies: [elsewhere],
  customReporters: { lines: ({ findings }) => findings.map(({ message }) => \`\${message}\\n\`).join('') },
  reporters: ['lines'],
})
`

const importing = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: own}
spec:
  title: Own
  imports: [{pack: kubernetes, functions: [isIn]}]
  guidelines:
    - {id: shop, title: Nothing runs in the shop, statement: Run nothing there., severity: low}
`

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: not-in-shop}
spec:
  guidelines: [shop]
  match: {resources: [v1/Pod]}
  validations:
    - {name: elsewhere, expression: '!isIn(object, ["shop"])', message: in the shop}
`

const many = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: many}
spec:
  match: {resources: [acme/Thing]}
  validations:
`

const manyTest = `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: many}
spec:
  policy: many
  cases: [{name: fits, resources: [{apiVersion: acme, kind: Thing, metadata: {name: a}, spec: {a: 0}}], expect: pass}]
`

const mutating = `import { loadPolicies } from 'policytest'
const policies = loadPolicies('many')
const [alone, together] = [await policies.mutate({ jobs: 1 }), await policies.mutate({ jobs: 2 })]
const { killed, survived } = together.summary
console.log(killed, survived, JSON.stringify(alone.survivors) === JSON.stringify(together.survivors))
`

const named = (name: string) => `import { definePolicy } from 'policytest'
const check = ({ object }) => object.metadata.name === '${name}' || 'no'
export const named = definePolicy({ name: 'named', match: { resources: ['v1/Pod'] }, validations: [{ name: 'v', check }] })
`

const namedTest = `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: named}
spec:
  policy: named
  cases: [{name: c, resources: [{apiVersion: v1, kind: Pod, metadata: {name: web}}], expect: pass}]
`

const webOnly = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  match: {resources: [v1/Pod]}
  validations: [{name: v, expression: 'object.metadata.name == "web"'}]
`

const watchingTests = `import { appendFileSync } from 'node:fs'
import { startVitest } from 'vitest/node'
let runs = 0
const reporter = {
  onTestRunEnd(modules) {
    console.log(modules.map(({ relativeModuleId }) => relativeModuleId).sort().join(' '))
    if (++runs === 2) process.exit()
    setInterval(() => appendFileSync('b/p.yaml', '#'), 500)
  },
}
await startVitest('test', [], { watch: true, root: process.cwd(), reporters: [reporter] })
`
