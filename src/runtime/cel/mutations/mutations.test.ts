import { expect, test } from 'vitest'
import { mutationsOf } from './mutations.js'
import { mutationOperators } from './operators.js'

const nothingAround = { isCondition: true, siblings: () => [] }

test.each(mutationOperators.map(({ name, example }) => [name, example] as const))(
  '%s makes of its example just what it says',
  (name, [source, ...mutants]) => {
    const made = mutationsOf(source, nothingAround)
      .filter(({ operator }) => operator === name)
      .map((mutation) => mutation.source)
    expect(made.toSorted()).toEqual(mutants.toSorted())
  },
)
