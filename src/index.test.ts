import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as library from './index.js'

/** A project, for the examples in the comments of what the library exports. */
const project = {
  'policies/owned.yaml': `# yaml-language-server: $schema=policy.schema.json
apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: owned}
spec:
  params: {teams: {type: array, items: {type: string}, default: [shop]}}
  match: {resources: [v1/Pod]}
  validations:
    - {expression: object.metadata.labels.team in params.teams, at: object.metadata.labels.team, message: nobody owns it}
`,
  'exports/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {team: shop}}\n',
  'policytest.config.yaml': `apiVersion: policytest.dev/v1
kind: Config
spec: {policies: [policies], inputs: [exports]}
`,
}

const home = process.cwd()
let folder: string
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'policytest-examples-')))
  for (const [file, text] of Object.entries(project)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Example {
  readonly of: string
  readonly code: string
}

/** The examples in the comments of all sources, by the name that is exported just behind the comment. */
function examples(): Example[] {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  )
  return sources.flatMap((file) => {
    const text = readFileSync(join('src', file), 'utf8')
    const found = text.matchAll(
      /\/\*\*\n((?: \*.*\n)*?) \* @example\n \* ```ts\n((?: \*.*\n)*?) \* ```\n \*\/\nexport (?:async )?(?:function|const|class) (\w+)/g,
    )
    return [...found].map(([, , code = '', of = '']) => ({ of, code: code.replace(/^ \* ?/gm, '') }))
  })
}

const known = examples()

/** What the library calls otherwise. */
const renamed: Readonly<Record<string, string>> = { compileExpression: 'compile' }

test('everything that the library exports has an example', () => {
  const names = new Set(known.map(({ of }) => of))
  expect(Object.keys(library).filter((name) => !names.has(renamed[name] ?? name))).toEqual([])
})

const start =
  /```ts\n(.*?) \* ```/s.exec(readFileSync('src/index.ts', 'utf8'))?.[1]?.replace(/^ \* ?/gm, '') ?? ''

test.each([...known, { of: 'the library', code: start }])(
  'the example of $of does what it says',
  async ({ of, code }) => {
    const file = join(folder, `${of.replace(' ', '-')}.ts`)
    writeFileSync(file, code)
    const printed: string[] = []
    const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
    vi.spyOn(console, 'log').mockImplementation((...values) => void printed.push(values.map(shown).join(' ')))
    process.chdir(folder)
    try {
      await import(file)
    } finally {
      process.chdir(home)
      vi.restoreAllMocks()
    }
    const said = [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, text]) => text)
    expect(printed).toEqual(said)
  },
)
