/** Everything that a command touches outside its own memory; the tests bring their own. */
export interface World {
  /** The working directory: paths are read and shown relative to it. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  clock(): Date
  readStdin(): Buffer
  readonly stdout: Stream
  readonly stderr: Stream
}

export interface Stream {
  readonly isTerminal: boolean
  write(text: string): void
}

/** Whether ANSI colours are wanted on a stream: NO_COLOR and FORCE_COLOR win over what the stream is. */
export function wantsColor(world: World, stream: Stream, flag: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = world.env
  if (!flag || (NO_COLOR !== undefined && NO_COLOR !== '')) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return stream.isTerminal
}
