import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  difference,
  expressionOf,
  ourAnswer,
  type Recorded,
  recordsOf,
} from './conformance/kubernetes-replay.js'

/** What stays different, by the reason. */
const exceptions: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('../../../testdata/kubernetes/1.37/exceptions.json', import.meta.url), 'utf8'),
)
const known = new Set(Object.values(exceptions).flat())

/** Servers of 1.37 evaluate stored expressions; new ones are checked as 1.36 does. */
const stored = 37
const fresh = 36

/** A question as the lists of exceptions name it. */
function nameOf(record: Recorded): string {
  const { parts, vars, json } = record
  const text = parts ? JSON.stringify(parts) : expressionOf(record)
  const given = json ?? (vars && JSON.stringify(vars))
  return given === undefined ? text : `${text} with ${given}`
}

describe('expressions have in Kubernetes the answers that were recorded', () => {
  const seen = new Set<string>()
  test.each(['expressions', 'large'])('%s', { timeout: 120_000 }, (name) => {
    const unexpected: unknown[] = []
    const counts = { same: 0, exceptions: 0 }
    for (const record of recordsOf(`1.37/${name}.ndjson`)) {
      const asked = [
        [record.answer, stored] as const,
        ...(record.at36 ? [[record.at36, fresh] as const] : []),
      ]
      for (const [theirs, minor] of asked) {
        const ours = ourAnswer(record, minor)
        const differs = difference(theirs, ours)
        const question = nameOf(record)
        if (differs === undefined) counts.same++
        else if (known.has(question)) {
          counts.exceptions++
          seen.add(question)
        } else if (unexpected.length < 20) unexpected.push({ question, differs, theirs, ours })
      }
    }
    process.stdout.write(`${name}: ${counts.same} the same, ${counts.exceptions} exceptions\n`)
    expect(unexpected).toEqual([])
  })

  test('no exception is listed without need', () => {
    expect([...known].filter((question) => !seen.has(question))).toEqual([])
  })
})
