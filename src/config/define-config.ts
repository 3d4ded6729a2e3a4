import type { FailOnName, Platform, Reporter } from '../runtime/model/index.js'
import type { DefinedPack, DefinedPolicy } from '../runtime/policies/index.js'
import type { InputEntry, JudgingOptions } from './options.js'

/** What policytest.config.ts says: all that policytest.config.yaml may say, and what only a program can. */
export interface ConfigDefinition extends JudgingOptions {
  /** Configurations that this one adds to: paths, or what they export. What this one says wins; lists are joined. */
  readonly extends?: string | ConfigDefinition | readonly (string | ConfigDefinition)[]
  /** Files, folders and globs with policies, and what `definePolicy` and `definePack` define. */
  readonly policies?: readonly (string | DefinedPolicy | DefinedPack)[]
  /** Files, folders and globs with tests. Default: those of policies. */
  readonly tests?: readonly string[]
  /** The exports to judge. */
  readonly inputs?: readonly (string | InputEntry)[]
  /** `<name>` or `<name>=<file>`: those that ship with policytest, and the custom ones. */
  readonly reporters?: readonly (string | { readonly name: string; readonly file?: string })[]
  /** The least severity of a finding that fails a run. */
  readonly failOn?: FailOnName
  /** A report of the json reporter whose findings are known. */
  readonly baseline?: string
  readonly quiet?: boolean
  /** Vendors, formats, views of firewalls, export commands and functions, in the form of those that ship with policytest. */
  readonly platforms?: readonly Platform[]
  /** Reporters by the name that `-r` takes. */
  readonly customReporters?: Readonly<Record<string, Reporter>>
}

/** A configuration in TypeScript: the default export of policytest.config.ts. */
export function defineConfig(config: ConfigDefinition): ConfigDefinition {
  return config
}
