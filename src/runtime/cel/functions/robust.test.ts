import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexFunctions, type Overload } from '../check/function-index.js'
import { testOf } from '../generate/dispatch.js'
import { compile, isCelError } from '../index.js'
import { quote } from '../values/quote.js'
import { library } from './index.js'
import { text, valuesOf } from './values.fixture.js'

const { functions, methods } = indexFunctions(library.functions)
const overloads = [...functions.values(), ...methods.values()].flat()

function call({ of, receiver, params }: Overload): string {
  const args = params.map((_, i) => `a${i}`).join(', ')
  return `${receiver ? 'self.' : ''}${of.name}(${args})`
}

describe('whatever its arguments are, a function gives a value of its type or an error', () => {
  test.each(overloads.map((overload) => [overload.signature, overload] as const))('%s', (_, overload) => {
    const { receiver, params, returns } = overload
    const names = [...(receiver ? ['self'] : []), ...params.map((_, i) => `a${i}`)]
    const compiled = compile(call(overload), {
      declarations: Object.fromEntries(names.map((name) => [name, 'dyn'])),
    })
    if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
    const { program } = compiled
    const isReturned = testOf(returns, library.types)
    const types = [...(receiver ? [receiver] : []), ...params]
    fc.assert(
      fc.property(fc.tuple(...types.map(valuesOf)), (args) => {
        const scope = Object.fromEntries(names.map((name, i) => [name, args[i]]))
        const result = program.evaluate(scope)
        if (isCelError(result)) expect(result.message).not.toMatch(/undefined|\[object/)
        else expect([result, result !== undefined && (isReturned?.(result) ?? true)]).toEqual([result, true])
      }),
      { numRuns: 200 },
    )
  })
})

const ofStrings = overloads.filter(({ receiver, params }) =>
  [...(receiver ? [receiver] : []), ...params].every(({ name }) => name === 'string'),
)

describe('whatever its literals are, a function is compiled or refused with a problem', () => {
  test.each(ofStrings.map((overload) => [overload.signature, overload] as const))('%s', (_, overload) => {
    const { of, receiver, params } = overload
    const literals = [...(receiver ? [text] : []), ...params.map(() => text)]
    fc.assert(
      fc.property(fc.tuple(...literals), (texts) => {
        const [self, args] = receiver ? [`${quote(texts[0] ?? '')}.`, texts.slice(1)] : ['', texts]
        const source = `${self}${of.name}(${args.map(quote).join(', ')})`
        const compiled = compile(source, { declarations: {} })
        if ('problems' in compiled)
          expect(compiled.problems.map(({ end }) => end <= source.length)).toEqual([true])
        else expect(compiled.program.evaluate({})).not.toBe(undefined)
      }),
    )
  })
})
