import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { runCommandLine } from './run-command-line.js'
import type { Watching } from './world.js'

/** For tests: command lines in a temporary folder of their own, with nothing of this machine but the disk. */
export function commandLine(name: string) {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), `policytest-${name}-`))
  })
  afterEach(() => rmSync(root, { recursive: true }))
  return {
    /** Words are separated by blanks. */
    async policytest(
      line: string,
      env: Readonly<Record<string, string>> = {},
      stdin = '',
      watching?: (output: { readonly err: string[]; readonly out: string[] }) => Watching,
    ) {
      const out: string[] = []
      const err: string[] = []
      const code = await runCommandLine(line.split(' ').filter(Boolean), {
        root,
        env: { SOURCE_DATE_EPOCH: '1767225600', ...env },
        clock: () => new Date(0),
        readStdin: () => Buffer.from(stdin),
        stdout: { isTerminal: false, write: (text) => void out.push(text) },
        stderr: { isTerminal: false, write: (text) => void err.push(text) },
        ...(watching && { watching: watching({ err, out }) }),
      })
      return { code, stdout: out.join(''), stderr: err.join('') }
    },
    at: (path: string) => join(root, path),
    has: (path: string) => existsSync(join(root, path)),
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    write(contents: Readonly<Record<string, string | Uint8Array>>) {
      for (const [file, text] of Object.entries(contents)) {
        mkdirSync(dirname(join(root, file)), { recursive: true })
        writeFileSync(join(root, file), text)
      }
    },
  }
}
