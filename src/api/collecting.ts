import { resolve } from 'node:path'
import { type ChosenExports, chooseExports } from '../programs/collect/choose.js'
import { type Collection, collect } from '../programs/collect/collect.js'
import type { CollectedExport } from '../programs/collect/collected-export.js'
import type { PlannedCommand } from '../runtime/collect/index.js'
import type { Library } from '../runtime/library/library.js'
import type { Loading } from './loading.js'

/** Which exports policies need. */
export interface ExportOptions {
  /** Names of packs. Default: all that are loaded. */
  readonly packs?: readonly string[]
  /** Values that commands need: `{ cluster: 'prod', node: ['w1', 'w2'] }`. */
  readonly set?: Readonly<Record<string, string | readonly string[]>>
  /** Globs of the files of commands to leave out. */
  readonly skip?: readonly string[]
}

/** How exports are collected. */
export interface CollectOptions extends ExportOptions {
  /** The folder of the snapshot, which must not be there yet. Default: `snapshot-` and the day. */
  readonly out?: string
  /** Goes on with what an earlier collection has left in the folder. */
  readonly resume?: boolean
  /** Seconds that each command may take. Default: 300. */
  readonly timeout?: number
  /** Who answers for what is collected, for the snapshot. */
  readonly by?: string
  /** The environment of the programs. Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Told of each export that a command was run for. */
  readonly told?: (outcome: CollectedExport) => void
}

/** The commands that export what policies need: read-only, to be run without a shell. */
export interface ExportCommands {
  /** `<name>` stands for a value that is not given. */
  readonly commands: readonly PlannedCommand[]
  /** What the exports will lack: types that no command knows. */
  readonly remarks: readonly string[]
}

/** A snapshot. */
export interface Collected extends Collection {
  /** Absolute path. */
  readonly folder: string
}

/** The commands that policies need. */
export function exportCommands(options: ExportOptions, library: Library, loading: Loading): ExportCommands {
  const { commands, remarks } = chosenBy(options, library, loading)
  return { commands, remarks }
}

/** Runs them. */
export async function collectExports(
  options: CollectOptions,
  library: Library,
  loading: Loading,
): Promise<Collected> {
  const { resume = false, timeout = 300, by, env = process.env, told } = options
  const { disk, platforms } = loading
  const startedAt = new Date()
  const folder = resolve(disk.root, options.out ?? `snapshot-${startedAt.toISOString().slice(0, 10)}`)
  const collection = await collect(
    chosenBy(options, library, loading),
    { folder, resume, timeout, startedAt, takenBy: by, platforms },
    { root: disk.root, env, clock: () => new Date(), told },
  )
  return { folder, ...collection }
}

function chosenBy(
  { packs, set = {}, skip }: ExportOptions,
  library: Library,
  loading: Loading,
): ChosenExports {
  const values = Object.entries(set).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}=${each}`),
  )
  return chooseExports({ packs, set: values, skip }, library, loading.platforms)
}
