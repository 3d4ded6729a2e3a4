import type { JudgingOptions } from '../config/options.js'
import type { Platform } from '../runtime/model/index.js'
import type { DefinedPack, DefinedPolicy } from '../runtime/policies/index.js'

/** What programs that load policies say beside what is judged how. */
interface LoadingOptions {
  /** What relative paths start from, and what files are named relative to. Default: the working directory. */
  readonly root?: string
  /** Whether reports tell the commits that packs are of, as git knows them: it is asked once for each run. Default: false. */
  readonly commits?: boolean
}

/** How policies are loaded. */
export interface LoadOptions extends JudgingOptions, LoadingOptions {
  /** Vendors, formats and functions beside those that ship with policytest. */
  readonly platforms?: readonly Platform[]
  /** Told what was thrown where nothing ever should be; the verdict is `error`. */
  readonly onBug?: (error: unknown) => void
}

/** Files, folders and globs with policies, and what {@link definePolicy} and {@link definePack} define. */
export type PolicySource = string | DefinedPolicy | DefinedPack

/** Which configuration. */
export interface ConfigOptions extends LoadingOptions {
  /** The file. Default: the policytest.config.yaml, .ts, .mts, .js or .mjs of the root. */
  readonly file?: string
  /** Refuses a configuration that is a program. */
  readonly noCode?: boolean
}

/** How other threads load the same: plain data. */
export type Seed =
  | { readonly policies: readonly string[]; readonly options: LoadOptions }
  | { readonly config: ConfigOptions }
