import { failure, type Inventory, isCelError, type Program, type Scope } from '../cel/index.js'
import { globMatcher } from '../globs.js'
import { isRecord } from '../member.js'
import type { AnyData, CheckInput, CodeRule, Complaint, LookUp } from '../policies/index.js'
import type { CompiledCheck } from './compiled-policy.js'
import { handedOut, takenBack } from './handed-out.js'

/**
 * A rule in code as a program: its value is the list of what is wrong, or an error. The program never throws, whatever the
 * function does, and takes nothing for an answer that is none.
 * @param types globs of what it may look up
 */
export function compileCheck(
  { name, location, message, check }: CodeRule,
  types: readonly string[],
): CompiledCheck {
  const evaluate = (scope: Scope) => {
    try {
      return complaintsOf(check(inputOf(scope, types)))
    } catch (error) {
      return failure(
        'unknown',
        `the code of the rule failed: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
  const program: Program = {
    source: `code(${JSON.stringify(name)})`,
    type: 'list<dyn>',
    resultType: { name: 'list', args: [{ name: 'dyn', args: [] }] },
    references: {
      roots: new Set(['object', 'params', 'now', 'subject']),
      // Which of them it reads, nobody knows.
      fields: new Set(['params']),
      calls: new Set(),
      keys: new Set(),
    },
    evaluate,
    trace: (scope) => {
      const value = evaluate(scope)
      return {
        value,
        explain: () => [],
        errors: () => (Array.isArray(value) ? [] : [value as ReturnType<typeof failure>]),
        place: () => undefined,
        placeOf: () => undefined,
        trail: undefined,
      }
    },
  }
  return {
    name,
    location,
    program,
    text: String(check),
    locate: () => location,
    ...(message !== undefined && { message }),
  }
}

/** What a rule may answer, as a list of what is wrong; anything else is an error. */
function complaintsOf(answer: unknown) {
  if (answer === true) return []
  if (typeof answer === 'string')
    return answer.trim() === '' ? refused('an empty text') : [{ message: answer.trim() }]
  if (!Array.isArray(answer))
    return refused(answer instanceof Promise ? 'a promise: it has to be synchronous' : described(answer))
  const complaints: Complaint[] = []
  for (const each of answer) {
    const { at, message } = isRecord(each) ? each : {}
    if (typeof message !== 'string' || message.trim() === '')
      return refused('a list with an item without message')
    if (at !== undefined && (typeof at !== 'object' || at === null) && !isPointer(at))
      return refused(`the place ${described(at)}, which is neither a pointer nor a part of an object`)
    complaints.push({
      message: message.trim(),
      ...(at !== undefined && { at: takenBack(at as string | object) }),
    })
  }
  return complaints
}

function isPointer(at: unknown): boolean {
  return typeof at === 'string' && /^(?:\/(?:[^~]|~[01])*)?$/.test(at)
}

function refused(what: string) {
  return failure('unknown', `the code of the rule gave ${what}`)
}

function described(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return value === null || typeof value !== 'object' ? String(value) : 'an object'
}

/** What the function is given. */
function inputOf(scope: Scope, types: readonly string[]): CheckInput {
  const { object, params, inventory, now, subject } = scope as Readonly<Record<string, AnyData>>
  return {
    object: handedOut(object),
    params: handedOut(params),
    inventory: lookUpIn(inventory as Inventory, types),
    now: new Date(Number((now as { $epochNanos: bigint }).$epochNanos / 1_000_000n)),
    subject,
  }
}

/** The inventory as far as the policy says that it looks at it: a run keeps no more than that. */
function lookUpIn(inventory: Inventory, types: readonly string[]): LookUp {
  const isSaid = globMatcher(types)
  const asked = (type: string) => {
    if (isSaid(type) || types.includes(type)) return type
    throw new Error(`it looks up '${type}', which is not among 'looksUp' or 'requires' of the policy`)
  }
  return {
    list: (type) => handedOut(inventory.list(asked(type))),
    get: (type, namespace, name) => handedOut(inventory.get(asked(type), namespace, name)),
    where(type, path, value) {
      const found = inventory.where(asked(type), path, value)
      if (isCelError(found)) throw new Error(found.message)
      return handedOut(found) as AnyData[]
    },
  }
}
