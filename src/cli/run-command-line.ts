import { CommanderError } from 'commander'
import { InputError } from '../runtime/input-error.js'
import type { Platform } from '../runtime/model/index.js'
import { exitCodes } from './exit-codes.js'
import { ConfigIsCode } from './load-config.js'
import { buildProgram } from './program.js'
import { type Host, worldOf } from './world.js'

/**
 * Runs one command line and gives its exit code. Users' mistakes are printed on stderr with their places;
 * a bug of our own is printed with its stack. Both are exit code 2.
 * @throws ConfigIsCode, and nothing is done, for a host that runs no configuration that is a program
 */
export async function runCommandLine(argv: readonly string[], host: Host): Promise<number> {
  const world = worldOf(host)
  let code: number = exitCodes.cannotRun
  const program = buildProgram(world, await platformsFor(argv), (result) => {
    code = result
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.cannotRun
    if (error instanceof ConfigIsCode) throw error
    if (error instanceof InputError) {
      world.messages.diagnose(error.diagnostics)
    } else {
      const stack = error instanceof Error ? error.stack : String(error)
      world.messages.say(`this is a bug in policytest, please report it:\n${stack ?? ''}`)
    }
    return exitCodes.cannotRun
  }
}

/** Only the help of `scan` names them, and whoever scans needs them anyway: all else starts without. */
async function platformsFor(argv: readonly string[]): Promise<readonly Platform[]> {
  return argv.includes('scan') ? (await import('./commands/scan.js')).platforms : []
}
