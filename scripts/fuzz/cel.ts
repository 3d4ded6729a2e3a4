import fc from 'fast-check'
import { platforms } from '../../src/platforms/index.js'
import { indexFunctions, type Overload } from '../../src/runtime/cel/check/function-index.js'
import { value, valuesOf } from '../../src/runtime/cel/functions/values.fixture.js'
import {
  type CompileOptions,
  compile,
  formatValue,
  isCelError,
  library,
} from '../../src/runtime/cel/index.js'
import { firewallExtension } from '../../src/runtime/firewall/functions.js'
import { minorOf, newestKubernetes } from '../../src/runtime/model/index.js'
import { expressions } from './corpus.js'
import { edited, editedText, hostile } from './damage.js'
import { demand, type Target, target } from './target.js'

const extensions = [
  firewallExtension(platforms),
  { functions: platforms.flatMap(({ functions = [] }) => functions), types: [] },
]
const table = [...library.functions, ...extensions.flatMap(({ functions }) => functions)]

const names = ['object', 'item', 'params', 'variables', 'a', 'b'] as const
const declarations = Object.fromEntries(names.map((name) => [name, 'dyn']))
const corpus = [
  ...expressions(),
  ...table.flatMap(({ examples }) => examples.map(([expression]) => expression)),
]

const words = fc.constantFrom(
  ...names,
  ...'( ) [ ] { } . , ? : + - * / % ! && || == != < <= > >= in'.split(' '),
  ...'true false null 0 1 -1 1u 1.5 9223372036854775807 "a" \'b\' b"c" r"d" [] {} "%s" "\\u0000"'.split(' '),
  ...'has( .all(x, .exists(x, .map(x, .filter(x, cel.bind(x, x .?a [?0] `k` dyn( __proto__ constructor'.split(
    ' ',
  ),
  ...[...new Set(table.map(({ name }) => `.${name}(`))],
)
const soup = fc.array(words, { maxLength: 14 }).map((parts) => parts.join(' '))
const mutated = fc.tuple(fc.constantFrom(...corpus), edited).map(([text, all]) => editedText(text, all))
const spliced = fc
  .tuple(
    fc.constantFrom(...corpus),
    fc.constantFrom(...corpus),
    fc.constantFrom(' && ', ' || ', ' == ', ' + ', ' in ', ', '),
  )
  .map(([one, two, operator]) => `(${one})${operator}(${two})`)
const whole = fc.constantFrom(...corpus)

const data = fc.oneof(
  hostile,
  value,
  fc.dictionary(fc.constantFrom('metadata', 'spec', 'name', 'rules', 'a'), hostile),
)
const source = fc.oneof(soup, mutated, spliced, whole)

const environments: readonly Omit<CompileOptions, 'declarations'>[] = [
  { extensions },
  { extensions, lenient: true },
  { kubernetes: { minor: minorOf(newestKubernetes) } },
]

/** Any text as an expression: problems inside of it, or a program that gives a value or an error on any data. */
const texts = target('cel:text', fc.tuple(source, fc.nat(2), data), ([text, environment, object]) => {
  const compiled = compile(text, { declarations, ...environments[environment] })
  if ('problems' in compiled) {
    demand(compiled.problems.length > 0, 'refused without a word')
    for (const { start, end } of compiled.problems)
      demand(
        0 <= start && start <= end && end <= text.length,
        `a problem at ${start}-${end} of ${text.length}`,
      )
    return
  }
  const { program } = compiled
  const scope = Object.fromEntries(names.map((name) => [name, object]))
  const result = program.evaluate(scope)
  checkValue(result)
  const trace = program.trace(scope)
  demand(isCelError(trace.value) === isCelError(result), 'a trace gives something else')
  trace.explain()
  trace.explain({ all: true })
  trace.errors()
  trace.place({ find: () => undefined, variable: () => undefined })
})

const { functions, methods } = indexFunctions(table)
const overloads = [...functions.values(), ...methods.values()].flat()

/** Every overload of every function, on values of its types and of any other. */
const calls = target(
  'cel:functions',
  fc.constantFrom(...overloads).chain((overload) => {
    const types = [...(overload.receiver ? [overload.receiver] : []), ...overload.params]
    const args = types.map((type) => fc.oneof({ weight: 3, arbitrary: valuesOf(type) }, value, hostile))
    return fc.tuple(fc.constant(callOf(overload)), fc.tuple(...args))
  }),
  ([{ text, scoped }, args]) => {
    const compiled = compile(text, {
      declarations: Object.fromEntries(scoped.map((name) => [name, 'dyn'])),
      extensions,
    })
    if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
    checkValue(compiled.program.evaluate(Object.fromEntries(scoped.map((name, i) => [name, args[i]]))))
  },
)

function callOf({ of, receiver, params }: Overload) {
  const args = params.map((_, i) => `a${i}`)
  return {
    text: `${receiver ? 'self.' : ''}${of.name}(${args.join(', ')})`,
    scoped: [...(receiver ? ['self'] : []), ...args],
  }
}

function checkValue(result: unknown): void {
  demand(result !== undefined, 'no value')
  if (isCelError(result))
    demand(!/\[object |is not a function|primitive/.test(result.message), result.message)
  else formatValue(result)
}

export const celTargets: readonly Target[] = [texts, calls]
