import { inputError } from '../../runtime/input-error.js'
import type { RunRequest } from '../../runtime/run.js'
import type { CommonFlags } from '../flags.js'
import { reporting } from '../reporting.js'
import { requirePolicies } from '../require-policies.js'
import { runAndReport } from '../run-and-report.js'
import type { World } from '../world.js'

export { platforms } from '../../platforms/index.js'

export interface ScanFlags extends CommonFlags {
  readonly as?: string
  readonly shard?: string
  readonly stdinName?: string
}

/** `policytest scan <input…>`: judges exports. */
export function scanCommand(inputs: readonly string[], flags: ScanFlags, world: World): number {
  return reporting(flags, world, (settings) => {
    const policies = requirePolicies(settings)
    const shard = shardOf(flags)
    const name = nameOfStdin(flags, inputs)
    const requests = inputs.map((path) => ({ path, source: flags.as, ...(path === '-' && { name }) }))
    return runAndReport(settings, { policies, inputs: requests, shard }, world).code
  })
}

/** `--shard 2/8`: the second of eight runs that share the exports between them. */
function shardOf({ shard, baseline }: ScanFlags): RunRequest['shard'] {
  if (shard === undefined) return undefined
  const [, index = 0, of = 0] = /^(\d{1,6})\/(\d{1,6})$/.exec(shard)?.map(Number) ?? []
  if (index < 1 || index > of) {
    const hint = 'write it as 1/8, 2/8, … 8/8'
    throw inputError('usage', `--shard: '${shard}' is none of several shards`, { hint })
  }
  if (baseline !== undefined) {
    const hint = 'give it to merge: only there all findings are known'
    throw inputError('usage', '--shard: one shard cannot be compared with a baseline', { hint })
  }
  return { index, of }
}

/** What stands for standard input in reports, relative to where the command runs, like any other file. */
function nameOfStdin({ stdinName: name }: ScanFlags, inputs: readonly string[]): string | undefined {
  if (name === undefined) return undefined
  const hint = 'write it as a path from here, with /: exports/prod.json'
  if (!inputs.includes('-')) throw inputError('usage', '--stdin-name: standard input (-) is not read')
  if (/^(?:[\\/]|[A-Za-z]:)|\\|(?:^|\/)\.{0,2}(?:\/|$)/.test(name))
    throw inputError('usage', `--stdin-name: '${name}' is no name of a file`, { hint })
  return name
}
