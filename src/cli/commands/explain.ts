import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { costLimits } from '../../runtime/cel/index.js'
import type { CompiledPolicy } from '../../runtime/compile/compiled-policy.js'
import { readInputs } from '../../runtime/exports/inputs.js'
import { sourcesOf } from '../../runtime/exports/sources.js'
import { sensitiveParts } from '../../runtime/judge/redaction.js'
import { loadLibrary } from '../../runtime/library/library.js'
import { policyNamed } from '../../runtime/library/policy-named.js'
import type { AdmissionAnswer, Location } from '../../runtime/model/index.js'
import { isPackageName } from '../../runtime/package-names.js'
import { explain, type PolicyExplanation, type RuleExplanation } from '../../runtime/scan/explanation.js'
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
  const isFile = isPackageName(name) || existsSync(resolve(world.root, name))
  const library = loadLibrary({ ...settings.base, policies: isFile ? [name] : requirePolicies(settings) })
  const policies = isFile ? library.compiled : [policyNamed(name, library)]
  const { sets } = readInputs(
    inputs.map((path) => ({ path, source: flags.as })),
    settings.base.disk,
    sourcesOf(settings.base.platforms, settings.base.disk),
  )
  const { platforms, now, onBug } = settings.base
  const sensitive = sensitiveParts(platforms, settings.base)
  const options = { paramsOf: library.paramsOf, now, sensitive, onBug }
  const explained = policies.map((policy) => ({ policy, ...explain(policy, sets, options) }))
  const texts = explained.flatMap(({ policy, explanations }) =>
    explanations.map((explanation) => explanationText(policy, explanation)),
  )
  world.stdout.write(texts.map((text) => `${text}\n`).join('\n'))
  for (const { policy, idle } of explained)
    if (idle !== undefined) world.messages.say(`${policy.id} judged nothing: ${idle}`)
  return texts.length > 0 ? exitCodes.clean : exitCodes.nothingEvaluated
}

function explanationText(
  policy: CompiledPolicy,
  { resource, location, verdict, reason, rules }: PolicyExplanation,
): string {
  const what = resource ? ` on ${resource.type} ${resource.name}` : ''
  const why = reason === undefined ? '' : ` (${reason})`
  return [
    `${policy.id}${what}${location ? ` (${place(location)})` : ''}: ${verdict}${why}`,
    ...rules.flatMap(ruleText),
  ]
    .map(printableLine)
    .join('\n')
}

function ruleText(explanation: RuleExplanation): string[] {
  const { rule, element, admission, expression, value, cost, variables, parts } = explanation
  const where = element?.location ? ` (${place(element.location)})` : ''
  const title = element ? `${rule}, item ${element.key}${where}` : rule
  const units = cost === undefined ? '' : `  (${costText(cost)})`
  return [
    `  ${title}${admission ? boundBy(admission) : ''}: ${value}${units}`,
    ...oneLine(expression, '    '),
    ...variables.map((variable) => `      ${variable.name}: ${costText(variable.cost)}`),
    ...parts.flatMap((part) => oneLine(`${part.expression} = ${part.value}`, '      ')),
  ]
}

function boundBy({ binding, params }: AdmissionAnswer): string {
  const by = [binding && `binding ${binding}`, params && `params ${params}`].filter(Boolean).join(', ')
  return by && ` [${by}]`
}

function costText(units: number): string {
  return `cost ${units.toLocaleString('en-US')} of ${costLimits.expression.toLocaleString('en-US')}`
}

function oneLine(text: string, indent: string): string[] {
  return [`${indent}${text.replace(/\s+/g, ' ')}`]
}

function place({ file, start }: Location): string {
  return `${file}:${start.line}:${start.column}`
}
