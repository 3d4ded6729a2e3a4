import type { Report } from '../../../runtime/model/index.js'
import type { Context } from '../context.js'
import { attestations } from './attestations.js'
import { failedCases } from './cases.js'
import { problems, warnings } from './diagnostics.js'
import { exports } from './exports.js'
import { overrides } from './overrides.js'
import { packs } from './packs.js'
import { parameters } from './parameters.js'
import type { Part } from './part.js'
import { population } from './population.js'
import { stopped } from './strict.js'
import { waivers } from './waivers.js'

export type { Part } from './part.js'

/** What comes before the guidelines: why there may be none. */
export function firstParts(report: Report): Part[] {
  return problems(report)
}

/** What comes after the guidelines: what else keeps the run from passing, then who accepts what, then the evidence. */
export function lastParts(report: Report, context: Context): Part[] {
  return [
    ...stopped(report, context),
    ...failedCases(report, context),
    ...waivers(report, context),
    ...overrides(report, context),
    ...attestations(report),
    ...parameters(report),
    ...exports(report),
    ...population(report),
    ...packs(report),
    ...warnings(report),
  ]
}
