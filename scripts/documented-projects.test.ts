import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { runCommandLine } from '../src/cli/run-command-line.js'

/** A fenced block of a page. */
interface Block {
  readonly language: string
  readonly text: string
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))
}

/** The file that a block is, by the comment on its first line, which is no part of a text. */
function fileOf({ language, text }: Block): { readonly name: string; readonly text: string } | undefined {
  const [, name] = /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text) ?? []
  if (name === undefined) return undefined
  return { name, text: language === 'text' ? text.slice(text.indexOf('\n') + 1) : text }
}

/** What a program says that it prints: the comments behind its `console.log`. */
function printedBy(text: string): string[] {
  return [...text.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, printed = '']) => printed)
}

function shown(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')
}

/** Each page is a project: its files are written, its programs and its commands are run. */
describe.each(['docs/typescript.md', 'docs/extending.md'])('%s', (page) => {
  const blocks = blocksOf(page)
  const files = blocks.flatMap((block) => fileOf(block) ?? [])
  const home = process.cwd()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'policytest-documented-')))
  for (const { name, text } of files) {
    mkdirSync(join(folder, dirname(name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  afterAll(() => rmSync(folder, { recursive: true }))

  const programs = files.filter(({ text }) => text.includes('console.log'))
  test.runIf(programs.length > 0).each(programs)('$name prints what it says', async ({ name, text }) => {
    const printed: string[] = []
    vi.spyOn(console, 'log').mockImplementation((...values) => void printed.push(shown(values)))
    process.chdir(folder)
    try {
      await import(join(folder, name))
    } finally {
      process.chdir(home)
      vi.restoreAllMocks()
    }
    expect(printed).toEqual(printedBy(text))
  })

  const commands = blocks.filter(({ language }) => language === 'console').map(({ text }) => text)
  test.each(commands)('%s', async (text) => {
    const [command = '', ...lines] = text.split('\n')
    const out: string[] = []
    const silent = { isTerminal: false, write: () => {} }
    await runCommandLine(command.replace('$ policytest', '').split(' ').filter(Boolean), {
      root: folder,
      env: {},
      clock: () => new Date(0),
      readStdin: () => Buffer.alloc(0),
      stdout: { isTerminal: false, write: (some) => void out.push(some) },
      stderr: silent,
    })
    expect(out.join('')).toBe(lines.join('\n'))
  })
})
