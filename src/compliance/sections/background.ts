import { by } from '../../runtime/order.js'
import { codeBlock, codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import type { Chapter, Entry } from '../book.js'
import { type Background, backgroundOf, type Definition } from '../definitions.js'
import { table } from '../markdown.js'

/** The sections of a page that define what its rules name: variables, functions, parameters with the value in force. */
export function backgroundSections({ policies }: Entry, chapter: Chapter): (string | undefined)[] {
  const backgrounds = policies.flatMap((policy) => {
    const compiled = chapter.compiled.get(policy.id)
    return compiled ? [backgroundOf(policy, compiled)] : []
  })
  const definitions = unique(backgrounds.flatMap((each) => each.definitions)).toSorted(
    by(
      ({ name }) => name,
      ({ of }) => of,
    ),
  )
  return [
    ...(definitions.length === 0
      ? []
      : [
          '## Definitions',
          'What the rules above name, and what that names in turn.',
          definitions.map(definitionItem).join('\n'),
        ]),
    ...paramsSection(backgrounds, chapter),
  ]
}

function definitionItem({ name, of, source, description }: Definition): string {
  const about = [
    `**${codeSpan(name)}** of ${codeSpan(of)}`,
    ...(description === undefined ? [] : [escapeMarkdown(description)]),
  ]
  const lines = codeBlock(source.trimEnd().split('\n')).map((line) => `  ${line}`)
  return [`- ${about.join('<br>')}`, '', ...lines].join('\n')
}

function paramsSection(
  backgrounds: readonly Background[],
  { pack, params, report }: Chapter,
): (string | undefined)[] {
  const read = unique(backgrounds.flatMap((each) => each.params))
  const rows = read.map(({ of, name }) => {
    const values = params.filter((param) => param.of === of && param.name === name)
    // What this pack hands over to the one that it imports from, before what is in force there.
    const inForce =
      values.find((param) => param.for === pack?.name) ?? values.find((param) => param.for === undefined)
    if (!inForce) return [escapeMarkdown(name), '**none: has to be given**', '', '']
    const { value, from, place, isExemption, description = '' } = inForce
    const origin =
      from === 'default'
        ? 'default'
        : `${from}${place ? `, ${escapeMarkdown(`${place.file}:${place.line}`)}` : ''}`
    return [
      `${escapeMarkdown(name)}${isExemption ? ' **(exemption)**' : ''}`,
      escapeMarkdown(JSON.stringify(value)),
      origin,
      escapeMarkdown(description),
    ]
  })
  if (rows.length === 0) return []
  const when = report ? 'Values in force in the run below.' : 'Values in force when these pages were written.'
  return ['## Parameters', when, table(['Parameter', 'Value', 'From', 'What it is'], rows)]
}

function unique<T extends { readonly of: string; readonly name: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((each) => [`${each.of} ${each.name}`, each])).values()]
}
