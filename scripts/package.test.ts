import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { globSync } from 'glob'
import { beforeAll, expect, test } from 'vitest'

const about = JSON.parse(readFileSync('package.json', 'utf8'))
let packed: ReadonlySet<string>
beforeAll(() => {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  })
  const [{ files }] = JSON.parse(said)
  packed = new Set(files.map(({ path }: { readonly path: string }) => path))
}, 60_000)

test('package.json says all that npm shows of a package', () => {
  const { name, description, license, author, homepage, bugs, repository, keywords, engines } = about
  expect({ name, description, license, author, homepage, bugs, repository, keywords, engines }).toEqual({
    name: 'policytest',
    description: expect.stringMatching(/^Policy-as-code testing/),
    license: 'Apache-2.0',
    author: 'The policytest contributors',
    homepage: expect.stringMatching(/^https:/),
    bugs: { url: expect.stringMatching(/^https:/) },
    repository: { type: 'git', url: expect.stringMatching(/^git\+https:/) },
    keywords: expect.arrayContaining(['policy-as-code', 'cel']),
    engines: { node: '>=20.19' },
  })
})

test('whatever package.json names is in the package', () => {
  const { types, bin, exports, sideEffects } = about
  const named = [types, bin, exports, sideEffects].flatMap(textsIn).map((path) => posix.normalize(path))
  const isThere = (path: string) => {
    const [before = '', behind = ''] = path.split('*')
    return [...packed].some((file) =>
      path.includes('*') ? file.startsWith(before) && file.endsWith(behind) : file === path,
    )
  }
  expect(named.filter((path) => !isThere(path) && (!path.startsWith('dist/') || existsSync('dist')))).toEqual(
    [],
  )
})

test('the fixtures of the packs that ship are there, and no others', () => {
  const fixtures = new Set(
    globSync('policies/**/*.test.yaml').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/[^\s,'"[\]{}]*testdata\/[^\s,'"[\]{}]*/g)].map(([path]) =>
        posix.join(dirname(file).replaceAll('\\', '/'), path),
      ),
    ),
  )
  const folders = about.files.filter((path: string) => path.startsWith('testdata/'))
  expect({
    missing: [...fixtures].filter((file) => !packed.has(file) && !hasFilesIn(file)),
    unused: folders.filter(
      (folder: string) => ![...fixtures].some((file) => `${file}/`.startsWith(`${folder}/`)),
    ),
  }).toEqual({ missing: [], unused: [] })
})

test('nothing else is in the package', () => {
  const top = new Set([...packed].map((file) => file.split('/')[0]))
  expect([...top].filter((name) => !existsSync('dist') || name !== 'dist').sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'docs',
    'examples',
    'package.json',
    'policies',
    'testdata',
  ])
  expect([...packed].filter((file) => /\.map$|\.(test|fixture)\.ts$/.test(file))).toEqual([])
  const fixtures = [...packed].filter((file) => file.startsWith('testdata/'))
  expect(fixtures.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(300_000)
})

function hasFilesIn(folder: string): boolean {
  return [...packed].some((file) => file.startsWith(`${folder.replace(/\/$/, '')}/`))
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
