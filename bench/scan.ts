/**
 * Scans a kubectl-like export by ten policies and prints its time as a ratio to JSON.parse of the same file.
 * Usage: npm run bench:scan [-- <megabytes>]
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { platforms } from '../src/platforms/index.js'
import { readInputs } from '../src/runtime/exports/inputs.js'
import { sourcesOf } from '../src/runtime/exports/sources.js'
import { buildInventory } from '../src/runtime/judge/inventory.js'
import { loadLibrary } from '../src/runtime/library/library.js'
import { run } from '../src/runtime/run.js'
import { scan } from '../src/runtime/scan/scan.js'

const rounds = 5
const megabytes = Number(process.argv[2] ?? 50)
const here = fileURLToPath(new URL('.', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'policytest-bench-'))
const file = join(folder, 'pods.json')
const disk = { root: folder }
const sources = sourcesOf(platforms, { root: '.' })
const policies = [join(here, 'policies')]

try {
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'))
  execFileSync(process.execPath, [tsx, join(here, 'generate-pods.ts'), String(megabytes), file])
  const library = loadLibrary({ disk, platforms, policies })
  const size = statSync(file).size / 1e6

  const parse = median(() => JSON.parse(readFileSync(file, 'utf8')))
  const read = median(() => readInputs([{ path: file }], disk, sources))
  const inputs = readInputs([{ path: file }], disk, sources)
  const options = { paramsOf: library.paramsOf, now: new Date(0), sensitive: [], keepResults: 0 }
  const resources = inputs.sets.flatMap((set) => set.resources)
  const judge = median(() => scan(library.policies, inputs.sets, options))
  const index = median(() => buildInventory(resources).list('v1/Pod'))
  const date = new Date(0)
  const whole = median(() =>
    run({
      disk,
      platforms,
      policies,
      inputs: [{ path: file }],
      now: date,
      startedAt: date,
      elapsed: () => 0,
    }),
  )

  const pods = resources.length
  console.log(
    `${size.toFixed(0)} MB, ${pods} pods, ${library.policies.length} policies; medians of ${rounds}`,
  )
  row('JSON.parse', parse)
  row('read into resources', read)
  row('judge', judge)
  row('  of it the index by type', index)
  row('scan: policies, read, judge, report', whole)
  console.log(
    `judging costs ${((judge * 1e6) / pods / library.policies.length).toFixed(0)} ns per policy and pod`,
  )
  console.log(`scan / (JSON.parse + judge) = ${(whole / (parse + judge)).toFixed(2)}`)

  function row(name: string, ms: number): void {
    console.log(
      `${name.padEnd(38)} ${ms.toFixed(0).padStart(6)} ms   ${(ms / parse).toFixed(2).padStart(5)} × JSON.parse`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}

function median(task: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now()
    task()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number
}
