import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { platforms } from '../../src/platforms/index.js'
import { type ReporterEntry, reporters } from '../../src/reporters/index.js'
import { partsOf } from '../../src/reporters/rendered.js'
import { type Library, loadLibrary } from '../../src/runtime/library/library.js'
import type { Report, ReporterOptions } from '../../src/runtime/model/index.js'
import { runWith } from '../../src/runtime/run.js'
import { documentsOf, exports, root } from './corpus.js'
import { damagedJson, damages, hostileText } from './damage.js'
import { accepted, demand, type Target, target } from './target.js'

const options: readonly ReporterOptions[] = [
  { color: false, quiet: false },
  { color: false, quiet: true },
]

/** Control characters other than the line break, and overrides of direction. */
const harmful = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u

/** What the reporter for GitHub writes: whole lines. */
const annotation = /^::(?:error|warning|notice)(?: [a-zA-Z]+=[^:\n]*)?::.*\n/gm

/** Every reporter writes what its readers can read and what nothing obeys. */
function checkReports(report: Report): void {
  for (const [name, { render }] of Object.entries<ReporterEntry>(reporters)) {
    for (const option of options) {
      const rendered = render(report, option)
      const { notes = [] } = rendered
      const text = [...partsOf(rendered)].join('')
      const written = [text, ...notes].join('\n')
      demand(!harmful.test(written), `${name}: drives a terminal: ${harmful.exec(written)?.[0]}`)
      const others = name === 'github' ? [text.replace(annotation, ''), ...notes].join('\n') : written
      demand(!/^\s*::/m.test(others), `${name}: a line that GitHub obeys`)
      demand(!/##(?:vso)?\[/i.test(written), `${name}: a word that Azure obeys`)
      if (name.startsWith('json') || name.startsWith('sarif')) JSON.parse(text)
      if (name === 'json-full')
        demand(JSON.stringify(JSON.parse(text)) === JSON.stringify(report), 'json: another report')
      if (name === 'junit') demand(XMLValidator.validate(text) === true, 'junit: broken XML')
    }
  }
}

const verdicts = ['pass', 'fail', 'skip', 'error']

const data = exports.flatMap((sample) =>
  documentsOf(sample)
    .filter(({ format }) => format !== 'text')
    .map((document) => document.data),
)
const packs = ['ibm-containers-2017', 'ibm-iks', 'ibm-pag', 'portworx', 'tencent-tke'].map(
  (pack) => `policies/${pack}`,
)
const loaded = new Map<string, Library>()

function libraryOf(pack: string): Library {
  const library = loaded.get(pack) ?? loadLibrary({ disk: { root, readStdin }, platforms, policies: [pack] })
  loaded.set(pack, library)
  return library
}

function readStdin(): never {
  throw new Error('packs read no input')
}

const date = new Date('2026-01-01')

/** Text to verdicts to reports, by the packs that ship. */
const loadedScans = target(
  'scans',
  fc.tuple(fc.constantFrom(...packs), fc.constantFrom(...data), damages),
  ([pack, of, all]) => {
    const text = damagedJson(of, all)
    const bugs: unknown[] = []
    const disk = { root, readStdin: () => Buffer.from(text) }
    const outcome = accepted(() =>
      runWith(libraryOf(pack), {
        disk,
        platforms,
        policies: [pack],
        inputs: [{ path: '-' }],
        now: date,
        startedAt: date,
        elapsed: () => 0,
        strict: { allow: [] },
        onBug: (error) => bugs.push(error),
      }),
    )
    if (bugs[0]) throw bugs[0]
    if (!outcome) return
    const { results = [] } = outcome.report
    demand(
      results.every(({ verdict }) => verdicts.includes(verdict)),
      'no verdict',
    )
    checkReports(outcome.report)
  },
)

/** Packs take seconds to load, which no input is to blame for. */
const scans: Target = {
  ...loadedScans,
  check(parameters) {
    for (const pack of packs) libraryOf(pack)
    return loadedScans.check(parameters)
  },
}

const mixed: Report = JSON.parse(readFileSync(join(root, 'testdata/reports/mixed.json'), 'utf8'))
const hostileName = mixed.findings
  .map(({ resource }) => resource.name)
  .find((name) => name.includes('octocat'))

/** The report of every verdict, with a hostile text wherever an export can put one. */
const reports = target('reporters', hostileText, (text) => {
  const about = JSON.stringify(mixed, (_, value) =>
    typeof value === 'string' ? value.split(hostileName ?? '').join(text) : value,
  )
  checkReports(JSON.parse(about))
})

export const reportTargets: readonly Target[] = [scans, reports]
