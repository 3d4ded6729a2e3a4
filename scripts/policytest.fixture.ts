import { runCommandLine } from '../src/cli/run-command-line.js'

/** For tests: a command line in this repository, on the day after the sample exports were taken. */
export async function policytest(...argv: string[]) {
  return policytestWith({}, ...argv)
}

/** The same with variables of the environment. */
export async function policytestWith(env: Readonly<Record<string, string>>, ...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(argv, {
    root: process.cwd(),
    env,
    clock: () => new Date('2026-11-03T00:00:00Z'),
    readStdin: () => Buffer.alloc(0),
    stdout: { isTerminal: false, write: (text) => void out.push(text) },
    stderr: { isTerminal: false, write: (text) => void err.push(text) },
  })
  return { code, out: out.join(''), err: err.join('') }
}
