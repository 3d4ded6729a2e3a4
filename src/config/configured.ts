import { resolve } from 'node:path'
import type { ExcludeGlob } from '../runtime/exclusion.js'
import type { InputRequest } from '../runtime/exports/files.js'
import type { ProfileRequest } from '../runtime/library/profiles.js'
import { pathOf } from '../runtime/package-names.js'
import {
  type Config,
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
  extends Pick<
    RunRequest,
    'overrides' | 'accept' | 'redact' | 'redactContainers' | 'kubernetesVersion' | 'attestations'
  > {
  /** Files, folders and globs of policies and tests. */
  readonly policies: readonly string[]
  readonly inputs: readonly InputRequest[]
  readonly exclude: readonly ExcludeGlob[]
  readonly params: readonly ReadonlyMap<string, ParamLayer>[]
  readonly profiles: readonly ProfileRequest[]
  readonly waivers: readonly Waiver[]
  /** Its files of attestations. */
  readonly attestationFiles: readonly string[]
  /** The file of a report whose findings are known. */
  readonly baselineFile: string | undefined
}

/**
 * Reads what a configuration names.
 * @param root what paths are relative to that it does not say are elsewhere
 * @throws InputError with every mistake of the files that it reads
 */
export function configured(config: Config, root: string, readFile: ReadSettings): Configured {
  const folder = pathOf(root, config.folder)
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
  }
}

function withStatement({ statement, ...attestation }: GivenAttestation) {
  return { ...attestation, ...(statement !== undefined && { statement }) }
}
