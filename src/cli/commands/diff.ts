import { readReport } from '../../config/read-report.js'
import { diffReporters } from '../../reporters/diff/index.js'
import { diffReports } from '../../runtime/history/index.js'
import { exitCodes, failing } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { requireReporters, writeWith } from '../own-reporters.js'
import { reporting } from '../reporting.js'
import type { World } from '../world.js'

/** `policytest diff <old> <new>`: what changed between two reports. */
export function diffCommand(older: string, newer: string, flags: CommonFlags, world: World): number {
  // The reporters of the configuration are those of runs that judge.
  const wanted = { ...flags, reporter: flags.reporter ?? ['console'] }
  return reporting(wanted, world, (settings) => {
    requireReporters(settings, diffReporters, 'diff')
    const diff = diffReports(readReport(older, world), readReport(newer, world))
    world.messages.diagnose(diff.warnings)
    writeWith(diffReporters, diff, settings, world)
    const news = diff.findings.flatMap(({ isNews, after }) => (isNews && after ? [after] : []))
    return failing(news, { ...settings.failOn, newOnly: false }) ? exitCodes.findings : exitCodes.clean
  })
}
