import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Configured } from '../config/configured.js'
import { findConfig } from '../config/find-config.js'
import { readConfiguration } from '../config/read-config.js'
import { settingsReader } from '../config/settings-files.js'
import { platforms } from '../platforms/index.js'
import { exclusionOf } from '../runtime/exclusion.js'
import type { InputRequest } from '../runtime/exports/files.js'
import { refuseOutput } from '../runtime/exports/outputs.js'
import { inputError } from '../runtime/input-error.js'
import type { ProfileRequest } from '../runtime/library/profiles.js'
import { type FailOn, failOnOf, type Platform, type StrictName, strictNames } from '../runtime/model/index.js'
import { isPackageName, pathOf } from '../runtime/package-names.js'
import { isDay, parseParams, parseWaivers } from '../runtime/policies/index.js'
import type { Strictness } from '../runtime/report/strict.js'
import type { RunRequest, ThreadTask } from '../runtime/run.js'
import { didYouMean } from '../runtime/suggest.js'
import type { Threads } from '../runtime/threads/threads.js'
import { progressDrawing } from './draw-progress.js'
import type { CommonFlags } from './flags.js'
import { type Presentation, presentationOf } from './presentation.js'
import {
  parseReporters,
  type ReporterRequest,
  reporterNamed,
  requireOwnTargets,
} from './reporter-requests.js'
import { type ThreadRun, threadsOf } from './threads.js'
import { startTimings, type Timings } from './timings.js'
import { type World, wantsColor } from './world.js'

/** What a command was asked to do: flags, the configuration under them, and defaults under both. */
export interface Settings {
  /** Undefined when neither flags nor configuration name any and there is no folder `policies`. */
  readonly policies: RunRequest['policies'] | undefined
  /** The exports that the configuration names. */
  readonly inputs: readonly InputRequest[]
  readonly reporters: readonly ReporterRequest[]
  readonly failOn: FailOn
  /** The file of a report whose findings are known. */
  readonly baseline: string | undefined
  /** Absolute paths of the files of attestations that the configuration names. */
  readonly attestationFiles: readonly string[]
  readonly quiet: boolean
  readonly color: boolean
  readonly presentation: Presentation
  /** Where the time goes, for those who ask. */
  readonly timings: Timings | undefined
  /** What helps a run with large exports. */
  readonly threadsFor: (run: ThreadRun) => Threads<ThreadTask>
  /** Those that the configuration adds. */
  readonly ownPlatforms: readonly Platform[]
  /** What is the same for every kind of run. */
  readonly base: Omit<RunRequest, 'policies' | 'inputs' | 'tests'> &
    Required<Pick<RunRequest, 'now' | 'startedAt'>>
}

/**
 * Merges flags, configuration and defaults; a flag replaces what the configuration says of the same thing,
 * but parameters are merged and waivers added.
 * @throws InputError with every mistake of the files that it reads
 */
export function readSettings(flags: CommonFlags, world: World): Settings {
  const { files, readFile } = settingsReader(world.root, (path) => world.onRead?.(path))
  const path = findConfig(flags.config, world.root)
  const given =
    path === undefined ? undefined : readConfiguration(path, world.configCode, world.root, readFile)
  const waivers = [
    ...(given?.waivers ?? []),
    ...(flags.waivers === undefined
      ? []
      : readFile('waivers', resolve(world.root, flags.waivers), parseWaivers)),
  ]
  const params = [
    ...(given?.params ?? []),
    ...(flags.params === undefined
      ? []
      : [readFile('params', resolve(world.root, flags.params), parseParams)]),
  ]
  const strict = strictnessOf(flags, given)
  const { platforms: ownPlatforms = [] } = given ?? {}
  const timings = flags.timings ? startTimings() : undefined
  const draw = progressDrawing(world.messages)
  const startedAt = startOf(world)
  const start = performance.now()
  const reporters = flags.reporter
    ? parseReporters(flags.reporter, world.root, given?.customReporters)
    : reportersOf(given, world.root)
  const outputs = reporters.flatMap(({ file }) => file ?? [])
  for (const { file } of files) refuseOutput(pathOf(world.root, file), file, outputs)
  const policies = flags.policies ?? policiesOf(given, world)
  return {
    policies,
    inputs: given?.inputs ?? [],
    reporters,
    failOn: failOnOf(flags.failOn ?? given?.failOn),
    baseline: flags.baseline ?? given?.baselineFile,
    attestationFiles: given?.attestationFiles ?? [],
    quiet: flags.quiet ?? given?.quiet ?? false,
    color: wantsColor(world, world.stdout, flags.color),
    presentation: presentationOf(flags, world),
    timings,
    threadsFor: (run) => threadsOf(flags, world, startedAt, run),
    ownPlatforms,
    base: {
      disk: {
        root: world.root,
        readStdin: () => world.readStdin(),
        stdinParts: world.stdinParts,
        parserFolders: flags.configCode === false ? [] : projectsOf(path, policies, world.root),
        outputs,
        onRead: (path) => world.onRead?.(path),
        ...(epochOf(world) === undefined && { modified: (path: string) => statSync(path).mtime }),
        exclusion: exclusionOf([
          ...(given?.exclude ?? []),
          ...(flags.exclude ?? []).map((glob) => ({ glob, folder: world.root })),
        ]),
      },
      platforms: ownPlatforms.length > 0 ? [...platforms, ...ownPlatforms] : platforms,
      params,
      profiles: [...profilesOf(flags), ...(given?.profiles ?? [])],
      waivers,
      attestations: given?.attestations ?? [],
      isPart: flags.policies !== undefined && given !== undefined,
      overrides: given?.overrides ?? [],
      accept: given?.accept ?? [],
      strict,
      redact: given?.redact ?? [],
      redactContainers: given?.redactContainers,
      settings: files,
      revisions: world.revisions,
      kubernetesVersion: flags.kubernetesVersion ?? given?.kubernetesVersion,
      now: nowOf(flags, startedAt),
      startedAt,
      elapsed: () => (epochOf(world) ? 0 : Math.round(performance.now() - start)),
      progress: (step) => {
        timings?.step(step.doing)
        draw(step)
      },
      timed: timings?.policy,
      ...(flags.debug && { onBug: (error) => world.messages.say(stackOf(error)) }),
    },
  }
}

function policiesOf(given: Configured | undefined, world: World): RunRequest['policies'] | undefined {
  if (given && given.policies.length > 0) return given.policies
  return existsSync(resolve(world.root, 'policies')) ? ['policies'] : undefined
}

/** Whose packages are used: the project of the configuration, or of the policies. */
function projectsOf(config: string | undefined, policies: Settings['policies'], root: string): string[] {
  if (config !== undefined) return [dirname(config)]
  const folderOf = (given: unknown) =>
    typeof given === 'string' && !isPackageName(given) ? resolve(root, given) : root
  return policies?.map(folderOf) ?? [root]
}

function reportersOf(given: Configured | undefined, root: string): readonly ReporterRequest[] {
  if (!given || given.reporters.length === 0) return [{ name: 'console' }]
  const configured = given.reporters.map(({ name, ...target }) => ({
    ...reporterNamed(name, given.customReporters),
    ...target,
  }))
  requireOwnTargets(configured, root)
  return configured
}

function profilesOf(flags: CommonFlags): ProfileRequest[] {
  return (flags.profile ?? []).map((text) => {
    const [pack = '', id] = text.split('=')
    return id === undefined ? { id: pack } : { pack, id }
  })
}

/** What a strict run lets pass; undefined when the run is not strict. */
function strictnessOf(flags: CommonFlags, given: Configured | undefined): Strictness | undefined {
  const allowed = (flags.allow ?? []).map(allowedName)
  if (flags.strict ?? given?.strict) return { allow: [...(given?.allow ?? []), ...allowed] }
  if (allowed.length === 0) return undefined
  throw inputError('usage', '--allow says what --strict lets pass, and the run is not strict', {
    hint: "add --strict, or 'strict: true' to the configuration",
  })
}

function allowedName(given: string): StrictName {
  const name = strictNames.find((known) => known === given)
  if (name !== undefined) return name
  const hint = didYouMean(given, strictNames) ?? `one of: ${strictNames.join(', ')}`
  throw inputError('usage', `--allow: unknown name '${given}'`, { hint })
}

/** The run's time: `--now`, else when the run started. */
function nowOf(flags: CommonFlags, startedAt: Date): Date {
  if (flags.now === undefined) return startedAt
  const now = new Date(flags.now)
  // Date takes 31 February for 3 March.
  if (!isDay(flags.now.slice(0, 10)) || Number.isNaN(now.getTime())) {
    throw inputError('usage', `--now: '${flags.now}' is not a time`, {
      hint: 'write it as 2027-03-31 or 2027-03-31T12:00:00Z',
    })
  }
  return now
}

/** When the run started. */
export function startOf(world: World): Date {
  return epochOf(world) ?? world.clock()
}

/** SOURCE_DATE_EPOCH: seconds since 1970 that stand in for the clock, for reports that are the same byte for byte. */
function epochOf({ env }: World): Date | undefined {
  const epoch = env.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return undefined
  if (!/^\d{1,12}$/.test(epoch))
    throw inputError('usage', `SOURCE_DATE_EPOCH '${epoch}' is not a number of seconds`)
  return new Date(Number(epoch) * 1000)
}

function stackOf(error: unknown): string {
  return (error instanceof Error && error.stack) || String(error)
}
