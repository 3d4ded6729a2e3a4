import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  difference,
  expressionOf,
  ourAnswer,
  type Recorded,
  recordsOf,
} from './conformance/kubernetes-replay.js'

/** What stays different, by the reason. */
type Exceptions = Readonly<Record<string, readonly string[]>>

const folder = new URL('../../../testdata/kubernetes/1.37/', import.meta.url)
const read = (name: string): Exceptions => {
  const file = new URL(name, folder)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
const exceptions = read('exceptions.json')
/** Differences that are being worked on; what is no longer different leaves the file when the test runs. */
const open = read('open.json')

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
    const known = new Set([exceptions, open].flatMap((of) => Object.values(of).flat()))
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
    expect(
      Object.values(exceptions)
        .flat()
        .filter((question) => !seen.has(question)),
    ).toEqual([])
    const left = Object.entries(open).flatMap(([reason, questions]) => {
      const different = questions.filter((question) => seen.has(question))
      return different.length > 0 ? [[reason, different] as const] : []
    })
    const text = `${JSON.stringify(Object.fromEntries(left), null, 2)}\n`
    if (!process.env.CI && text !== `${JSON.stringify(open, null, 2)}\n`)
      writeFileSync(new URL('open.json', folder), text)
  })
})
