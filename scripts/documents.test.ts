import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommandLine } from '../src/cli/run-command-line.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-docs-'))
  mkdirSync(join(root, 'policies'))
  mkdirSync(join(root, 'testdata'))
})
afterEach(() => rmSync(root, { recursive: true }))

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: app, image: "nginx:1.27"}, {name: log, image: "fluentd:v1.17"}]}
`

function blocks(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    (match) => match[1] as string,
  )
}

const policytest = (...argv: string[]) => policytestIn(root, ...argv)

async function policytestIn(folder: string, ...argv: string[]) {
  const out: string[] = []
  const stream = { isTerminal: false, write: (text: string) => void out.push(text) }
  const code = await runCommandLine(argv, {
    root: folder,
    env: {},
    clock: () => new Date('2026-11-27'),
    readStdin: () => Buffer.alloc(0),
    stdout: stream,
    stderr: stream,
  })
  return { code, out: out.join('') }
}

test.each([['README.md'], ['docs/writing-policies.md']])(
  'the policy and the test of %s work as they stand',
  async (file) => {
    const find = (kind: string) => blocks(file).find((block) => block.includes(`kind: ${kind}\n`)) as string
    writeFileSync(join(root, 'policies/no-floating-tags.yaml'), find('Policy'))
    writeFileSync(join(root, 'policies/no-floating-tags.test.yaml'), find('PolicyTest'))
    copyFileSync('examples/kubernetes-app/testdata/pods.json', join(root, 'testdata/pods.json'))
    expect(await policytest('test', 'policies')).toEqual({
      code: 0,
      out: 'cases       4 passed\nall cases passed\n',
    })
    expect((await policytest('lint')).code).toBe(0)
  },
)

test('the output that the README shows is that of the program', async () => {
  const [policy] = blocks('README.md')
  writeFileSync(join(root, 'policies/no-floating-tags.yaml'), policy as string)
  const items = [{ ...pods('web-5d4f8') }]
  writeFileSync(join(root, 'pods.json'), JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, 4))
  const { out } = await policytest('scan', 'pods.json', '--no-color')
  expect(readFileSync('README.md', 'utf8')).toContain(out)
})

function pods(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: {
      containers: [
        { image: 'nginx:1.27', name: 'app' },
        { image: 'fluentd:latest', name: 'log' },
      ],
    },
  }
}

test('the pack and the waivers of docs/writing-policies.md are well formed', async () => {
  const all = blocks('docs/writing-policies.md')
  const pack = all.find((block) => block.includes('kind: Pack\n')) as string
  const waivers = all.find((block) => block.includes('kind: Waivers\n')) as string
  const [policy] = all
  mkdirSync(join(root, 'policies/images'))
  writeFileSync(join(root, 'policies/images/pack.yaml'), pack)
  writeFileSync(
    join(root, 'policies/images/no-floating-tags.yaml'),
    (policy as string)
      .replace('severity: high', 'guidelines: [fixed-tags]')
      .replace('item.image.matches(":[^/]+$")', 'item.image.startsWith(params.registry)'),
  )
  writeFileSync(join(root, 'waivers.yaml'), waivers)
  writeFileSync(join(root, 'testdata/pod.yaml'), pod)
  const { code, out } = await policytest('scan', 'testdata/pod.yaml', '--waivers', 'waivers.yaml')
  expect(code).toBe(1)
  expect(out).toContain('images/fixed-tags  Images have a fixed tag  high')
  expect(out).toContain('not attested')
})

test('docs/nodeports.md shows what the commands print', async () => {
  const document = readFileSync('docs/nodeports.md', 'utf8')
  const shown = [
    ...document.matchAll(/^\$ npx policytest (.*?)(?: \| grep '\^\| (.*?)\.\*nodeport')?\n(.*?)\n```$/gms),
  ]
  expect(shown.length).toBe(4)
  for (const [, line, filtered, output] of shown) {
    const { out } = await policytestIn(process.cwd(), ...(line as string).split(' '))
    const lines = filtered
      ? out.split('\n').filter((row) => row.startsWith(`| ${filtered}`) && row.includes('nodeport'))
      : [out.trimEnd()]
    expect(lines.join('\n')).toBe(output)
  }
})

describe('the pages of decisions', () => {
  const folder = 'docs/decisions'
  const pages = readdirSync(folder).sort()

  test('stand in their index, each once', () => {
    const index = readFileSync(join(folder, 'README.md'), 'utf8')
    const listed = [...index.matchAll(/^\| \[.*?\]\((.*?)\)/gm)].map(([, page]) => page)
    expect(listed.toSorted()).toEqual(pages.filter((page) => page !== 'README.md'))
  })

  test.each(pages)('%s names nothing that is not there', (page) => {
    const text = readFileSync(join(folder, page), 'utf8')
    const linked = [...text.matchAll(/\]\(([^):]+)\)/g)].map(([, path]) => join(folder, path as string))
    const named = [...text.matchAll(/`(src\/[^`]+)`/g)].map(([, path]) => path as string)
    expect([...linked, ...named].filter((path) => !existsSync(path))).toEqual([])
  })
})
