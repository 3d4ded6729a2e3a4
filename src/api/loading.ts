import { resolve } from 'node:path'
import { type Configured, configured } from '../config/configured.js'
import { findConfig, isCode } from '../config/find-config.js'
import { loadConfigCode } from '../config/load-code.js'
import { readConfiguration } from '../config/read-config.js'
import { settingsReader } from '../config/settings-files.js'
import { platforms as shippedPlatforms } from '../platforms/index.js'
import { revisions } from '../programs/git/revisions.js'
import { dataDocument } from '../runtime/documents/data-document.js'
import { exclusionOf } from '../runtime/exclusion.js'
import type { InputRequest } from '../runtime/exports/files.js'
import { inputError } from '../runtime/input-error.js'
import { apiVersion, type Platform, type SettingsFile } from '../runtime/model/index.js'
import { readConfig } from '../runtime/policies/index.js'
import type { RunRequest } from '../runtime/run.js'
import { tellRead } from './files-read.js'
import type { ConfigOptions, LoadOptions, PolicySource, Seed } from './load-options.js'

/** What policies are made of: a request for a run without its exports, and what else a configuration says. */
export interface Loading extends Omit<RunRequest, 'inputs' | 'tests' | 'now' | 'startedAt' | 'elapsed'> {
  /** Exports of the configuration. */
  readonly configured: readonly InputRequest[]
  /** Platforms beside those that ship. */
  readonly ownPlatforms: readonly Platform[]
  /** Undefined where there are functions that no other thread can be given. */
  readonly seed: Seed | undefined
}

/** @throws InputError with every mistake of the options, and of the files that they name */
export function loadingOfPolicies(
  policies: PolicySource | readonly PolicySource[],
  options: LoadOptions = {},
): Loading {
  const { root: folder = '.', platforms = [], onBug, commits, ...judging } = options
  const root = resolve(folder)
  const file = '<options>'
  const document = dataDocument(file, { apiVersion, kind: 'Config', spec: judging }, '/spec')
  const { files, readFile } = settingsReader(root, tellRead)
  const read = configured(readConfig(file, document), root, readFile)
  const given: readonly PolicySource[] = Array.isArray(policies) ? policies : [policies as PolicySource]
  const paths = given.filter((each) => typeof each === 'string')
  // A bug is told where it happened.
  const isPlain = paths.length === given.length && platforms.length === 0 && !onBug
  return loadingOf(
    { ...read, policies: given, platforms },
    {
      root,
      settings: files,
      onBug,
      commits,
      seed: isPlain ? { policies: paths, options: { ...judging, root } } : undefined,
    },
  )
}

/** @throws InputError for a configuration that is not there, and with every mistake of every file that it names */
export async function loadingOfConfig(options: ConfigOptions = {}): Promise<Loading> {
  const { root: folder = '.', file, noCode = false, commits } = options
  const root = resolve(folder)
  const path = findConfig(file, root)
  if (path === undefined) throw inputError('usage', 'there is no policytest.config.yaml or .ts here')
  if (noCode && isCode(path))
    throw inputError('config-code', 'the configuration is a program, and is not run')
  const code = isCode(path) ? await loadConfigCode(path, root) : undefined
  const { files, readFile } = settingsReader(root, tellRead)
  const given = readConfiguration(path, code, root, readFile)
  const policies = given.policies.length > 0 ? given.policies : ['policies']
  const seed = { config: { root, file: path } }
  return loadingOf({ ...given, policies }, { root, settings: files, commits, seed })
}

/** The same, in another thread. */
export async function loadingBy(seed: Seed): Promise<Loading> {
  return 'config' in seed ? loadingOfConfig(seed.config) : loadingOfPolicies(seed.policies, seed.options)
}

/** Around a configuration: where it is, which files it is read from, and who is told of bugs. */
interface Around extends Pick<Loading, 'seed' | 'onBug'> {
  readonly commits: boolean | undefined
  readonly root: string
  readonly settings: readonly SettingsFile[]
}

/** What a configuration comes to for a program. */
function loadingOf(given: Configured, { root, settings, onBug, commits, seed }: Around): Loading {
  const { inputs, exclude, strict, allow, platforms: own } = given
  return {
    policies: given.policies,
    params: given.params,
    profiles: given.profiles,
    waivers: given.waivers,
    attestations: given.attestations ?? [],
    overrides: given.overrides ?? [],
    accept: given.accept ?? [],
    redact: given.redact ?? [],
    redactContainers: given.redactContainers,
    kubernetesVersion: given.kubernetesVersion,
    strict: strict ? { allow } : undefined,
    disk: { root, exclusion: exclusionOf(exclude), onRead: tellRead },
    platforms: own.length === 0 ? shippedPlatforms : [...shippedPlatforms, ...own],
    settings,
    onBug,
    configured: inputs,
    ownPlatforms: own,
    revisions: commits ? revisions : undefined,
    seed,
  }
}
