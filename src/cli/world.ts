import type { ConfigCode } from '../config/load-code.js'
import type { Revisions } from '../runtime/library/evidence.js'
import { type Messages, messagesTo } from './messages.js'
import type { Stream } from './stream.js'

/** The process that the program runs in, as far as the program touches it; tests bring their own. */
export interface Host {
  /** The working directory: paths are read and shown relative to it. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  clock(): Date
  readStdin(): Buffer
  /** The same part by part. */
  readonly stdinParts?: () => Iterable<Buffer>
  readonly stdout: Stream
  readonly stderr: Stream
  /** Whether it runs configurations that are programs. Default: true. */
  readonly runsCode?: boolean
  /** Default: that of the disk and of this process. */
  readonly watching?: Watching
  /** The commits of folders, for reports; those of no folder are known without it. */
  readonly revisions?: Revisions
}

/** How a command learns what changes while it waits. */
export interface Watching {
  /** Calls back with the absolute paths of what has changed in the folders, once a moment has passed without more. */
  changes(folders: readonly WatchedFolder[], changed: (paths: readonly string[]) => void): { close(): void }
  /** Calls back when the user wants to end. */
  onInterrupt(end: () => void): void
}

export interface WatchedFolder {
  readonly path: string
  /** Whether the folders in it are watched, too. */
  readonly isDeep: boolean
}

/** Everything that a command touches outside its own memory. Standard error is written by messages only. */
export interface World extends Omit<Host, 'stderr'> {
  readonly messages: Messages
  /** Told of every file that a command reads, before it reads it. */
  onRead?(path: string): void
  /** What the configuration exports, where it is a program: loaded before the command runs. */
  configCode?: ConfigCode | undefined
}

/** The world of one command line. */
export function worldOf({ stderr, ...host }: Host): World {
  return { ...host, messages: messagesTo(stderr) }
}

/** What a thread is told to make the same settings as the command that it helps. */
export interface WorldSeed extends Pick<Host, 'root' | 'env'> {
  /** When the command started. */
  readonly time: number
}

/** The world of a thread beside a command: it says nothing, and reads no standard input. */
export function worldBeside({ root, env, time }: WorldSeed): World {
  const silent = { isTerminal: false, write: () => {} }
  return worldOf({
    root,
    env,
    clock: () => new Date(time),
    readStdin: () => Buffer.alloc(0),
    stdout: silent,
    stderr: silent,
  })
}

/** Whether ANSI colours are wanted on a stream: NO_COLOR and FORCE_COLOR win over what the stream is. */
export function wantsColor({ env }: Pick<World, 'env'>, stream: Stream, flag: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = env
  if (!flag || (NO_COLOR !== undefined && NO_COLOR !== '')) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return stream.isTerminal
}
