import { scanWarnings } from './admission/warnings.js'
import { type RuleCoverage, startCoverage } from './cases/coverage.js'
import { runTests } from './cases/run-cases.js'
import type { Disk, InputRequest } from './exports/files.js'
import { readInputs } from './exports/inputs.js'
import type { SensitivePart } from './judge/redaction.js'
import { type Library, type LibraryRequest, loadLibrary } from './library/library.js'
import type { Attestation, Diagnostic, Report, WaiverSummary } from './model/index.js'
import { buildReport } from './report/build-report.js'
import { applyWaivers, type Waiver } from './report/waivers.js'
import { judgeAll } from './scan/scan.js'
import { didYouMean } from './suggest.js'

/** One run: which policies, what they judge, and what is already known about the findings. */
export interface RunRequest extends LibraryRequest {
  readonly disk: Disk
  /** Exports to judge; none: only the tests are run. */
  readonly inputs?: readonly InputRequest[] | undefined
  /** Whether to run the test cases of the policies, and which. */
  readonly tests?: { readonly filter?: string | undefined } | undefined
  readonly waivers?: readonly Waiver[]
  readonly attestations?: readonly Attestation[]
  readonly redact?: readonly SensitivePart[]
  /** The run's time: `now` in expressions, and what expiry dates are compared with. */
  readonly now: Date
  readonly startedAt: Date
  /** Gives the duration in milliseconds when the run is over. */
  readonly elapsed: () => number
  /** Told what is going on, for a progress line. */
  readonly progress?: (text: string) => void
}

export interface RunOutcome {
  readonly report: Report
  /** Which outcomes the test cases have shown, of every rule. */
  readonly coverage: readonly RuleCoverage[]
}

/**
 * The pipeline, top to bottom.
 * @throws InputError for every mistake in policies, tests and exports; never for what an export says
 */
export function run(request: RunRequest): RunOutcome {
  const { disk, now, progress } = request
  progress?.('reading policies')
  const library = loadLibrary(request)
  const coverage = startCoverage(library.policies)
  const tested = request.tests
    ? runTests(library, request.tests, { ...request, observe: coverage.observe })
    : { cases: [], warnings: [] }

  progress?.('reading exports')
  const inputs = readInputs(request.inputs ?? [], disk)
  const resources = inputs.sets.reduce((sum, set) => sum + set.resources.length, 0)
  progress?.(`judging ${resources} resources by ${library.policies.length} policies`)
  const judged = judgeAll(request.inputs ? library.policies : [], inputs.sets, {
    paramsOf: library.paramsOf,
    now,
    ...(request.redact && { redact: request.redact }),
  })
  const waived = applyWaivers(judged.findings, request.inputs ? (request.waivers ?? []) : [], now)

  const report = buildReport(
    {
      now,
      packs: library.packs,
      guidelines: request.inputs ? library.guidelines : [],
      policies: request.inputs ? library.policies : [],
      attestations: request.attestations ?? [],
      inputs: inputs.inputs,
      cases: tested.cases,
      ...judged,
      ...waived,
      warnings: [
        ...library.warnings,
        ...strayPacks(request, library),
        ...tested.warnings,
        ...inputs.warnings,
        ...(request.inputs ? library.policies.flatMap(scanWarnings) : []),
        ...judged.warnings,
        ...unusedWaivers(waived.waivers),
      ],
    },
    { startedAt: request.startedAt, durationMs: request.elapsed() },
  )
  return { report, coverage: coverage.rules() }
}

/** Inputs for a pack that is not loaded: said, because a misspelt name would leave them without a judge. */
function strayPacks({ inputs = [] }: RunRequest, { loaded }: Library): Diagnostic[] {
  const known = loaded.packs.map((pack) => pack.name)
  const named = new Set(inputs.flatMap(({ packs = [] }) => packs))
  return [...named]
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = didYouMean(name, known, 'loaded packs')
      const message = `inputs are to be judged by the pack '${name}', which is not loaded`
      return { code: 'unknown-reference', level: 'warning', message, ...(hint !== undefined && { hint }) }
    })
}

/** A waiver that matches nothing is misspelt, or no longer needed. */
function unusedWaivers(waivers: readonly WaiverSummary[]): Diagnostic[] {
  return waivers
    .filter(({ status }) => status === 'unused')
    .map(({ policy, guideline, location }) => ({
      code: 'waiver-unused',
      level: 'warning',
      message: `the waiver for ${[policy, guideline].filter(Boolean).join(' and ')} matches no finding`,
      hint: 'remove it, or correct what it names',
      location,
    }))
}
