import { revisions } from '../programs/git/revisions.js'
import { exitCodes } from './exit-codes.js'
import { readStdin, stdinParts } from './stdin.js'
import type { Host } from './world.js'

/** This process, as the command line sees it. */
export function hostOfProcess(): Host {
  // A reader that goes away (`| head`) is no failure; a full disk is, and not one that looks like findings.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    process.stderr.write(`cannot write standard output: ${error.message}\n`)
    process.exit(exitCodes.cannotRun)
  })
  process.stderr.on('error', () => {})
  return {
    root: process.cwd(),
    env: process.env,
    clock: () => new Date(),
    readStdin: () => readStdin(),
    stdinParts: () => stdinParts(),
    revisions,
    stdout: { isTerminal: process.stdout.isTTY === true, write: (text) => void process.stdout.write(text) },
    stderr: { isTerminal: process.stderr.isTTY === true, write: (text) => void process.stderr.write(text) },
  }
}
