import { createHash } from 'node:crypto'
import type { Diagnostic } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { withHint } from '../../wording/diagnostic.js'
import { oneLine } from '../../wording/printable.js'
import { countTimes } from '../../wording/times.js'
import { physicalLocation } from './location.js'
import { plainMessage } from './results.js'

const idOf = ({ code }: Diagnostic): string => `policytest/${code}`

/** A rule for each kind of problem with the policies themselves, in the order in which they first occur. */
export function problemRules(problems: readonly Diagnostic[]) {
  return [...new Map(problems.map((problem) => [idOf(problem), problem])).entries()].map(([id, problem]) => {
    const text = `A problem with a policy, its test, the configuration or an input: ${problem.code}.`
    return {
      id,
      shortDescription: { text },
      fullDescription: { text },
      help: { text: problem.hint === undefined ? text : cut(oneLine(problem.hint), 1024) },
      defaultConfiguration: { level: problem.level },
      properties: { precision: 'very-high', 'problem.severity': problem.level, tags: ['policytest'] },
    }
  })
}

/**
 * The problems as results. One that stands nowhere has no location: code scanning refuses such an upload, and keeps what
 * it knew, where an empty one would tell it that everything is mended.
 */
export function problemResults(problems: readonly Diagnostic[], firstRule: number, folder?: string) {
  const timesOf = countTimes()
  const ids = [...new Set(problems.map(idOf))]
  return problems.map((problem) => {
    const { level, message, location } = problem
    const about = JSON.stringify([problem.code, location?.file, message])
    const identity = JSON.stringify([about, timesOf(about)])
    return {
      ruleId: idOf(problem),
      ruleIndex: firstRule + ids.indexOf(idOf(problem)),
      kind: 'fail',
      level,
      message: { text: plainMessage(oneLine(withHint(problem))) },
      locations: location ? [{ physicalLocation: physicalLocation(location, folder) }] : [],
      partialFingerprints: { 'policytest/v1': createHash('sha256').update(identity).digest('hex') },
    }
  })
}
