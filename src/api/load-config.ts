import { resolve } from 'node:path'
import { findConfig, isCode } from '../config/find-config.js'
import { loadConfigCode } from '../config/load-code.js'
import { readConfiguration } from '../config/read-config.js'
import { settingsReader } from '../config/settings-files.js'
import { inputError } from '../runtime/input-error.js'
import { loadingOf } from './loading.js'
import { type Policies, policiesOf } from './policies.js'

/** Which configuration. */
export interface ConfigOptions {
  /** What relative paths start from, and where a configuration is looked for. Default: the working directory. */
  readonly root?: string
  /** The file. Default: the policytest.config.yaml, .ts, .mts, .js or .mjs of the root. */
  readonly file?: string
  /** Refuses a configuration that is a program. */
  readonly noCode?: boolean
}

/**
 * Loads the policies of a configuration, with all that it says. A configuration in TypeScript is run.
 * @throws InputError for a configuration that is not there, and with every mistake of every file
 */
export async function loadConfig({
  root: folder = '.',
  file,
  noCode = false,
}: ConfigOptions = {}): Promise<Policies> {
  const root = resolve(folder)
  const path = findConfig(file, root)
  if (path === undefined) throw inputError('usage', 'there is no policytest.config.yaml or .ts here')
  if (noCode && isCode(path))
    throw inputError('config-code', 'the configuration is a program, and is not run')
  const code = isCode(path) ? await loadConfigCode(path, root) : undefined
  const { files, readFile } = settingsReader(root)
  const given = readConfiguration(path, code, root, readFile)
  const policies = given.policies.length > 0 ? given.policies : ['policies']
  return policiesOf(loadingOf({ ...given, policies }, { root, settings: files }))
}
