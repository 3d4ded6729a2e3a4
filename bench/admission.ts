/**
 * Judges pods by ValidatingAdmissionPolicies and prints the time as a ratio to JSON.parse of the same pods: what decoding
 * costs, what the first policy costs, what each further policy and each binding add.
 * Usage: npm run bench:admission [-- <megabytes>]
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { platforms } from '../src/platforms/index.js'
import { storedObject } from '../src/runtime/admission/stored/store.js'
import { compilePolicies } from '../src/runtime/compile/compile-policies.js'
import type { CompiledPolicy } from '../src/runtime/compile/compiled-policy.js'
import { parseYaml } from '../src/runtime/documents/yaml.js'
import { readInputs } from '../src/runtime/exports/inputs.js'
import { sourcesOf } from '../src/runtime/exports/sources.js'
import { readPolicies } from '../src/runtime/policies/reading/policies-of-file.js'
import { scan } from '../src/runtime/scan/scan.js'

const rounds = 5
const folder = mkdtempSync(join(tmpdir(), 'policytest-bench-'))
const file = join(folder, 'pods.json')
const generator = join(fileURLToPath(new URL('.', import.meta.url)), 'generate-pods.ts')

try {
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'))
  execFileSync(process.execPath, [tsx, generator, process.argv[2] ?? '20', file])
  const sources = sourcesOf(platforms, { root: '.' })
  const read = () => readInputs([{ path: file }], { root: folder }, sources).sets
  const pods = read().flatMap(({ resources }) => resources).length
  const parse = median(
    () => undefined,
    () => JSON.parse(readFileSync(file, 'utf8')),
  )
  console.log(`${pods} pods; medians of ${rounds}, each of pods that nobody has decoded before`)
  row('JSON.parse', parse)
  row(
    'decode',
    median(read, (sets) => {
      for (const { resources } of sets) for (const { type, data } of resources) storedObject(type, data)
    }),
  )
  row('judge: no policy is about pods', judging(policiesOf(1, 1, 'services')))
  row('judge: 1 policy', judging(policiesOf(1, 1)))
  row('judge: 1 policy, 10 bindings', judging(policiesOf(1, 10)))
  row('judge: 10 policies', judging(policiesOf(10, 1)))

  function judging(policies: readonly CompiledPolicy[]): number {
    const options = { paramsOf: () => ({}), now: new Date(0), sensitive: [], keepResults: 0 }
    return median(read, (sets) => scan(policies, sets, options))
  }

  function row(name: string, ms: number): void {
    const each = `${((ms * 1e3) / pods).toFixed(0).padStart(5)} µs a pod`
    console.log(
      `${name.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms  ${each}  ${(ms / parse).toFixed(2).padStart(5)} × JSON.parse`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}

function policiesOf(policies: number, bindings: number, resource = 'pods'): readonly CompiledPolicy[] {
  const api = 'apiVersion: admissionregistration.k8s.io/v1'
  const text = Array.from({ length: policies }, (_, i) =>
    [
      `${api}
kind: ValidatingAdmissionPolicy
metadata: {name: p${i}}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [${resource}]}]
  validations: [{expression: 'object.spec.containers.all(c, has(c.image) && c.image != "x${i}")'}]`,
      ...Array.from(
        { length: bindings },
        (_, j) => `${api}
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b${i}-${j}}
spec: {policyName: p${i}, validationActions: [Deny]}`,
      ),
    ].join('\n---\n'),
  ).join('\n---\n')
  const written = readPolicies(parseYaml('policies.yaml', text))
  return compilePolicies(
    written.policies.map((policy) => ({
      policy,
      guidelines: [],
      bindings: written.bindings.filter((binding) => binding.policy === policy.name),
      beside: [],
    })),
    platforms,
  )
}

/** @param prepare what is not counted */
function median<Given>(prepare: () => Given, task: (given: Given) => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const given = prepare()
    const start = performance.now()
    task(given)
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number
}
