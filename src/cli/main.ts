import { revisions } from '../programs/git/revisions.js'
import { exitCodes } from './exit-codes.js'
import { runCommandLine } from './run-command-line.js'
import { readStdin, stdinParts } from './stdin.js'

// A reader that goes away (`| head`) is no failure; a full disk is, and not one that looks like findings.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`cannot write standard output: ${error.message}\n`)
  process.exit(exitCodes.cannotRun)
})
process.stderr.on('error', () => {})

// The exit code is set, not called for: process.exit() right after a write would cut a long pipe short.
const running = runCommandLine(process.argv.slice(2), {
  root: process.cwd(),
  env: process.env,
  clock: () => new Date(),
  readStdin: () => readStdin(),
  stdinParts: () => stdinParts(),
  revisions,
  stdout: { isTerminal: process.stdout.isTTY === true, write: (text) => void process.stdout.write(text) },
  stderr: { isTerminal: process.stderr.isTTY === true, write: (text) => void process.stderr.write(text) },
})
void running.then((code) => {
  process.exitCode = code
})
