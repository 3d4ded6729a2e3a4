import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { append } from '../append.js'
import { layoutOf } from '../documents/pieces/layout.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import { piecesOf as inTurn, pieceReader } from '../documents/pieces/pieces.js'
import { joinPieces, rangesOf, readRange } from '../documents/pieces/ranges.js'
import { severalLists } from '../documents/pieces/several-lists.js'
import { readInputs } from '../exports/inputs.js'
import type { PieceJudge } from '../exports/read-share.js'
import type { ShareTask } from '../exports/share-task.js'
import { sourcesOf } from '../exports/sources.js'
import { InputError } from '../input-error.js'
import { loadLibrary } from '../library/library.js'
import type { Report } from '../model/index.js'
import { helpWith, type RunRequest, runWith, type ThreadTask } from '../run.js'
import { answer, type Threads } from '../threads/threads.js'

/** How a large export is read: whole, piece by piece, or ranges of it by several threads. */
export type Way = 'whole' | 'in turn' | 'together'

export interface ReadingOptions {
  readonly redact?: boolean
  readonly under?: string
  readonly source?: string
  /** What comes in for `-`. */
  readonly stdin?: Buffer
  readonly progress?: RunRequest['progress']
}

const chunksOf = (bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / 999) }, (_, i) => bytes.subarray(999 * i, 999 * (i + 1)))

/** In how many pieces a file is read, in turn, and of how many ranges that join. */
interface Counts {
  readonly inTurn: number
  readonly joined: number
}

/** Counts the files that are read in several pieces. */
export function count(counts: { -readonly [Way in keyof Counts]: number }, { inTurn, joined }: Counts): void {
  if (inTurn > 1) counts.inTurn++
  if (joined > 1) counts.joined++
}

/** Threads that do, one after the other, what threads would do beside this one: some ranges each, before it takes the rest. */
export function turnsOf(help: (task: ShareTask, beat: () => void) => Iterable<unknown>): Threads<ThreadTask> {
  return {
    count: 2,
    start(task, call) {
      if (task.kind !== 'share') throw new Error('the digest of a small file is computed at once')
      const { counter } = task
      let left = 3
      let taken = 0
      const stopAfterSome = () => {
        if (left-- > 0) return
        taken = Atomics.exchange(counter, 0, 1_000_000)
      }
      answer(call, (beat) =>
        help({ ...task, most: 2 }, () => {
          beat()
          stopAfterSome()
        }),
      )
      if (left < 0) Atomics.store(counter, 0, taken)
    },
  }
}

/** Ways to read files of a folder, judged by the same policies. */
export function waysOfReading(root: string, policies: string) {
  writeFileSync(join(root, 'policies.yaml'), policies)
  const disk = { root }
  const library = loadLibrary({ disk, platforms, policies: ['policies.yaml'] })

  /** The report of a scan, or the mistakes that it ends with. */
  function reportOf(
    files: readonly string[],
    way: Way,
    size = 0,
    { redact = true, under = root, source, stdin, progress }: ReadingOptions = {},
  ): Report | string {
    const date = new Date(0)
    const request: RunRequest = {
      disk: { root: under, ...(stdin && { readStdin: () => stdin, stdinParts: () => chunksOf(stdin) }) },
      platforms,
      policies: ['policies.yaml'],
      inputs: files.map((path) => ({ path, source })),
      now: date,
      startedAt: date,
      elapsed: () => 0,
      pieces: { from: way === 'whole' ? Infinity : 0, size, shared: 0 },
      ...(progress && { progress }),
      redact: redact ? [{ type: 'v1/Pod', path: ['metadata', 'labels'] }] : [],
      ...(way === 'together' && {
        threads: turnsOf((task, beat) => helpWith(library, { ...task, most: 2 }, { ...request, disk }, beat)),
      }),
    }
    try {
      return runWith(library, request).report
    } catch (error) {
      if (error instanceof InputError) return error.message
      throw error
    }
  }

  /** Whether a file is read in pieces, with other names where that is needed. */
  function isInPieces(path: string, size: number, source?: string): boolean {
    const judged: unknown[] = []
    const judge: PieceJudge = {
      begin: () => ({ needs: () => false, take: () => {}, findings: () => 0, judged: () => undefined }),
      adopt: () => {},
      foundElsewhere: () => {},
      settle: (parts) => append(judged, parts),
    }
    readInputs([{ path, source }], { root }, sourcesOf(platforms, { root }), {
      judge,
      pieces: { sizes: { from: 0, size } },
    })
    return judged.length > 0
  }

  /** How many pieces a file is read in, and how many ranges of it join; 0 when it has to be read whole. */
  function piecesOf(file: string, size: number): Counts {
    const all = readFileSync(join(root, file))
    const bytes = { size: all.length, read: (target: Buffer, from: number) => all.copy(target, 0, from) }
    const counted = (count: () => number) => {
      try {
        return count()
      } catch (error) {
        if (error instanceof NotInPieces) return 0
        throw error
      }
    }
    const layouts = [
      () => layoutOf(bytes, file.endsWith('.ndjson') ? 'ndjson' : 'json', size),
      () => severalLists(bytes, size),
    ]
    const counts = layouts.map((layout) => ({
      inTurn: counted(() => [...inTurn(pieceReader(bytes, layout(), { file, subject: {} }), size)].length),
      joined: counted(() => {
        const of = pieceReader(bytes, layout(), { file, subject: {} })
        const ranges = rangesOf(of, size)
        const pieces = Array.from({ length: ranges.count }, (_, i) => readRange(bytes, of, ranges, i))
        return joinPieces(
          ranges,
          pieces.filter((piece) => piece !== undefined),
        ).length
      }),
    }))
    return counts.find(({ inTurn }) => inTurn > 0) ?? { inTurn: 0, joined: 0 }
  }

  /** Holds that the file comes to the same report however it is read. */
  function expectSame(files: readonly string[], size: number, options?: ReadingOptions): void {
    const whole = reportOf(files, 'whole', 0, options)
    expect(reportOf(files, 'in turn', size, options)).toEqual(whole)
    expect(reportOf(files, 'together', size, options)).toEqual(whole)
  }

  return { library, reportOf, isInPieces, piecesOf, expectSame }
}
