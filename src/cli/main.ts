import { hostOfProcess } from './host-of-process.js'
import { runCommandLine } from './run-command-line.js'

// The exit code is set, not called for: process.exit() right after a write would cut a long pipe short.
process.exitCode = await runCommandLine(process.argv.slice(2), hostOfProcess())
