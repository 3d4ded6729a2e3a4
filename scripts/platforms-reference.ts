import { platforms } from '../src/platforms/index.js'
import type { ExportCommand, Platform } from '../src/runtime/model/index.js'

/** docs/reference/platforms.md: what each platform reads, which types it gives, which commands export them. */
export function platformsReference(): string {
  return [
    '# Platforms',
    '',
    'Generated from the table of platforms (`npm run generate`): what policytest knows of each vendor. Types are what',
    '`match.resources` and `requires` of a policy name; `policytest collect` runs the commands.',
    '',
    // one that only brings functions is in functions.md
    ...platforms.filter(({ sources }) => sources !== undefined).flatMap(section),
  ].join('\n')
}

function section({
  name,
  sources = [],
  rulesets = [],
  types = [],
  exports = [],
  byHand = {},
}: Platform): string[] {
  const rows = types.map((type) => {
    const command = exports.find((candidate) => candidate.types.includes(type))
    const how = command ? `\`${line(command)}\`` : Object.hasOwn(byHand, type) ? byHand[type] : ''
    const isRuleset = rulesets.some((reader) => reader.types.includes(type))
    return `| \`${type}\` | ${isRuleset ? 'yes' : ''} | ${how} |`
  })
  return [
    `## ${name}`,
    '',
    ...sources.map((source) => `- source \`${source.name}\`: ${source.reads}`),
    '',
    ...(rows.length > 0 ? ['| type | ruleset | export |', '| --- | --- | --- |', ...rows, ''] : []),
  ]
}

const line = ({ program, args }: ExportCommand): string => [program, ...args].join(' ').replaceAll('|', '\\|')
