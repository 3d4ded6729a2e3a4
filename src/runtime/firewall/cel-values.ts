import { quoted } from '../../wording/quoted.js'
import { CelMap, charge, Failure, failure } from '../cel/index.js'
import type { Member, Peers, Ruleset } from '../model/index.js'
import { type Answer, ask } from './answer.js'
import type { Question } from './cells.js'
import { noAddress, parseCidr, unite } from './cidr-set.js'
import type { Judgement } from './judgement.js'
import { formatQuestion } from './questions.js'

/** A ruleset as a value of the language. Classes, so that no data of an export can pass for one. */
export class RulesetValue {
  readonly ruleset: Ruleset
  readonly answers = new Map<string, AccessValue>()
  constructor(ruleset: Ruleset) {
    this.ruleset = ruleset
  }
}

const values = new WeakMap<Ruleset, RulesetValue>()

/** The value of a ruleset; one and the same for one ruleset, so that its answers are kept. */
export function rulesetValue(ruleset: Ruleset): RulesetValue {
  const before = values.get(ruleset)
  if (before) return before
  const value = new RulesetValue(ruleset)
  values.set(ruleset, value)
  return value
}

/** Who may open one kind of connection. */
export class AccessValue {
  readonly from: RulesetValue
  readonly answer: Answer
  constructor(from: RulesetValue, answer: Answer) {
    this.from = from
    this.answer = answer
  }
}

/** Someone known by name: a group, the endpoints of a selector. */
export class PeerValue {
  readonly member: Member
  constructor(member: Member) {
    this.member = member
  }
}

/** The answers that one ruleset keeps; a policy asks few questions, a loop may ask very many. */
const mostAnswers = 256

/** The answer to a question, kept: several validations ask the same. */
export function accessTo(from: RulesetValue, question: Question): AccessValue {
  const key = JSON.stringify(question, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
  const before = from.answers.get(key)
  if (before) return before
  if (from.answers.size >= mostAnswers) from.answers.clear()
  const access = new AccessValue(from, ask(from.ruleset, question))
  from.answers.set(key, access)
  return access
}

/** How much of an expression's budget an evaluation takes: a rule looked at is worth about one of its steps. */
const workPerUnit = 20

/** Works something out, at the expense of the expression's budget. */
export function worked<T>({ answer }: AccessValue, work: (answer: Answer) => T): T | Failure {
  const before = answer.spent.work
  const result = work(answer)
  return charge(1 + Math.ceil((answer.spent.work - before) / workPerUnit)) ?? result
}

/** A judgement as a value; what is undecided is an error that names what it depends on. */
export function decided(access: AccessValue, judge: (answer: Answer) => Judgement): boolean | Failure {
  const judgement = worked(access, judge)
  if (judgement instanceof Failure) return judgement
  return judgement.is === 'undecided' ? undecidedError(access, judgement.reasons) : judgement.is === 'true'
}

export function undecidedError({ answer }: AccessValue, reasons: readonly string[]): Failure {
  const shown = reasons.slice(0, 5).join('; ')
  const more = reasons.length > 5 ? `; and ${reasons.length - 5} more` : ''
  const what = formatQuestion(answer.ruleset, answer.question)
  return failure(
    'unknown',
    `cannot decide who may open ${what}: it depends on ${shown || 'what is not in the export'}${more}`,
  )
}

/** Peers as a policy lists them: CIDR blocks and addresses as text, groups and selectors as values. */
export function peersFrom(list: readonly unknown[]): Peers | Failure {
  const over = charge(list.length)
  if (over) return over
  const sets = [noAddress]
  const members: Member[] = []
  for (const element of list) {
    if (element instanceof PeerValue) members.push(element.member)
    else {
      const set = typeof element === 'string' ? parseCidr(element) : undefined
      if (!set)
        return failure(
          'invalid-argument',
          `${quoted(element)} is no CIDR block and no address; groups are written group("name")`,
        )
      sets.push(set)
    }
  }
  return { addresses: unite(...sets), members }
}

/** A map that an expression made, as plain data like that of an export. Data of an export stays itself. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const elements = value.map(plain)
    return elements.some((element, i) => element !== value[i]) ? elements : value
  }
  if (!(value instanceof CelMap)) return value
  const entries = [...value.$entries.values()].map(([key, inner]) => [String(key), plain(inner)] as const)
  return Object.fromEntries(entries)
}
