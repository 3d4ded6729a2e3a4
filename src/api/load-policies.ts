import { resolve } from 'node:path'
import { configured } from '../config/configured.js'
import type { JudgingOptions } from '../config/options.js'
import { settingsReader } from '../config/settings-files.js'
import { dataDocument } from '../runtime/documents/data-document.js'
import { apiVersion, type Platform } from '../runtime/model/index.js'
import { type DefinedPack, type DefinedPolicy, readConfig } from '../runtime/policies/index.js'
import { loadingOf } from './loading.js'
import { type Policies, policiesOf } from './policies.js'

/** How policies are loaded. */
export interface LoadOptions extends JudgingOptions {
  /** What relative paths start from, and what files are named relative to. Default: the working directory. */
  readonly root?: string
  /** Vendors, formats and functions beside those that ship with policytest. */
  readonly platforms?: readonly Platform[]
  /** Told what was thrown where nothing ever should be; the verdict is `error`. */
  readonly onBug?: (error: unknown) => void
}

/** Files, folders and globs with policies, and what {@link definePolicy} and {@link definePack} define. */
export type PolicySource = string | DefinedPolicy | DefinedPack

/**
 * Loads and compiles policies: files, folders, globs, definitions.
 * @throws InputError with every mistake of every file
 */
export function loadPolicies(
  policies: PolicySource | readonly PolicySource[],
  options: LoadOptions = {},
): Policies {
  const { root: folder = '.', platforms = [], onBug, ...judging } = options
  const root = resolve(folder)
  const file = '<options>'
  const document = dataDocument(file, { apiVersion, kind: 'Config', spec: judging }, '/spec')
  const { files, readFile } = settingsReader(root)
  const read = configured(readConfig(file, document), root, readFile)
  const given: readonly PolicySource[] = Array.isArray(policies) ? policies : [policies as PolicySource]
  return policiesOf(loadingOf({ ...read, policies: given, platforms }, { root, settings: files, onBug }))
}
