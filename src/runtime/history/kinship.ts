import { inputError } from '../input-error.js'
import type { Diagnostic, Report } from '../model/index.js'

interface Named {
  readonly file: string
  readonly report: Report
}

/**
 * Where two reports do not belong together: packs that only one of them has.
 * @throws InputError where they have nothing in common
 */
export function kinshipProblems(before: Named, after: Named): Diagnostic[] {
  const [earlier, later] = [ids(before), ids(after)]
  if (![...later].some((id) => earlier.has(id))) {
    throw inputError('results', `${before.file} and ${after.file} have no guideline in common`, {
      hint: `one is of ${packsOf(before).join(', ')}, the other of ${packsOf(after).join(', ')}`,
    })
  }
  return [...onlyIn(before, after), ...onlyIn(after, before)]
}

function onlyIn(one: Named, other: Named): Diagnostic[] {
  const known = new Set(packsOf(other))
  return packsOf(one)
    .filter((pack) => !known.has(pack))
    .map((pack) => ({
      code: 'results',
      level: 'warning',
      message: `${one.file} has results of '${pack}', and ${other.file} has none`,
    }))
}

function ids({ report }: Named): Set<string> {
  return new Set(report.guidelines.map(({ id }) => id))
}

/** Packs, and policies that stand for themselves. */
function packsOf({ report }: Named): string[] {
  return [...new Set(report.guidelines.map(({ pack, id }) => pack ?? id))]
}
