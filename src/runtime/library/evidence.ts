import { dirname } from 'node:path'
import type { CaseResult, PackFiles, PolicyTests, Revision, SettingsFile } from '../model/index.js'
import { pathOf } from '../package-names.js'
import { importedPacks, type ParamLayer } from '../policies/index.js'
import type { Evidence } from '../report/build-report.js'
import type { Library } from './library.js'
import { paramsInForce } from './params-in-force.js'

/** Gives the commits that folders are of; undefined for one that lies in no repository. */
export type Revisions = (folders: readonly string[]) => readonly (Revision | undefined)[]

/** What the evidence of a run is taken from. */
interface Proved {
  readonly root: string
  readonly params?: readonly ReadonlyMap<string, ParamLayer>[] | undefined
  readonly settings?: readonly SettingsFile[] | undefined
  readonly revisions?: Revisions | undefined
  /** The cases that ran; undefined when none were asked for. */
  readonly cases?: readonly CaseResult[] | undefined
  /** When they ran. */
  readonly at: Date
}

/** By which rules in which version and with which parameters a run judges, and what proves them. */
export function evidenceOf(
  library: Library,
  { root, params = [], settings, revisions, cases, at }: Proved,
): Evidence {
  const { loaded } = library
  const { digests, ofPacks } = loaded.files
  const files = [...ofPacks.values()]
  const commits = revisions?.(files.map(({ file }) => dirname(pathOf(root, file)))) ?? []
  const known = new Map(
    files.map((of, i): [string, PackFiles] => {
      const revision = commits[i]
      return [of.file, revision ? { ...of, revision } : of]
    }),
  )
  const own = new Set(library.packs.map(({ id }) => id))
  const imported = new Map(
    loaded.packs
      .flatMap(importedPacks)
      .filter(({ name }) => !own.has(name))
      .map(({ name, file }) => [name, file]),
  )
  return {
    digests,
    packs: new Map(loaded.packs.flatMap(({ name, file }) => pairs(name, known.get(file)))),
    ...(imported.size > 0 && {
      importedPacks: [...imported]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([id, file]) => pairs(id, known.get(file)))
        .map(([id, of]) => ({ id, ...of })),
    }),
    params: paramsInForce(loaded, params),
    ...(settings && { settings }),
    tests: testsOf(library, cases, at.toISOString()),
  }
}

function pairs<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]]
}

/** The cases that are written for each policy, and what came of them. */
function testsOf(
  { tests, policies }: Library,
  ran: readonly CaseResult[] | undefined,
  at: string,
): Map<string, PolicyTests> {
  const written = grouped(tests, ({ policy }) => policy.id)
  const results = grouped(ran ?? [], ({ policy }) => policy)
  return new Map(
    policies.map(({ id }) => {
      const own = written.get(id) ?? []
      const cases = own.reduce((sum, test) => sum + test.cases.length, 0)
      const of = results.get(id) ?? []
      const passed = of.filter(({ status }) => status === 'passed').length
      return [
        id,
        {
          files: [...new Set(own.map(({ file }) => file))].sort(),
          cases,
          ...(of.length > 0 && { result: { at, passed, failed: of.length - passed } }),
          ...(cases > 0 && passed === cases && { lastPassed: at }),
        },
      ]
    }),
  )
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
