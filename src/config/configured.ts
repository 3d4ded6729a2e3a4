import { resolve } from 'node:path'
import type { ExcludeGlob } from '../runtime/exclusion.js'
import type { InputRequest } from '../runtime/exports/files.js'
import type { ProfileRequest } from '../runtime/library/profiles.js'
import type { FailOnName, Platform, Reporter, StrictName } from '../runtime/model/index.js'
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
import type { ReadSettings } from './settings-files.js'

/** What a configuration comes to: with its paths absolute, and its files of waivers and attestations read. */
export interface Configured
  extends Pick<RunRequest, 'accept' | 'redact' | 'redactContainers' | 'kubernetesVersion' | 'attestations'> {
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
  readonly strict: boolean | undefined
  readonly allow: readonly StrictName[]
  readonly failOn: FailOnName | undefined
  readonly quiet: boolean | undefined
  readonly reporters: readonly { readonly name: string; readonly file?: string }[]
  /** Beside those that ship. */
  readonly platforms: readonly Platform[]
  readonly customReporters: Readonly<Record<string, Reporter>>
}

/**
 * Reads what a configuration names.
 * @param root what paths are relative to that it does not say are elsewhere
 * @throws InputError with every mistake of the files that it reads
 */
export function configured(config: Config, root: string, readFile: ReadSettings): Configured {
  const at = (path: string) => resolve(root, config.folder, path)
  const paths = (entries: readonly PathEntry[]) => entries.map(({ path }) => at(path))
  const attestationFiles = paths(config.attestationFiles)
  return {
    policies: paths([...config.policies, ...config.tests]),
    inputs: config.inputs.map((input) => ({ ...input, path: at(input.path) })),
    exclude: config.exclude.map(({ path, place }) => ({ glob: path, folder: at('.'), place })),
    params: [config.params],
    profiles: [...config.profiles].map(([pack, profile]) => ({ pack, ...profile, isFallback: true })),
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
    strict: config.strict,
    allow: config.allow,
    failOn: config.failOn,
    quiet: config.quiet,
    reporters: config.reporters.map(({ name, file }) => ({
      name,
      ...(file !== undefined && { file: at(file) }),
    })),
    platforms: [],
    customReporters: {},
  }
}

/** A configuration over the one that it extends: lists are joined, and what it says itself wins. */
export function joined(base: Configured, over: Configured): Configured {
  const chosen = new Set(over.profiles.map(({ pack }) => pack))
  const said = Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined))
  return {
    ...base,
    ...said,
    policies: [...base.policies, ...over.policies],
    inputs: [...base.inputs, ...over.inputs],
    exclude: [...base.exclude, ...over.exclude],
    params: [...base.params, ...over.params],
    profiles: [...base.profiles.filter(({ pack }) => !chosen.has(pack)), ...over.profiles],
    waivers: [...base.waivers, ...over.waivers],
    attestations: [...(base.attestations ?? []), ...(over.attestations ?? [])],
    attestationFiles: [...base.attestationFiles, ...over.attestationFiles],
    accept: [...(base.accept ?? []), ...(over.accept ?? [])],
    redact: [...(base.redact ?? []), ...(over.redact ?? [])],
    allow: [...base.allow, ...over.allow],
    reporters: over.reporters.length > 0 ? over.reporters : base.reporters,
    platforms: [...base.platforms, ...over.platforms],
    customReporters: { ...base.customReporters, ...over.customReporters },
  }
}

function withStatement({ statement, ...attestation }: GivenAttestation) {
  return { ...attestation, ...(statement !== undefined && { statement }) }
}
