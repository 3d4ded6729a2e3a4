import { dirname, resolve } from 'node:path'
import type { ExcludeGlob } from '../runtime/exclusion.js'
import type { InputRequest } from '../runtime/exports/files.js'
import type { ProfileRequest } from '../runtime/library/profiles.js'
import type { FailOnName, Platform, Reporter, StrictName } from '../runtime/model/index.js'
import { pathOf } from '../runtime/package-names.js'
import {
  type Config,
  type Defined,
  type GivenAttestation,
  type ParamLayer,
  type PathEntry,
  parseAttestations,
  parseWaivers,
  type Waiver,
} from '../runtime/policies/index.js'
import type { RunRequest } from '../runtime/run.js'
import { withExtended } from './extended.js'
import type { ReadSettings } from './settings-files.js'

/** What a configuration comes to: with its paths absolute, and its files of waivers and attestations read. */
export interface Configured
  extends Pick<
    RunRequest,
    'overrides' | 'accept' | 'redact' | 'redactContainers' | 'kubernetesVersion' | 'attestations'
  > {
  /** Files, folders and globs of policies and tests; what programs define. */
  readonly policies: readonly (string | Defined)[]
  readonly inputs: readonly InputRequest[]
  readonly exclude: readonly ExcludeGlob[]
  readonly params: readonly ReadonlyMap<string, ParamLayer>[]
  readonly profiles: readonly ProfileRequest[]
  readonly waivers: readonly Waiver[]
  /** Its files of attestations. */
  readonly attestationFiles: readonly string[]
  /** The file of a report whose findings are known. */
  readonly baselineFile: string | undefined
  readonly reporters: readonly { readonly name: string; readonly file?: string }[]
  readonly failOn: FailOnName | undefined
  readonly quiet: boolean | undefined
  readonly strict: boolean | undefined
  /** What a strict run lets pass. */
  readonly allow: readonly StrictName[]
  /** Beside those that ship. */
  readonly platforms: readonly Platform[]
  readonly customReporters: Readonly<Record<string, Reporter>>
}

/**
 * Reads what a configuration and those that it extends name. What each of them says of policies, parameters, profiles,
 * waivers and the like is put together; of inputs, reporters and settings the one on top has its way.
 * @param root what paths are relative to that it does not say are elsewhere
 * @throws InputError with every mistake of the files that it reads
 */
export function configured(config: Config, root: string, readFile: ReadSettings): Configured {
  return withExtended(config, root, readFile)
    .map((each) => configuredAlone(each, root, readFile))
    .reduce(over)
}

/** A configuration over one that it extends. */
export function over(under: Configured, top: Configured): Configured {
  const own = new Set(top.profiles.map(({ pack }) => pack))
  return {
    policies: [...under.policies, ...top.policies],
    inputs: top.inputs.length > 0 ? top.inputs : under.inputs,
    exclude: [...under.exclude, ...top.exclude],
    params: [...under.params, ...top.params],
    profiles: [...top.profiles, ...under.profiles.filter(({ pack }) => !own.has(pack))],
    overrides: [...(under.overrides ?? []), ...(top.overrides ?? [])],
    waivers: [...under.waivers, ...top.waivers],
    attestations: [...(under.attestations ?? []), ...(top.attestations ?? [])],
    attestationFiles: [...top.attestationFiles, ...under.attestationFiles],
    baselineFile: top.baselineFile ?? under.baselineFile,
    accept: [...(top.accept ?? []), ...(under.accept ?? [])],
    redact: [...(under.redact ?? []), ...(top.redact ?? [])],
    redactContainers: top.redactContainers ?? under.redactContainers,
    kubernetesVersion: top.kubernetesVersion ?? under.kubernetesVersion,
    reporters: top.reporters.length > 0 ? top.reporters : under.reporters,
    failOn: top.failOn ?? under.failOn,
    quiet: top.quiet ?? under.quiet,
    strict: top.strict ?? under.strict,
    allow: [...under.allow, ...top.allow],
    platforms: [...under.platforms, ...top.platforms],
    customReporters: { ...under.customReporters, ...top.customReporters },
  }
}

function configuredAlone(config: Config, root: string, readFile: ReadSettings): Configured {
  const folder = dirname(pathOf(root, config.file))
  const at = (path: string) => resolve(folder, path)
  const paths = (entries: readonly PathEntry[]) => entries.map(({ path }) => at(path))
  const attestationFiles = paths(config.attestationFiles)
  return {
    policies: [...config.policies, ...config.tests].map(({ path, place }) => pathOf(folder, path, place)),
    inputs: config.inputs.map((input) => ({ ...input, path: at(input.path) })),
    exclude: config.exclude.map(({ path, place }) => ({ glob: path, folder: at('.'), place })),
    params: [config.params],
    profiles: [...config.profiles].map(([pack, profile]) => ({ pack, ...profile, isFallback: true })),
    overrides: config.overrides.map(({ paths: globs, ...entry }) => ({
      ...entry,
      ...(globs && { paths: globs.map((glob) => ({ glob, folder })) }),
    })),
    waivers: [
      ...config.waivers,
      ...paths(config.waiverFiles).flatMap((path) => readFile('waivers', path, parseWaivers)),
    ],
    attestations: [
      ...config.attestations,
      ...attestationFiles.flatMap((path) => readFile('attestations', path, parseAttestations)),
    ].map(withStatement),
    attestationFiles,
    baselineFile: config.baseline === undefined ? undefined : at(config.baseline),
    accept: config.accept,
    redact: config.redact,
    redactContainers: config.redactContainers,
    kubernetesVersion: config.kubernetesVersion,
    reporters: config.reporters.map(({ name, file }) => ({
      name,
      ...(file !== undefined && { file: at(file) }),
    })),
    failOn: config.failOn,
    quiet: config.quiet,
    strict: config.strict,
    allow: config.allow,
    platforms: [],
    customReporters: {},
  }
}

function withStatement({ statement, ...attestation }: GivenAttestation) {
  return { ...attestation, ...(statement !== undefined && { statement }) }
}
