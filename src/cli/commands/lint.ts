import { loadLibrary } from '../../runtime/library/library.js'
import { lint } from '../../runtime/library/lint.js'
import { isAllowed } from '../../runtime/report/strict.js'
import { count } from '../../wording/count.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'

/** `policytest lint [path…]`: exit 1 for what lint finds, 2 for what does not even compile; what is left out is said, and a problem under --strict. */
export function lintCommand(paths: readonly string[], flags: CommonFlags, world: World): number {
  const settings = readSettings(flags, world)
  const policies = paths.length > 0 ? paths : requirePolicies(settings)
  const library = loadLibrary({ ...settings.base, policies })
  for (const policy of library.compiled) library.paramsOf(policy)
  const remarks = [...library.leftOut, ...(settings.base.disk.exclusion?.unused() ?? [])]
  const { strict } = settings.base
  const counts = (code: string) => strict !== undefined && !isAllowed(code, strict)
  world.messages.diagnose(remarks.filter(({ code }) => !counts(code)))
  const problems = [...library.warnings, ...remarks.filter(({ code }) => counts(code)), ...lint(library)]
  for (const problem of problems) world.stdout.write(`${formatDiagnostic(problem)}\n`)
  const { packs } = library.loaded
  const scope = [
    count(packs.length, 'pack'),
    count(library.compiled.length, 'policy', 'policies'),
    count(library.tests.length, 'test file'),
  ].join(', ')
  if (!settings.quiet)
    world.messages.say(
      `${scope}: ${problems.length === 0 ? 'no problems' : count(problems.length, 'problem')}`,
    )
  return problems.length === 0 ? exitCodes.clean : exitCodes.findings
}
