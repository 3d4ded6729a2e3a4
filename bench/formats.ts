/**
 * Scans exports of the same pods in several formats with the built command, and prints time and memory of the whole process
 * as ratios to JSON.parse of the pretty one in the same run. It fails nothing: a figure is worth what the machine is.
 * Usage: npm run build && npm run bench:formats [-- --size <megabytes>]
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pod } from './generate-pods.js'
import { yamlText } from './yaml-text.js'

const rounds = 3
const flag = process.argv.indexOf('--size')
const megabytes = flag < 0 ? 20 : Number(process.argv[flag + 1])
/** The size of a pod, pretty as kubectl writes it. */
const podSize = 13_700
const pods = Math.ceil((megabytes * 1e6) / podSize)
const command = fileURLToPath(new URL('../bin/policytest.js', import.meta.url))
const usual = fileURLToPath(new URL('policies', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'policytest-bench-'))

interface Format {
  readonly file: string
  readonly head?: string
  readonly between?: string
  readonly tail?: string
  readonly write: (pod: object) => string
}

const list = '],"kind":"List","metadata":{"resourceVersion":""}}\n'
const formats = {
  pretty: {
    file: 'pretty.json',
    head: '{\n    "apiVersion": "v1",\n    "items": [\n',
    between: ',\n',
    tail: `\n    ${list}`,
    write: (pod) => JSON.stringify(pod, null, 4).replaceAll(/^/gm, '        '),
  },
  compact: {
    file: 'compact.json',
    head: '{"apiVersion":"v1","items":[',
    between: ',',
    tail: list,
    write: (pod) => JSON.stringify(pod),
  },
  ndjson: { file: 'pods.ndjson', write: (pod) => `${JSON.stringify(pod)}\n` },
  'yaml list': {
    file: 'list.yaml',
    head: 'apiVersion: v1\nitems:\n',
    tail: 'kind: List\nmetadata:\n  resourceVersion: ""\n',
    write: (pod) => yamlText([pod]),
  },
  'yaml documents': { file: 'documents.yaml', between: '---\n', write: (pod) => yamlText(pod) },
} satisfies Record<string, Format>

const policy = (name: string, rule: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  match: {resources: [v1/Pod]}
  validations: [{expression: '${rule}'}]
`
const joins = join(folder, 'joins.yaml')
const findings = join(folder, 'findings.yaml')

interface Measure {
  readonly seconds: number
  readonly cpu: number
  readonly megabytes: number
}

try {
  for (const format of Object.values<Format>(formats)) write(join(folder, format.file), format)
  writeFileSync(
    joins,
    policy(
      'node-has-few',
      'inventory.list("v1/Pod").filter(p, p.metadata.name == object.metadata.name).size() < 3',
    ),
  )
  writeFileSync(findings, policy('never', 'object.spec.containers.exists(c, c.name == "never")'))
  const pretty = join(folder, formats.pretty.file)
  const parse = `JSON.parse(require('node:fs').readFileSync(${JSON.stringify(pretty)}, 'utf8'))`
  const scan = (file: string, policies: string) => [
    ...[
      command,
      'scan',
      join(folder, file),
      '--policies',
      policies,
      '-r',
      `json=${join(folder, 'report.json')}`,
    ],
  ]
  // A join looks at all pods for each: with many of them it would be its own benchmark.
  write(join(folder, 'few.json'), formats.pretty, Math.min(pods, 1000))
  const rows: Readonly<Record<string, readonly string[]>> = {
    'JSON.parse of the pretty one': ['-e', parse],
    ...Object.fromEntries(
      Object.entries<Format>(formats).map(([name, { file }]) => [`10 policies, ${name}`, scan(file, usual)]),
    ),
    'a finding for every pod': scan(formats.pretty.file, findings),
    'a finding for every pod, yaml list': scan(formats['yaml list'].file, findings),
    'a join of at most 1000 pods': scan('few.json', joins),
  }
  const size = statSync(pretty).size / 1e6
  console.log(`node ${process.version}, ${pods} pods, ${size.toFixed(0)} MB pretty; medians of ${rounds}`)
  const names = Object.keys(rows)
  // In turn, so that a machine that slows down slows all.
  const measures = Array.from({ length: rounds }, () => names.map((name) => measure(rows[name] ?? [])))
  const medians = names.map((_, i) => medianOf(measures.flatMap((round) => round[i] ?? [])))
  const [base] = medians
  for (const [i, name] of names.entries()) {
    const { seconds, cpu, megabytes } = medians[i] as Measure
    const ratio = (value: number, of: number | undefined) => `${(value / (of ?? 1)).toFixed(2)} ×`.padStart(8)
    console.log(
      `${name.padEnd(36)} ${seconds.toFixed(2).padStart(7)} s ${ratio(seconds, base?.seconds)}   CPU ${cpu
        .toFixed(2)
        .padStart(6)} s ${ratio(cpu, base?.cpu)}   ${megabytes.toFixed(0).padStart(5)} MB`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}

function write(path: string, { head = '', between = '', tail = '', write }: Format, count = pods): void {
  const out = openSync(path, 'w')
  writeSync(out, head)
  for (let n = 0; n < count; n++) writeSync(out, (n === 0 ? '' : between) + write(pod(n)))
  writeSync(out, tail)
  closeSync(out)
}

/** A process that tells at its end what it took. */
function measure(args: readonly string[]): Measure {
  const told =
    'import{writeSync}from"node:fs";import{isMainThread}from"node:worker_threads";isMainThread&&process.on("exit",()=>{const r=process.resourceUsage();writeSync(3,JSON.stringify([(r.userCPUTime+r.systemCPUTime)/1e6,r.maxRSS/1024]))})'
  const start = performance.now()
  const child: SpawnSyncReturns<Buffer> = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(told)}`, ...args],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  )
  const seconds = (performance.now() - start) / 1000
  const [cpu = 0, megabytes = 0]: number[] = JSON.parse(String(child.output[3] || '[]'))
  return { seconds, cpu, megabytes }
}

function medianOf(measures: readonly Measure[]): Measure {
  const middle = (pick: (measure: Measure) => number) =>
    measures.map(pick).sort((a, b) => a - b)[Math.floor(measures.length / 2)] ?? 0
  return {
    seconds: middle(({ seconds }) => seconds),
    cpu: middle(({ cpu }) => cpu),
    megabytes: middle(({ megabytes }) => megabytes),
  }
}
