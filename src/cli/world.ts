import { type Messages, messagesTo } from './messages.js'
import type { Stream } from './stream.js'

/** The process that the program runs in, as far as the program touches it; tests bring their own. */
export interface Host {
  /** The working directory: paths are read and shown relative to it. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  clock(): Date
  readStdin(): Buffer
  readonly stdout: Stream
  readonly stderr: Stream
}

/** Everything that a command touches outside its own memory. Standard error is written by messages only. */
export interface World extends Omit<Host, 'stderr'> {
  readonly messages: Messages
}

/** The world of one command line. */
export function worldOf({ stderr, ...host }: Host): World {
  return { ...host, messages: messagesTo(stderr) }
}

/** Whether ANSI colours are wanted on a stream: NO_COLOR and FORCE_COLOR win over what the stream is. */
export function wantsColor({ env }: Pick<World, 'env'>, stream: Stream, flag: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = env
  if (!flag || (NO_COLOR !== undefined && NO_COLOR !== '')) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return stream.isTerminal
}
