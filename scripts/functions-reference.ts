import { platforms } from '../src/platforms/index.js'
import {
  type CelFunction,
  type Construct,
  macroReference,
  operatorReference,
  subjects,
} from '../src/runtime/cel/index.js'
import { firewallExtension } from '../src/runtime/firewall/functions.js'

const sections: Readonly<Record<string, readonly CelFunction[]>> = {
  ...subjects,
  Firewalls: firewallExtension(platforms).functions,
}

const notes: Readonly<Record<string, string>> = {
  Optionals: 'Values that may be absent: `map.?field`, `list[?index]` and some functions give them.',
  'Times and durations':
    'Fields are those of UTC unless a time zone is given: an IANA name (`Europe/Berlin`) or an offset (`+05:30`).',
  'Other resources':
    'The variable `inventory` holds all resources of the run. The examples look into a namespace `shop` with a pod `web-1` and a service `web`.',
  Firewalls:
    'One view of firewall rules, whatever product they came from: `ruleset(object).inbound("tcp", 22).onlyFrom(["10.0.0.0/8"])`.',
}

/** docs/reference/functions.md: operators, macros and every function, from the tables that the compiler works with. */
export function functionsReference(): string {
  const names = ['Operators', 'Macros', ...Object.keys(sections)]
  return [
    '# Functions of expressions',
    '',
    'Generated from the tables that the compiler works with (`npm run generate`); a test runs every example.',
    'Expressions are [CEL](https://cel.dev) with the functions that Kubernetes offers to its admission policies',
    'and those of policytest for networks and joins. **Since** is the version of Kubernetes that brought a function,',
    '`base` when every version has it, `policytest` when none does.',
    '',
    'Whatever comes out of a document has the type `dyn`, which goes wherever another type is asked for; a value that',
    'turns out to have the wrong type is an error of the evaluation. `authorizer` needs a live API server: using it is',
    'an error when the policy is loaded.',
    '',
    ...names.map((name) => `- [${name}](#${anchor(name)})`),
    '',
    ...constructs('Operators', operatorReference),
    ...constructs('Macros', macroReference),
    ...Object.entries(sections).flatMap(([name, functions]) => [
      `## ${name}`,
      '',
      ...(notes[name] ? [notes[name], ''] : []),
      ...functions.flatMap(entry),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
}

const anchor = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

function constructs(name: string, all: readonly Construct[]): string[] {
  return [
    `## ${name}`,
    '',
    ...all.flatMap(({ syntax, doc, since, examples }) => [
      `### \`${syntax}\``,
      '',
      ...body(doc, since, examples),
    ]),
  ]
}

function entry({ name, overloads, doc, since, examples }: CelFunction): string[] {
  const signatures = Object.keys(overloads).map(plain)
  return [`### ${name}`, '', '```', ...signatures, '```', '', ...body(doc, since, examples)]
}

function body(doc: string, since: string, examples: CelFunction['examples']): string[] {
  return [
    `${doc} Since: ${since}.`,
    '',
    ...(examples.length === 0 ? [] : ['| example | value |', '| --- | --- |', ...examples.map(row), '']),
  ]
}

const row = ([expression, value]: CelFunction['examples'][number]): string =>
  `| ${code(expression)} | ${value.startsWith('error: ') ? `error: ${cell(value.slice(7))}` : code(value)} |`

const code = (text: string): string => (text.includes('`') ? `\`\` ${bars(text)} \`\`` : `\`${bars(text)}\``)

const bars = (text: string): string => text.replaceAll('|', '\\|')

const cell = (text: string): string => bars(text).replaceAll('<', '&lt;').replaceAll('*', '\\*')

/** Signatures as people write them: `timestamp` for its long name, `optional<T>`. */
const plain = (signature: string): string =>
  signature
    .replaceAll('google.protobuf.Timestamp', 'timestamp')
    .replaceAll('google.protobuf.Duration', 'duration')
