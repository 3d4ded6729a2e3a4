import { readFileSync } from 'node:fs'
import { run } from './program.js'

// The exit code is set, not called for: process.exit() right after a write would cut a long pipe short.
process.exitCode = await run(process.argv.slice(2), {
  root: process.cwd(),
  env: process.env,
  clock: () => new Date(),
  readStdin: () => readFileSync(0),
  stdout: { isTerminal: process.stdout.isTTY === true, write: (text) => void process.stdout.write(text) },
  stderr: { isTerminal: process.stderr.isTTY === true, write: (text) => void process.stderr.write(text) },
})
