import type { Diagnostic, Mutant } from '../model/index.js'
import { type EquivalentMark, errorAt } from '../policies/index.js'
import type { Fate } from './trial.js'

/** Why a mutant makes no difference, for each in its order; and what is wrong with the marks that say so. */
export interface Marked {
  readonly reasons: readonly (string | undefined)[]
  readonly warnings: readonly Diagnostic[]
}

/** Finds the mutants that marks are about. A mark that is about none, or about mutants that tests notice, is said. */
export function markEquivalents(
  marks: readonly EquivalentMark[],
  mutants: readonly Mutant[],
  fates: readonly Fate[],
): Marked {
  const about = marks.map((mark) => mutants.flatMap((mutant, i) => (isAbout(mark, mutant) ? [i] : [])))
  return {
    reasons: mutants.map((_, i) => marks[about.findIndex((found) => found.includes(i))]?.reason),
    warnings: marks.flatMap((mark, i) => {
      const found = about[i] ?? []
      if (found.length === 0)
        return warning(
          mark,
          'mutation-unknown',
          `no mutant of '${mark.in}' is changed like this`,
          "policytest mutate -r json lists survivors with 'before' and 'after'; 'from' and 'to' are parts of these",
        )
      return found.some((mutant) => fates[mutant] === 'survived')
        ? []
        : warning(
            mark,
            'mutation-noticed',
            'a test notices this change: it does make a difference',
            'remove the entry',
          )
    }),
  }
}

function warning({ place }: EquivalentMark, code: string, message: string, hint: string): Diagnostic[] {
  return [{ ...errorAt(place, code, message, hint), level: 'warning' }]
}

/** Whether a mutant is the expression with this change at one of the places where its text stands; blanks do not count. */
function isAbout(mark: EquivalentMark, { part, before, after }: Mutant): boolean {
  if (mark.in !== part) return false
  const [whole, result] = [dense(before), dense(after)]
  const [from, to] = [dense(mark.from ?? before), dense(mark.to ?? '')]
  for (let at = whole.indexOf(from); at >= 0; at = whole.indexOf(from, at + 1))
    if (whole.slice(0, at) + to + whole.slice(at + from.length) === result) return true
  return false
}

function dense(text: string): string {
  return text.replace(/\s+/g, '')
}
