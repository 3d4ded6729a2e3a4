import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readBack } from '../../runtime/admission/read-back.js'
import { timestamp } from '../../runtime/cel/index.js'
import type { CompiledPolicy } from '../../runtime/compile/compiled-policy.js'
import { readInputs } from '../../runtime/exports/inputs.js'
import { sourcesOf } from '../../runtime/exports/sources.js'
import { inputError } from '../../runtime/input-error.js'
import { explain, type PolicyExplanation, type RuleExplanation } from '../../runtime/judge/explanation.js'
import { buildInventory } from '../../runtime/judge/inventory.js'
import { buildRedaction } from '../../runtime/judge/redaction.js'
import { type Library, loadLibrary } from '../../runtime/library/library.js'
import type { Location } from '../../runtime/model/index.js'
import { didYouMean } from '../../runtime/suggest.js'
import { printableLine } from '../../wording/printable.js'
import { exitCodes } from '../exit-codes.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import type { ScanFlags } from './scan.js'

/** `policytest explain <policy> <input…>`: every rule of one policy with the value of every sub-expression. */
export function explainCommand(
  name: string,
  inputs: readonly string[],
  flags: ScanFlags,
  world: World,
): number {
  const settings = readSettings(flags, world)
  const isFile = existsSync(resolve(world.root, name))
  const library = loadLibrary({ ...settings.base, policies: isFile ? [name] : requirePolicies(settings) })
  const policies = isFile ? library.compiled : [policyNamed(name, library)]
  const { sets } = readInputs(
    inputs.map((path) => ({ path, source: flags.as })),
    settings.base.disk,
    sourcesOf(settings.base.platforms),
  )
  const { platforms, redact = [] } = settings.base
  const sensitive = [...platforms.flatMap((platform) => platform.sensitive ?? []), ...redact]
  const explanations = sets.flatMap(({ resources, snapshot }) => {
    const inventory = buildInventory(readBack(resources), snapshot)
    const redaction = buildRedaction(inventory, sensitive)
    const now = timestamp(settings.base.now)
    return policies.flatMap((policy) => {
      const context = { params: library.paramsOf(policy), inventory, now, redaction }
      const judged = policy.scope === 'inventory' ? [undefined] : inventory.ofTypes(policy.types)
      return judged.map((resource) => explanationText(policy, explain(policy, resource, context)))
    })
  })
  world.stdout.write(explanations.map((text) => `${text}\n`).join('\n'))
  if (explanations.length > 0) return exitCodes.clean
  const types = [...new Set(policies.flatMap((policy) => policy.types))].join(', ')
  world.messages.say(`nothing was evaluated: no resource of type ${types}`)
  return exitCodes.nothingEvaluated
}

function policyNamed(name: string, { compiled }: Library): CompiledPolicy {
  const matches = compiled.filter((policy) => policy.id === name || policy.name === name)
  if (matches.length === 1) return matches[0] as CompiledPolicy
  const ids = compiled.map((policy) => policy.id)
  const hint =
    matches.length > 1
      ? `say which: ${matches.map(({ id }) => id).join(', ')}`
      : didYouMean(name, ids, 'policies')
  const message = matches.length > 1 ? `several policies are called '${name}'` : `unknown policy '${name}'`
  throw inputError('unknown-reference', message, hint === undefined ? {} : { hint })
}

function explanationText(
  policy: CompiledPolicy,
  { resource, location, verdict, rules }: PolicyExplanation,
): string {
  const what = resource ? ` on ${resource.type} ${resource.name}` : ''
  return [
    `${policy.id}${what}${location ? ` (${place(location)})` : ''}: ${verdict}`,
    ...rules.flatMap(ruleText),
  ]
    .map(printableLine)
    .join('\n')
}

function ruleText({ rule, element, expression, value, parts }: RuleExplanation): string[] {
  const where = element?.location ? ` (${place(element.location)})` : ''
  const title = element ? `${rule}, item ${element.index}${where}` : rule
  return [
    `  ${title}: ${value}`,
    ...oneLine(expression, '    '),
    ...parts.flatMap((part) => oneLine(`${part.expression} = ${part.value}`, '      ')),
  ]
}

function oneLine(text: string, indent: string): string[] {
  return [`${indent}${text.replace(/\s+/g, ' ')}`]
}

function place({ file, start }: Location): string {
  return `${file}:${start.line}:${start.column}`
}
