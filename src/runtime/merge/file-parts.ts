import type { FiledReport } from '../history/index.js'
import { groupBy } from '../model/by-guideline.js'
import type { FilePart, InputSummary, Report } from '../model/index.js'
import { by } from '../order.js'

/** Why these are not the parts of one file, in a few words; undefined where they are. */
export function notOneFile(parts: readonly FilePart[], inputs: readonly InputSummary[]): string | undefined {
  if (new Set(inputs.map(({ sha256 }) => sha256)).size > 1) return 'had another content when each was judged'
  const inOrder = parts
    .filter(({ from, next }) => from < next)
    .toSorted(
      by(
        ({ from }) => from,
        ({ next }) => next,
      ),
    )
  const isWhole =
    inOrder.every(({ from }, i) => from === (inOrder[i - 1]?.next ?? 0)) &&
    inOrder.at(-1)?.next === inputs[0]?.bytes
  if (!isWhole) return 'is not there from its beginning to its end'
  if (haveOneTwice(parts)) return 'has resources of one name in several, which can be told apart in one run'
  return undefined
}

/** The parts that these reports have judged, by file. */
export function partsOf(reports: readonly FiledReport[]): ReadonlyMap<string, readonly FilePart[]> {
  return groupBy(
    reports.flatMap(({ report }) => report.shard?.parts ?? []),
    ({ file }) => [file],
  )
}

/** What was read of all files: those of which each shard has read a part, once. */
export function joinInputs(reports: readonly Report[]): InputSummary[] {
  const cut = new Set(reports.flatMap(({ shard }) => shard?.parts?.map(({ file }) => file) ?? []))
  const inputs = reports.flatMap((report) => report.inputs)
  const joined = groupBy(
    inputs.filter(({ file }) => cut.has(file)),
    ({ file, source }) => [JSON.stringify([file, source])],
  )
  return [...inputs.filter(({ file }) => !cut.has(file)), ...[...joined.values()].map(joinInput)]
}

function joinInput(parts: readonly InputSummary[]): InputSummary {
  const types = new Map<string, number>()
  for (const [type, count] of parts.flatMap((part) => Object.entries(part.types ?? {})))
    types.set(type, (types.get(type) ?? 0) + count)
  return {
    ...(parts[0] as InputSummary),
    resources: parts.reduce((sum, { resources }) => sum + resources, 0),
    types: Object.fromEntries([...types].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function haveOneTwice(parts: readonly FilePart[]): boolean {
  const all = parts.map(({ names }) => Buffer.from(names, 'base64'))
  const hashes = new BigUint64Array(all.reduce((sum, { length }) => sum + length / 8, 0))
  let at = 0
  for (const bytes of all)
    for (let i = 0; i + 8 <= bytes.length; i += 8) hashes[at++] = bytes.readBigUInt64BE(i)
  hashes.sort()
  return hashes.some((hash, i) => i > 0 && hash === hashes[i - 1])
}
