import { intersect, subtract } from '../../runtime/addresses/intervals.js'
import { allIpv4, allIpv6 } from '../../runtime/firewall/cidr-set.js'
import { allPorts } from '../../runtime/firewall/ports.js'
import { addressPeers, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field } from '../../runtime/member.js'
import type { Origin, Rule, Ruleset, RulesetReader, Stage } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { applyCondition, everything, type Hook, type Place } from './iptables-condition.js'
import type { IptablesChain, IptablesRule, IptablesSave, IptablesTable } from './iptables-save.js'

/**
 * Where packets pass, in this order; a packet has to be let through by all. Those whose destination nat translates go
 * elsewhere: to another port, to another host through FORWARD.
 */
const hooks = {
  inbound: [
    ['raw', 'PREROUTING'],
    ['mangle', 'PREROUTING'],
    ['nat', 'PREROUTING'],
    ['mangle', 'INPUT'],
    ['filter', 'INPUT'],
    ['security', 'INPUT'],
  ],
  outbound: [
    ['raw', 'OUTPUT'],
    ['mangle', 'OUTPUT'],
    ['nat', 'OUTPUT'],
    ['filter', 'OUTPUT'],
    ['security', 'OUTPUT'],
    ['mangle', 'POSTROUTING'],
  ],
} as const

/** Chains may lead to chains; the kernel does not go deeper than its stack, and we not deeper than this. */
const deepest = 64

/**
 * What a host lets in and out, for packets that open a connection: rules that match only established connections do
 * not count. With one table alone, what that table lets through.
 */
export function iptables(data: IptablesSave | IptablesTable): Ruleset {
  const save: IptablesSave = 'tables' in data ? data : { family: data.family, tables: [data] }
  return hostRuleset(data, save, hooks.inbound, hooks.outbound)
}

/** What one chain of the filter table lets through, whatever leads to it: FORWARD, DOCKER-USER. */
export function iptablesChain(data: IptablesSave | IptablesTable, name: string): Ruleset {
  const save: IptablesSave = 'tables' in data ? data : { family: data.family, tables: [data] }
  const chain = [['filter', name]] as const
  return hostRuleset(data, save, chain, chain)
}

type Path = readonly (readonly [table: string, chain: string])[]

function hostRuleset(data: unknown, save: IptablesSave, inbound: Path, outbound: Path): Ruleset {
  const ipv4 = save.family !== 'ipv6'
  return {
    kind: 'first-match',
    label: ipv4 ? 'iptables' : 'ip6tables',
    inbound: stagesOf(data, save, inbound, 'source'),
    outbound: stagesOf(data, save, outbound, 'destination'),
    families: ipv4 ? allIpv4 : allIpv6,
    elsewhere: ipv4
      ? 'what ip6tables lets through is not in this export'
      : 'what iptables lets through is not in this export',
    host: true,
  }
}

function stagesOf(
  data: unknown,
  save: IptablesSave,
  path: Path,
  far: 'source' | 'destination',
): readonly Stage[] {
  const single = save.tables.length === 1 && !(typeof data === 'object' && data !== null && 'tables' in data)
  // nat alone lets nothing through
  const wanted = path.filter(([table]) => !single || (save.tables[0]?.name === table && table !== 'nat'))
  const stages = wanted.flatMap(([tableName, chainName]): readonly Stage[] => {
    const index = save.tables.findIndex((table) => table.name === tableName)
    const table = save.tables[index]
    // tables other than filter are there only when they were used
    if (!table) return tableName === 'filter' ? [unreadable(data, '', 'the export has no table filter')] : []
    const pointer = single ? '' : `/tables/${index}`
    if (!table.complete) return [unreadable(table, pointer, `table ${tableName} ends before its COMMIT`)]
    const stage = stageOf(table, pointer, chainName, far)
    if (!stage)
      return tableName === 'filter'
        ? [unreadable(table, pointer, `the export has no chain ${chainName}`)]
        : []
    if (tableName === 'nat' && !mayDenyLater(save, far)) return []
    return tableName !== 'filter' && !single && !matters(stage) ? [] : [stage]
  })
  return stages.length > 0
    ? stages
    : [unreadable(data, '', `table ${save.tables[0]?.name} does not decide this`)]
}

function unreadable(item: unknown, pointer: string, reason: string): Stage {
  const origin = { item, pointer }
  return { origin, rules: undecidable(origin, reason), otherwise: 'deny' }
}

/** Whether a packet may be turned away after nat, wherever it goes then. */
function mayDenyLater(save: IptablesSave, far: 'source' | 'destination'): boolean {
  const ways = far === 'source' ? ['INPUT', 'FORWARD', 'POSTROUTING'] : ['OUTPUT', 'INPUT', 'POSTROUTING']
  const filters = save.tables.filter(({ name }) => name !== 'raw' && name !== 'nat')
  const isWhole = filters.some(({ name, chains }) =>
    name === 'filter' ? ways.slice(0, 2).every((way) => chains.some((chain) => chain.name === way)) : false,
  )
  const stages = filters.flatMap((table) => ways.map((way) => stageOf(table, '', way, far)))
  return (
    !isWhole ||
    filters.some(({ complete }) => !complete) ||
    stages.some((stage) => stage !== undefined && matters(stage))
  )
}

/** Whether a stage does anything but let packets go on. */
function matters(stage: Stage): boolean {
  const seen = new Set<readonly Rule[]>()
  const acts = (rules: readonly Rule[]): boolean => {
    if (seen.has(rules)) return false
    seen.add(rules)
    return rules.some(({ action, chain }) =>
      chain ? acts(chain) : action === 'deny' || action === 'untrack' || action === 'leave',
    )
  }
  return stage.otherwise === 'deny' || acts(stage.rules)
}

interface Build {
  readonly table: IptablesTable
  readonly chains: ReadonlyMap<string, { chain: IptablesChain; pointer: string }>
  readonly place: Place
  readonly built: Map<string, readonly Rule[]>
  readonly open: string[]
}

function stageOf(
  table: IptablesTable,
  pointer: string,
  name: string,
  far: 'source' | 'destination',
): Stage | undefined {
  const chains = new Map(
    table.chains.map((chain, i) => [chain.name, { chain, pointer: `${pointer}/chains/${i}` }]),
  )
  const start = chains.get(name)
  if (!start) return undefined
  // a chain by itself may be reached from anywhere
  const hook = hookNames.find((known) => known === name) ?? 'FORWARD'
  const place = { table: table.name, hook, far }
  const build: Build = { table, chains, place, built: new Map(), open: [] }
  return {
    origin: { item: start.chain, pointer: start.pointer },
    rules: rulesOf(name, build),
    // a user chain asked for by itself decides nothing of what falls through: that is up to whoever called it
    otherwise: start.chain.policy === 'DROP' ? 'deny' : 'allow',
  }
}

const hookNames: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']

function rulesOf(name: string, build: Build): readonly Rule[] {
  const before = build.built.get(name)
  if (before) return before
  const found = build.chains.get(name)
  if (!found) return []
  build.open.push(name)
  const rules = found.chain.rules.flatMap((rule, i) =>
    readRule(rule, { item: rule, pointer: `${found.pointer}/rules/${i}` }, build),
  )
  build.open.pop()
  build.built.set(name, rules)
  return rules
}

function readRule(rule: IptablesRule, origin: Origin, build: Build): readonly Rule[] {
  const target = targetOf(rule, build)
  if (target === 'continue' || (build.place.far === 'source' && isOfService(rule))) return []
  const matched = everything()
  for (const condition of rule.conditions) applyCondition(matched, condition, build.place)
  if (matched.never || matched.protocols.length === 0) return []
  const unknown = matched.unknown.map((reason) => `${reason} (line ${rule.line})`)
  const [far, near] =
    build.place.far === 'source'
      ? [matched.source, matched.destination]
      : [matched.destination, matched.source]
  const { protocols, ports, sourcePorts, interfaces, eitherPorts, tracking } = matched
  const all = {
    origin,
    protocols,
    ports,
    sourcePorts,
    interfaces,
    peers: addressPeers(far),
    local: near,
    ...(tracking ? { tracking } : {}),
    unknown,
  }
  // --ports: to such a port, or from one to another
  const parts = eitherPorts
    ? [
        { ...all, ports: intersect(ports, eitherPorts) },
        {
          ...all,
          ports: intersect(ports, subtract(allPorts, eitherPorts)),
          sourcePorts: intersect(sourcePorts, eitherPorts),
        },
      ]
    : [all]
  if (typeof target === 'string') return parts.map((part) => ruleOf({ ...part, action: target }))
  if ('beyond' in target) {
    if (tracking === 'untracked') return []
    const beyond = [`${target.beyond} (line ${rule.line})`]
    return parts.map((part) => ruleOf({ ...part, action: 'leave', tracking: 'tracked', beyond }))
  }
  if ('reason' in target) {
    const doubts = [`${target.reason} (line ${rule.line})`, ...unknown]
    return parts.flatMap((part) =>
      (['allow', 'deny'] as const).map((action) => ruleOf({ ...part, action, unknown: doubts })),
    )
  }
  return parts.map((part) => ruleOf({ ...part, action: rule.goto ? 'goto' : 'jump', chain: target.chain }))
}

type Target =
  | 'allow'
  | 'deny'
  | 'return'
  | 'untrack'
  | 'continue'
  /** What becomes of packets of which the destination is another now. */
  | { readonly beyond: string }
  | { readonly reason: string }
  | { readonly chain: readonly Rule[] }

/** Targets after which the packet goes on to the next rule. */
const goingOn = new Set(
  (
    'LOG NFLOG ULOG MARK CONNMARK SECMARK CONNSECMARK TCPMSS TCPOPTSTRIP SET TRACE CT CHECKSUM DSCP TOS TTL HL ' +
    'CLASSIFY AUDIT RATEEST IDLETIMER LED TEE ECN HMARK'
  ).split(' '),
)

/** Targets of nat that change where a packet goes, with the option that says where to. */
const translations: Readonly<Record<string, string>> = {
  DNAT: '--to-destination',
  REDIRECT: '--to-ports',
  NETMAP: '--to',
}

function targetOf(rule: IptablesRule, build: Build): Target {
  const { target, targetOptions = [] } = rule
  if (isNotrack(rule)) return 'untrack'
  if (target !== undefined && Object.hasOwn(translations, target)) {
    const to = targetOptions.find(({ option }) => option === translations[target])?.values.join(' ')
    return { beyond: `what becomes of packets after ${target}${to === undefined ? '' : ` to ${quoted(to)}`}` }
  }
  if (target === undefined || goingOn.has(target)) return 'continue'
  if (target === 'ACCEPT') return 'allow'
  if (target === 'DROP' || target === 'REJECT') return 'deny'
  if (target === 'RETURN') return 'return'
  if (!build.chains.has(target)) return { reason: `target ${quoted(target)}` }
  if (build.open.includes(target)) return { reason: `chain ${quoted(target)} leads back to itself` }
  if (build.open.length >= deepest) return { reason: `chain ${quoted(target)} is too deep` }
  return { chain: rulesOf(target, build) }
}

/** kube-proxy's rules for the addresses that Kubernetes gives to services: these are never addresses of a host. */
function isOfService({ target = '', comment = '', conditions }: IptablesRule): boolean {
  return (
    /^KUBE-SV[CL]-/.test(target) &&
    comment.endsWith(' cluster IP') &&
    conditions.some(({ option, negated }) => option === '-d' && !negated)
  )
}

/** NOTRACK is what CT --notrack was called before. */
function isNotrack({ target, targetOptions = [] }: IptablesRule): boolean {
  return (
    target === 'NOTRACK' || (target === 'CT' && targetOptions.some(({ option }) => option === '--notrack'))
  )
}

/** What `iptables-save` printed as a ruleset. */
export const iptablesReader: RulesetReader = {
  name: 'iptables-save',
  types: ['iptables/Ruleset', 'ip6tables/Ruleset'],
  looksLike: (data) => Array.isArray(field(data, 'tables')) && typeof field(data, 'family') === 'string',
  one: (data) => iptables(data as IptablesSave),
}

/** One of its tables alone. */
export const iptablesTableReader: RulesetReader = {
  name: 'iptables table',
  types: [],
  looksLike: (data) => Array.isArray(field(data, 'chains')) && typeof field(data, 'complete') === 'boolean',
  one: (data) => iptables(data as IptablesTable),
}
