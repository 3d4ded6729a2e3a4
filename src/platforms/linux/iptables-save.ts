/** One condition of a rule as it is written: `! -s 10.0.0.0/8`, `--dports 80,443` of `-m multiport`. */
export interface IptablesCondition {
  /** The match module that the option belongs to; empty for options of the rule itself. */
  readonly module: string
  /** With its dashes, in its short form where it has one: `-s`, `--dport`. A module without options has none. */
  readonly option: string
  readonly values: readonly string[]
  readonly negated: boolean
}

export interface IptablesRule {
  /** 1-based. */
  readonly line: number
  readonly text: string
  readonly conditions: readonly IptablesCondition[]
  /** Target of `-j` or `-g`: `ACCEPT`, a chain. A rule without one only counts. */
  readonly target?: string
  /** What the target itself is told: `--to-destination 172.17.0.2:80`. */
  readonly targetOptions?: readonly Pick<IptablesCondition, 'option' | 'values'>[]
  /** `-g`: what falls through the chain does not come back here. */
  readonly goto: boolean
  readonly comment?: string
  readonly packets?: number
  readonly bytes?: number
}

export interface IptablesChain {
  readonly name: string
  readonly line: number
  /** `ACCEPT` or `DROP` of a built-in chain; user chains have none. */
  readonly policy?: string
  readonly packets?: number
  readonly bytes?: number
  readonly rules: readonly IptablesRule[]
}

export interface IptablesTable {
  readonly name: string
  /** That of the text that it stands in: a table alone has it, too. */
  readonly family: 'ipv4' | 'ipv6'
  readonly line: number
  /** False when the text ends before the table does: rules may be missing. */
  readonly complete: boolean
  readonly chains: readonly IptablesChain[]
}

/** What `iptables-save` or `ip6tables-save` prints. Plain data: policies can look into it. */
export interface IptablesSave {
  readonly family: 'ipv4' | 'ipv6'
  readonly tables: readonly IptablesTable[]
}

/** A line that is not understood. */
export interface IptablesProblem {
  readonly line: number
  readonly message: string
}

interface OpenTable {
  name: string
  line: number
  complete: boolean
  chains: Map<string, { chain: Omit<IptablesChain, 'rules'>; rules: IptablesRule[] }>
}

/**
 * Reads the text of iptables-save or ip6tables-save, of which one file may hold several tables. Every line is either
 * read or named as a problem; it never throws.
 */
export function parseIptablesSave(text: string): {
  readonly save: IptablesSave
  readonly problems: readonly IptablesProblem[]
} {
  const problems: IptablesProblem[] = []
  const tables: OpenTable[] = []
  let table: OpenTable | undefined
  for (const [i, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const [line, content] = [i + 1, raw.trim()]
    if (content === '' || content.startsWith('#')) continue
    if (content.startsWith('*')) {
      if (tables.some((known) => known.name === content.slice(1)))
        problems.push({ line, message: `table ${content.slice(1)} is there twice` })
      table = { name: content.slice(1).trim(), line, complete: false, chains: new Map() }
      tables.push(table)
      continue
    }
    if (!table) {
      problems.push({ line, message: 'not inside of a table: a table begins with a line like *filter' })
      continue
    }
    if (content === 'COMMIT') {
      table.complete = true
      table = undefined
      continue
    }
    const problem = content.startsWith(':')
      ? readChain(content, line, table)
      : readCommand(content, line, table)
    if (problem) problems.push({ line, message: problem })
  }
  for (const { name, line, complete } of tables)
    if (!complete) problems.push({ line, message: `table ${name} has no COMMIT: the text ends too early` })
  const family = familyOf(text)
  return { save: { family, tables: tables.map((each) => closeTable(each, family)) }, problems }
}

/** The 1-based line of the element that an RFC 6901 pointer into the parsed data names, or of its nearest ancestor. */
export function iptablesLine(save: IptablesSave, pointer: string): number {
  let [value, line]: [unknown, number] = [save, 1]
  for (const step of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) break
    value = (value as Record<string, unknown>)[step]
    const own = typeof value === 'object' && value !== null && 'line' in value ? value.line : undefined
    if (typeof own === 'number') line = own
  }
  return line
}

/** The program says its name in the first comment; without it, addresses and protocols tell. */
function familyOf(text: string): IptablesSave['family'] {
  const header = /^#.{0,40}\b(ip6?tables)(?:-\w{1,10})?-save\b/m.exec(text)?.[1]
  if (header) return header === 'ip6tables' ? 'ipv6' : 'ipv4'
  return /^(?:\[\d+:\d+\] )?-A .*(?: -[sd] [0-9a-fA-F]{0,4}:|ipv6-icmp|icmp6)/m.test(text) ? 'ipv6' : 'ipv4'
}

function closeTable(
  { name, line, complete, chains }: OpenTable,
  family: IptablesTable['family'],
): IptablesTable {
  return {
    name,
    family,
    line,
    complete,
    chains: [...chains.values()].map(({ chain, rules }) => ({ ...chain, rules })),
  }
}

function readChain(content: string, line: number, table: OpenTable): string | undefined {
  const parts = /^:(\S+)\s+(\S+)(?:\s+\[(\d+):(\d+)\])?$/.exec(content)
  const [, name, policy, packets, bytes] = parts ?? []
  if (name === undefined || policy === undefined) return 'not a chain: expected :NAME POLICY [packets:bytes]'
  if (table.chains.has(name)) return `chain ${name} is there twice`
  const chain = { name, line, ...(policy === '-' ? {} : { policy }), ...counters(packets, bytes) }
  table.chains.set(name, { chain, rules: [] })
  return undefined
}

function counters(
  packets: string | undefined,
  bytes: string | undefined,
): { packets?: number; bytes?: number } {
  return packets === undefined ? {} : { packets: Number(packets), bytes: Number(bytes) }
}

function readCommand(content: string, line: number, table: OpenTable): string | undefined {
  const counted = /^\[(\d+):(\d+)\]\s+(.*)$/s.exec(content)
  const words = splitWords(counted?.[3] ?? content)
  if (!words) return 'a quote is not closed'
  const [command, name] = [words[0]?.text, words[1]?.text]
  if ((command !== '-A' && command !== '--append') || name === undefined)
    return 'not understood: expected a rule like -A CHAIN …, a chain or COMMIT'
  const chain = table.chains.get(name)
  if (!chain) return `rule for chain ${name}, which the table does not declare`
  const read = readRule(words.slice(2), (target) => plainTargets.includes(target) || table.chains.has(target))
  if (typeof read === 'string') return read
  chain.rules.push({ line, text: content, ...read, ...counters(counted?.[1], counted?.[2]) })
  return undefined
}

interface Word {
  readonly text: string
  readonly quoted: boolean
}

/** Words between blanks; in double quotes a backslash takes the next character as it is. Undefined: an open quote. */
function splitWords(line: string): readonly Word[] | undefined {
  const words: Word[] = []
  const pattern = /"((?:[^"\\]|\\.)*)"|([^\s"]+)|(")/g
  for (const [, quoted, plain, open] of line.matchAll(pattern)) {
    if (open !== undefined) return undefined
    if (quoted !== undefined) words.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true })
    else if (plain !== undefined) words.push({ text: plain, quoted: false })
  }
  return words
}

const shortOptions: Readonly<Record<string, string>> = {
  '--protocol': '-p',
  '--proto': '-p',
  '--source': '-s',
  '--src': '-s',
  '--destination': '-d',
  '--dst': '-d',
  '--in-interface': '-i',
  '--out-interface': '-o',
  '--fragment': '-f',
  '--match': '-m',
  '--jump': '-j',
  '--goto': '-g',
  '--source-port': '--sport',
  '--destination-port': '--dport',
  '--source-ports': '--sports',
  '--destination-ports': '--dports',
}

/** Options of the rule itself, with how many values they take. */
const ruleOptions: Readonly<Record<string, number>> = { '-p': 1, '-s': 1, '-d': 1, '-i': 1, '-o': 1, '-f': 0 }

type ReadRule = Pick<IptablesRule, 'conditions' | 'target' | 'goto' | 'comment' | 'targetOptions'>

/** Targets that take no options; nor do chains. */
const plainTargets: readonly string[] = ['ACCEPT', 'DROP', 'RETURN']

/** Options by which modules mean something else than the rule. */
const ownOptions: Readonly<Record<string, readonly string[]>> = { policy: ['--proto'] }

/** The order of options is free: those of the rule and of its modules may stand behind the target, too. */
function readRule(words: readonly Word[], isPlain: (target: string) => boolean): ReadRule | string {
  const conditions: IptablesCondition[] = []
  const targetOptions: Pick<IptablesCondition, 'option' | 'values'>[] = []
  const rule: { target?: string; goto: boolean; comment?: string } = { goto: false }
  const options = new Map<string, number>()
  let [module, negated, at] = ['', false, 0]
  // whether options that nobody else claims are the target's
  let inTarget = false
  const finishModule = () => {
    if (module !== '' && options.get(module) === 0)
      conditions.push({ module, option: '', values: [], negated: false })
  }
  while (at < words.length) {
    const word = words[at++] as Word
    if (word.text === '!' && !word.quoted) {
      negated = true
      continue
    }
    const isOwn = Object.hasOwn(ownOptions, module) && ownOptions[module]?.includes(word.text)
    const option =
      !isOwn && Object.hasOwn(shortOptions, word.text) ? (shortOptions[word.text] as string) : word.text
    if (!isOption(word)) return `not understood: '${word.text}'`
    const values = valuesAt(words, at, option)
    at += values.length
    // the old place of the exclamation mark: -s ! 10.0.0.0/8
    if (values[0] === '!') negated = true
    const plain = values.filter((value) => value !== '!')
    const isRules = Object.hasOwn(ruleOptions, option)
    if (option === '-m') {
      finishModule()
      module = plain[0] ?? ''
      options.set(module, options.get(module) ?? 0)
      inTarget = false
    } else if (option === '-j' || option === '-g') {
      const [target] = plain
      if (target === undefined) return `${option} without a target`
      if (rule.target !== undefined) return `a second target: ${target}`
      Object.assign(rule, { target, goto: option === '-g' })
      inTarget = option === '-j' && !isPlain(target)
    } else if (option === '--comment') {
      rule.comment = plain.join(' ')
      options.set(module, (options.get(module) ?? 0) + 1)
    } else if (inTarget && !isRules && !protocolOptions.has(option)) {
      targetOptions.push({ option, values: plain })
    } else {
      if (!isRules) options.set(module, (options.get(module) ?? 0) + 1)
      conditions.push({ module: isRules ? '' : module, option, values: plain, negated })
    }
    negated = false
  }
  finishModule()
  return { ...rule, conditions, ...(targetOptions.length > 0 ? { targetOptions } : {}) }
}

/** Options of the protocols' modules, which -p loads by itself; no other module has an option of these names. */
export const protocolOptions: ReadonlySet<string> = new Set([
  '--sport',
  '--dport',
  '--syn',
  '--tcp-flags',
  '--icmp-type',
  '--icmpv6-type',
])

function isOption({ text, quoted }: Word): boolean {
  return !quoted && /^--?[a-zA-Z]/.test(text)
}

/** The values of an option: as many as it takes; of an option that we do not know, all up to the next option. */
function valuesAt(words: readonly Word[], at: number, option: string): string[] {
  const [mark, next] = [words[at], words[at + 1]]
  // before another option the exclamation mark belongs to that one
  const first = mark?.text === '!' && next && !isOption(next) ? 1 : 0
  const fixed =
    option === '--comment' || option === '-m' || option === '-j' || option === '-g' ? 1 : ruleOptions[option]
  const values = words.slice(at, at + first).map((word) => word.text)
  for (let i = at + first; i < words.length; i++) {
    const word = words[i] as Word
    if (fixed !== undefined ? i - at - first >= fixed : isOption(word) || (word.text === '!' && !word.quoted))
      break
    values.push(word.text)
  }
  return values
}
