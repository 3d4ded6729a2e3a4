import { hostOfProcess } from './host-of-process.js'
import { ConfigIsCode } from './load-config.js'
import { runCommandLine } from './run-command-line.js'

/**
 * Runs one command line, and gives its exit code; undefined, and nothing is done, where the configuration is a program: that
 * one may import policytest, and has to get the modules that run it.
 */
export async function runWithoutCode(argv: readonly string[]): Promise<number | undefined> {
  try {
    return await runCommandLine(argv, { ...hostOfProcess(), runsCode: false })
  } catch (error) {
    if (error instanceof ConfigIsCode) return undefined
    throw error
  }
}
