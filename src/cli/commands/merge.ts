import { resolve } from 'node:path'
import { readReport } from '../../config/read-report.js'
import { refuseOutput } from '../../runtime/exports/outputs.js'
import { attempt, InputError } from '../../runtime/input-error.js'
import { mergeReports } from '../../runtime/merge/merge-reports.js'
import type { CommonFlags } from '../flags.js'
import { reporting } from '../reporting.js'
import { baselineOf, tell } from '../run-and-report.js'
import type { World } from '../world.js'

/** `policytest merge <report…>`: the report of one run over everything, made of those of its parts. */
export function mergeCommand(paths: readonly string[], flags: CommonFlags, world: World): number {
  // The reporters of the configuration are those of runs that judge.
  const wanted = { ...flags, reporter: flags.reporter ?? ['json'] }
  return reporting(wanted, world, (settings) => {
    const { disk, strict } = settings.base
    const { results, mistakes } = attempt(
      paths.map((path) => () => {
        const report = readReport(path, world)
        refuseOutput(resolve(world.root, path), report.file, disk.outputs ?? [])
        return report
      }),
    )
    if (mistakes.length > 0) throw new InputError(mistakes)
    const { baseline } = baselineOf(settings, world)
    const report = mergeReports(results, { baseline, strict })
    return tell(report, settings, { inputs: report.inputs.map(({ file }) => ({ path: file })) }, world)
  })
}
