import type { Expression, LoadedPolicy, Validation } from '../../runtime/policies/index.js'
import { codeBlock, codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import type { Entry } from '../book.js'
import { fileTarget, link, prose } from '../markdown.js'

/**
 * The section of a page that says how a guideline is checked: by which policies, by which rules.
 * @param page path of the page, relative to the folder that the files of policies are relative to
 */
export function checksSection({ policies, attestationRequired }: Entry, page: string): string[] {
  const title = '## How it is checked'
  if (policies.length > 0) return [title, ...policies.flatMap((policy) => policyBlocks(policy, page))]
  return [
    title,
    attestationRequired
      ? 'No export shows it: a person has to confirm it, as said below.'
      : '**Nothing checks it:** it has neither a policy nor an attestation.',
  ]
}

function policyBlocks({ id, policy }: LoadedPolicy, page: string): string[] {
  const { name, title, description, matchConditions, validations, checks = [], file } = policy
  return [
    `### ${escapeMarkdown(title ?? name)}`,
    `Policy ${link(codeSpan(id), fileTarget(page, file))}: ${scopeOf(policy)}.`,
    ...(description === undefined ? [] : [prose(description)]),
    ...(matchConditions.length === 0
      ? []
      : [
          'It applies where each of these holds:',
          matchConditions.map((condition) => rule(condition.name, condition.expression, [])).join('\n'),
        ]),
    validations.length + checks.length === 1 ? 'What has to be true:' : 'What has to be true, each of it:',
    [
      ...validations.map((validation) => validationItem(validation)),
      ...checks.map(({ name, message }) =>
        codeItem(name, message, link(codeSpan(file), fileTarget(page, file))),
      ),
    ].join('\n'),
  ]
}

function scopeOf({ scope, types, requires }: LoadedPolicy['policy']): string {
  const names = (list: readonly string[]) => list.map(codeSpan).join(', ')
  const needs =
    requires.length === 0
      ? ''
      : `; it needs ${requires.map((types) => types.map(codeSpan).join(' or ')).join(', ')} too`
  return scope === 'inventory'
    ? `judges everything exported together, reading ${names(types)}${needs}`
    : `judges each ${names(types)}${needs}`
}

function validationItem({ name, forEach, expression, message, messageExpression }: Validation): string {
  return rule(name, expression, [
    ...(forEach === undefined ? [] : [`for each item of ${expressionSpan(forEach)}`]),
    ...(message === undefined ? [] : [`otherwise: ${escapeMarkdown(message)}`]),
    ...(messageExpression === undefined ? [] : [`otherwise it says ${expressionSpan(messageExpression)}`]),
  ])
}

/** A rule in code is shown by its name: what it says hangs on a program. */
function codeItem(name: string, message: string | undefined, file: string): string {
  const about = message === undefined ? [] : [`otherwise: ${escapeMarkdown(message)}`]
  return `- ${[`**${escapeMarkdown(name)}**`, `code in ${file}`, ...about].join('<br>')}`
}

function rule(name: string, { source }: Expression, about: readonly string[]): string {
  const lines = source.trimEnd().split('\n')
  return [
    `- ${[`**${escapeMarkdown(name)}**`, ...about].join('<br>')}`,
    '',
    ...codeBlock(lines).map((line) => `  ${line}`),
  ].join('\n')
}

function expressionSpan({ source }: Expression): string {
  return codeSpan(source.replace(/\s+/g, ' ').trim())
}
