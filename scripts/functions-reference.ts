import { platforms } from '../src/platforms/index.js'
import {
  type CelFunction,
  type Construct,
  type MacroEntry,
  macroReference,
  operatorReference,
  type Since,
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
    'and those of policytest for networks and joins. A policy of policytest has all of them. A policy of Kubernetes has',
    'what its API server has: the column **Kubernetes** says since which version that is. What no version has is refused,',
    'as a cluster would refuse it.',
    '',
    'Whatever comes out of a document has the type `dyn`, which goes wherever another type is asked for; a value that',
    'turns out to have the wrong type is an error of the evaluation. `authorizer` needs a live API server: using it is',
    'an error when the policy is loaded.',
    '',
    ...names.map((name) => `- [${name}](#${anchor(name)})`),
    '',
    '## Operators',
    '',
    ...operatorReference.flatMap(operator),
    '## Macros',
    '',
    ...macroReference.flatMap(macro),
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

function operator({ syntax, since, doc, examples }: Construct): string[] {
  return [`### \`${syntax}\``, '', doc, '', ...versions([[syntax, since]]), ...exampleTable(examples)]
}

function macro({ syntax, forms, since, doc, examples }: MacroEntry): string[] {
  const rows = Object.entries(forms).map(([form, of]): [string, Since] => {
    const [name = '', args] = form.split('/')
    const bound = 'variables' in of ? ['i', 'x'].slice(-of.variables) : of.kind === 'bind' ? ['x'] : []
    const shown = [...bound, ...Array(Number(args) - bound.length).fill('…')]
    return [`${name.replace(/^\./, 'range.')}(${shown.join(', ')})`, sinceOf(since, form)]
  })
  return [`### \`${syntax}\``, '', doc, '', ...versions(rows), ...exampleTable(examples)]
}

function entry({ name, overloads, doc, since, examples }: CelFunction): string[] {
  const rows = Object.keys(overloads).map((signature): [string, Since] => [
    plain(signature),
    sinceOf(since, signature),
  ])
  return [`### ${name}`, '', doc, '', ...versions(rows), ...exampleTable(examples)]
}

function sinceOf(since: CelFunction['since'], part: string): Since {
  return typeof since === 'string' ? since : (since[part] ?? 'policytest')
}

/** Which environments have what is written so. */
function versions(rows: readonly (readonly [text: string, since: Since])[]): string[] {
  const there = (since: Since): string =>
    since === 'base' ? 'every version' : since === 'policytest' ? 'no version' : `since ${since}`
  return [
    '| written | Kubernetes | policytest |',
    '| --- | --- | --- |',
    ...rows.map(([text, since]) => `| ${code(text)} | ${there(since)} | yes |`),
    '',
  ]
}

function exampleTable(examples: CelFunction['examples']): string[] {
  return examples.length === 0 ? [] : ['| example | value |', '| --- | --- |', ...examples.map(row), '']
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
