import { groupBy } from '../../runtime/model/by-guideline.js'
import type { Mutant, MutationReport } from '../../runtime/model/index.js'
import { placeOf } from '../../wording/finding.js'
import { mutantText, scoreText } from '../../wording/mutation.js'
import { oneLine } from '../../wording/printable.js'
import { type TestCase, uniquelyNamed } from '../junit/cases.js'
import { classOf, suitesXml, type TestSuite } from '../junit/junit.js'
import { passed, skipped } from '../junit/outcomes.js'

/** JUnit XML: a suite per policy, a failed case per survivor, a skipped one per equivalent mutant; one that passed for all that were killed. */
export function mutationJunit(report: MutationReport): string {
  const survivors = groupBy(report.survivors, ({ policy }) => [policy])
  const equivalents = groupBy(report.equivalents, ({ policy }) => [policy])
  const suites = report.policies.map(({ id, shared, counts }): TestSuite => {
    const own = <M extends Mutant>(of: ReadonlyMap<string, readonly M[]>) => of.get(id) ?? []
    const cases = [
      ...(counts.killed > 0 ? [{ name: 'mutants that tests notice', outcome: passed }] : []),
      ...own(survivors).map((mutant): TestCase => ({ name: nameOf(mutant), outcome: survivor(mutant) })),
      ...own(equivalents).map(
        (mutant): TestCase => ({ name: nameOf(mutant), outcome: skipped(mutant.reason) }),
      ),
    ]
    return {
      name: shared ? `${oneLine(id)} (shared)` : oneLine(id),
      classname: classOf(id),
      properties: [['score', scoreText(counts)]],
      cases: uniquelyNamed(cases),
    }
  })
  return [...suitesXml(suites, report.startedAt)].join('')
}

function nameOf({ part, change, location }: Mutant): string {
  return oneLine(`${part}:${location.start.line}:${location.start.column} ${change}`)
}

function survivor(mutant: Mutant): TestCase['outcome'] {
  const message = oneLine(`no test notices: ${mutant.change}`)
  return {
    status: 'failure',
    type: mutant.operator.replaceAll(' ', '-'),
    message,
    text: () => `${placeOf(mutant.location)}\n${mutantText(mutant)}`,
  }
}
