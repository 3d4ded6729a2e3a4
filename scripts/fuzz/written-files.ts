import fc from 'fast-check'
import { platforms } from '../../src/platforms/index.js'
import { compilePolicies } from '../../src/runtime/compile/compile-policies.js'
import { parseYaml } from '../../src/runtime/documents/index.js'
import {
  checkFirewallRules,
  parseAttestations,
  parseConfig,
  parsePack,
  parseParams,
  parsePolicyFile,
  parsePolicyTest,
  parseSnapshot,
  parseWaivers,
} from '../../src/runtime/policies/index.js'
import { formatDiagnostic } from '../../src/wording/diagnostic.js'
import { documentsOf, writtenFiles } from './corpus.js'
import { damagedJson, damages, edited, editedText } from './damage.js'
import { accepted, type Target, target } from './target.js'

function policies(file: string, text: string): void {
  for (const policy of accepted(() => parsePolicyFile(file, text)) ?? [])
    accepted(() => compilePolicies([{ policy, guidelines: [] }], platforms))
}

function firewallRules(file: string, text: string): void {
  for (const document of documentsOf({ file, text })) {
    const checked = checkFirewallRules(document)
    if ('problems' in checked) checked.problems.forEach(formatDiagnostic)
  }
}

const readers: Readonly<Record<string, (file: string, text: string) => void>> = {
  Policy: policies,
  ValidatingAdmissionPolicy: policies,
  ValidatingAdmissionPolicyBinding: policies,
  Pack: (file, text) => void accepted(() => parsePack(file, text)),
  PolicyTest: (file, text) => void accepted(() => parsePolicyTest(file, text)),
  Config: (file, text) => void accepted(() => parseConfig(file, text)),
  Waivers: (file, text) => void accepted(() => parseWaivers(file, text)),
  Attestations: (file, text) => void accepted(() => parseAttestations(file, text)),
  Snapshot: (file, text) => void accepted(() => parseSnapshot(file, text)),
  FirewallRules: firewallRules,
  undefined: (file, text) => void accepted(() => parseParams(file, text)),
}

const written = writtenFiles()

/** The files that people write, of each kind: damaged as data and as text. */
export const writtenFileTargets: readonly Target[] = Object.entries(readers).map(([kind, read]) => {
  const files = (written.get(kind) ?? []).map(({ data }) => data)
  const texts = files.map((data) => JSON.stringify(data, null, 1))
  const input = fc.oneof(
    fc.tuple(fc.constantFrom(...files), damages).map(([data, all]) => damagedJson(data, all, 1)),
    fc.tuple(fc.constantFrom(...texts), edited).map(([text, all]) => editedText(text, all)),
  )
  return target(`file:${kind === 'undefined' ? 'Params' : kind}`, input, (text) => {
    for (const { errors } of parseYaml('a.yaml', text)) errors.forEach(formatDiagnostic)
    read('a.yaml', text)
  })
})
