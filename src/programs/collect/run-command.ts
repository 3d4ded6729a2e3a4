import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlannedCommand } from '../../runtime/collect/index.js'
import { type CollectedExport, withoutExport } from './collected-export.js'
import type { Surroundings } from './surroundings.js'

/**
 * Runs a command, without a shell, into a file that must not exist yet. Never throws for what the command does. The file
 * is there only when it is whole: until then it is `….partial`, which a command that is interrupted leaves behind.
 */
export async function runCommand(
  command: PlannedCommand,
  file: string,
  timeoutSeconds: number,
  around: Surroundings,
): Promise<CollectedExport> {
  if (existsSync(file)) return { status: 'failed', command, reason: 'its file exists already' }
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  const output = openSync(partial, 'wx', 0o600)
  let failure: string | undefined
  try {
    failure = await failureOf(command, output, timeoutSeconds, around)
  } finally {
    closeSync(output)
  }
  const reason = failure ?? (statSync(partial).size === 0 ? 'it printed nothing' : undefined)
  if (reason === undefined) {
    renameSync(partial, file)
    return { status: 'written', command: withSource(command, file) }
  }
  rmSync(partial)
  return withoutExport(command, reason)
}

/** What a program prints; it is not kept. */
export async function outputOf(
  { program, args }: Pick<PlannedCommand, 'program' | 'args'>,
  timeoutSeconds: number,
  around: Surroundings,
): Promise<{ readonly text: string } | { readonly reason: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'policytest-'))
  try {
    const file = join(folder, 'output')
    const output = openSync(file, 'wx', 0o600)
    let reason: string | undefined
    try {
      reason = await failureOf({ program, args }, output, timeoutSeconds, around)
    } finally {
      closeSync(output)
    }
    return reason === undefined ? { text: readFileSync(file, 'utf8') } : { reason }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function failureOf(
  { program, args }: Pick<PlannedCommand, 'program' | 'args'>,
  output: number,
  timeoutSeconds: number,
  { root, env }: Surroundings,
): Promise<string | undefined> {
  return new Promise((end) => {
    const child = spawn(program, args, {
      cwd: root,
      env,
      shell: false,
      windowsHide: true,
      stdio: ['ignore', output, 'pipe'],
    })
    let words = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-1000)
    })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      // What the program has started may hold the pipe for longer.
      child.stderr?.destroy()
      end(`it took longer than ${timeoutSeconds} s`)
    }, timeoutSeconds * 1000)
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      end(error.code === 'ENOENT' ? `${program} is not installed, or not in PATH` : error.message)
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      const how = signal === null ? `exit code ${code}` : `ended by ${signal}`
      end(code === 0 ? undefined : [how, words.trim()].filter(Boolean).join(': '))
    })
  })
}

/** An empty list does not tell what it lists: the snapshot has to say it. */
function withSource(command: PlannedCommand, file: string): PlannedCommand {
  const isShort = statSync(file).size < 100
  if (command.source !== undefined || !isShort || !/^\s*\[\s*\]\s*$/.test(readFileSync(file, 'utf8'))) {
    return command
  }
  return { ...command, source: `json:${command.types[0]}` }
}
