import type { OpaqueType } from '../../model/index.js'
import type { Overload } from '../check/function-index.js'
import { formatType, type Type } from '../check/type.js'
import { Failure, failure } from '../values/failure.js'
import { typeName } from '../values/type-name.js'
import { isInt, isMap } from '../values/values.js'

export type Implementation = (...args: readonly unknown[]) => unknown
type Test = (value: unknown) => boolean

/**
 * Whether a value can go where a parameter of this type is declared.
 * @param byFirst a list is known by its first element, as API servers know it
 */
export function testOf(type: Type, opaque: readonly OpaqueType[], byFirst = false): Test | undefined {
  switch (type.name) {
    case 'dyn':
      return undefined
    case 'string':
      return (value) => typeof value === 'string'
    case 'bool':
      return (value) => typeof value === 'boolean'
    case 'int':
      return isInt
    case 'list': {
      const element = type.args[0] && testOf(type.args[0], opaque, byFirst)
      if (!element) return Array.isArray
      const fits = (list: readonly unknown[]) => (byFirst ? list.slice(0, 1) : list).every(element)
      return (value) => Array.isArray(value) && fits(value)
    }
    case 'map':
      return isMap
  }
  if (/^[A-Z]$/.test(type.name)) return undefined
  const host = opaque.find((candidate) => candidate.name === type.name)
  if (host) return (value) => host.is(value)
  return (value) => typeName(value) === type.name
}

/** One function that picks the overload by the types of its arguments, or says that there is none. */
export function dispatcher(given: readonly Overload[], opaque: readonly OpaqueType[]): Implementation {
  const [known] = given
  const overloads =
    given.length === 1 && known
      ? [known.isOneOfMany ? known : { ...(known.runs ?? known), call: known.call }]
      : [...new Set(given.map((overload) => overload.runs ?? overload))]
  const cases = overloads.map((overload) => {
    const params = overload.receiver ? [overload.receiver, ...overload.params] : overload.params
    return {
      tests: params.map((param) => testOf(param, opaque, overload.isOneOfMany)),
      variadic: overload.variadic,
      call: overload.call as Implementation,
    }
  })
  const [only] = cases
  if (cases.length === 1 && only && !only.variadic) return single(only, (args) => refused(overloads, args))
  return (...args) => {
    for (const { tests, variadic, call } of cases) {
      if ((variadic || tests.length === args.length) && fits(tests, args)) return call(...args)
    }
    return refused(overloads, args)
  }
}

/** A function of a scope and arguments that is only called with arguments of the right types. */
export function guarded<Scope>(
  overload: Overload,
  opaque: readonly OpaqueType[],
  call: (scope: Scope, args: readonly unknown[]) => unknown,
): (scope: Scope, args: readonly unknown[]) => unknown {
  const tests = overload.params.map((param) => testOf(param, opaque))
  return (scope, args) => (fits(tests, args) ? call(scope, args) : refused([overload], args))
}

/** A function without alternatives, by the number of its arguments: no array is made of them. */
function single(
  { tests, call }: { tests: readonly (Test | undefined)[]; call: Implementation },
  refuse: (args: readonly unknown[]) => unknown,
): Implementation {
  const any: Test = () => true
  const [p = any, q = any] = tests
  if (tests.length === 1) return (a) => (p(a) ? call(a) : refuse([a]))
  if (tests.length === 2) return (a, b) => (p(a) && q(b) ? call(a, b) : refuse([a, b]))
  return (...args) => (tests.length === args.length && fits(tests, args) ? call(...args) : refuse(args))
}

function refused(overloads: readonly Overload[], args: readonly unknown[]): unknown {
  return args.find((arg) => arg instanceof Failure) ?? noOverload(overloads, args)
}

function fits(tests: readonly (Test | undefined)[], args: readonly unknown[]): boolean {
  for (let i = 0; i < args.length; i++) {
    const test = tests[Math.min(i, tests.length - 1)]
    if (test && !test(args[i])) return false
  }
  return true
}

function noOverload(overloads: readonly Overload[], args: readonly unknown[]): Failure {
  const [first] = overloads
  const names = args.map(typeName)
  const receiver = first?.receiver ? `${names.shift()}.` : ''
  const wanted = overloads.map(({ receiver: of, params }) => {
    const list = params.map(formatType).join(', ')
    return of ? `${formatType(of)}.${first?.of.name}(${list})` : `${first?.of.name}(${list})`
  })
  return failure(
    'no-such-overload',
    `no such function: ${receiver}${first?.of.name}(${names.join(', ')}); there is ${wanted.join(', ')}`,
  )
}
