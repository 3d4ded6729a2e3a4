import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { runCommandLine } from '../src/cli/run-command-line.js'
import type { Report } from '../src/runtime/model/index.js'

type Inputs = readonly { readonly path: string; readonly subject?: Readonly<Record<string, string>> }[]

/** For each pack: what of its sample stays once the files are applied, and of whom the files are. */
interface Applied {
  /** Files of the sample that stay, each with the objects that do. */
  readonly kept: Readonly<Record<string, (object: { readonly kind?: string }) => boolean>>
  readonly subject: (file: string) => Readonly<Record<string, string>>
}

const applied: Readonly<Record<string, Applied>> = {
  portworx: {
    kept: { 'cluster.json': ({ kind }) => kind !== 'NetworkPolicy' },
    subject: (file): Record<string, string> =>
      file.endsWith('.rules') ? { node: basename(file, '.rules') } : {},
  },
}

describe('what a fix makes of the sample export is what its guidelines ask for', () => {
  test.each(Object.keys(applied))('%s', async (pack) => {
    const { kept, subject } = applied[pack] as Applied
    const folder = mkdtempSync(join(tmpdir(), 'policytest-fixes-'))
    try {
      const made = await policytest('fix', pack, `testdata/exports/${pack}`, '--out', join(folder, 'made'))
      expect(made).toMatchObject({ code: 0, out: '' })
      const inputs: Inputs = [
        ...Object.entries(kept).map(([path, stays]) => {
          const list = JSON.parse(readFileSync(join('testdata/exports', pack, path), 'utf8'))
          writeFileSync(join(folder, path), JSON.stringify({ ...list, items: list.items.filter(stays) }))
          return { path }
        }),
        ...filesBelow(folder, 'made').map((path) => ({ path, subject: subject(path) })),
      ]
      const snapshot = {
        apiVersion: 'policytest.dev/v1',
        kind: 'Snapshot',
        spec: { takenAt: '2026-11-02', inputs },
      }
      writeFileSync(join(folder, 'snapshot.yaml'), stringify(snapshot))
      const { out } = await policytest('scan', folder, '--policies', `policies/${pack}`, '-r', 'json')
      const report = JSON.parse(out) as Report
      const promised = promisedBy(pack)
      const about = ({ guidelines }: { readonly guidelines: readonly string[] }) =>
        guidelines.some((id) => promised.includes(id))
      expect(report.findings.filter(about)).toEqual([])
      const unsatisfied = report.guidelines.filter(
        ({ id, status }) => promised.includes(id) && status !== 'satisfied',
      )
      expect(unsatisfied.map(({ id, status }) => `${id}: ${status}`)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** Full ids of the guidelines that the fixes of a pack name. */
function promisedBy(pack: string): string[] {
  const folder = join('policies', pack, 'fixes')
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  const lists = texts.flatMap(
    (text) => /^ {2}guidelines:\n((?: {4}- .*\n)+)/m.exec(text)?.[1]?.match(/[a-z0-9-]{3,}/g) ?? [],
  )
  return lists.map((id) => `${pack}/${id}`)
}

function filesBelow(folder: string, part: string): string[] {
  const entries = readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
}

async function policytest(...argv: string[]) {
  const out: string[] = []
  const code = await runCommandLine(argv, {
    root: process.cwd(),
    env: {},
    clock: () => new Date('2026-11-03T00:00:00Z'),
    readStdin: () => Buffer.alloc(0),
    stdout: { isTerminal: false, write: (text) => void out.push(text) },
    stderr: { isTerminal: false, write: () => {} },
  })
  return { code, out: out.join('') }
}
