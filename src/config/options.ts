import type {
  Attestation,
  KubernetesVersion,
  StrictName,
  Subject,
  UndecidedName,
} from '../runtime/model/index.js'
import type { ConfigDocument, OverrideEntry } from '../runtime/policies/index.js'
import type { Waiver } from '../runtime/report/waivers.js'

/** A waiver as a configuration or a program gives it. */
export type WaiverEntry = Omit<Waiver, 'location'>

/** A file, folder or glob with exports, and what its shape does not tell. */
export interface InputEntry {
  readonly path: string
  /** A source's name, or `json:<type>`. */
  readonly source?: string
  /** What the export does not say of itself: cluster, node. */
  readonly subject?: Subject
  /** Names of the packs that judge it. Default: all. */
  readonly packs?: readonly string[]
}

/** What may be accepted of guidelines that a strict run could not decide. */
export interface AcceptanceEntry {
  /** Full id; `*` and `?` are wildcards. */
  readonly guideline: string
  readonly status: UndecidedName
  readonly reason: string
  readonly owner?: string
  /** The last day on which it holds. Default: it holds until it is removed. */
  readonly expires?: string
}

/** How policies judge. Paths are relative to the folder of the configuration, or to `root`. */
export interface JudgingOptions {
  /** Globs of files and folders that are left out of folders. */
  readonly exclude?: readonly string[]
  /** Values of parameters by pack, or by the name of a policy without pack. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** The profile of each pack. Default: the pack's own. */
  readonly profiles?: Readonly<Record<string, string>>
  /** What is said against the packs: other severities, and what is not judged, each with a reason. */
  readonly overrides?: readonly OverrideEntry[]
  /** Waivers, or files of them. */
  readonly waivers?: readonly (string | WaiverEntry)[]
  /** Attestations, or files of them. */
  readonly attestations?: readonly (string | Attestation)[]
  /** Whether all that is not decided, not read or without effect fails a run. */
  readonly strict?: boolean
  /** What a strict run lets pass all the same. */
  readonly allow?: readonly StrictName[]
  /** Guidelines of which a strict run accepts that they are not decided. */
  readonly accept?: readonly AcceptanceEntry[]
  /** The API server whose rules policies of Kubernetes have to keep. Default: the newest that is known. */
  readonly kubernetesVersion?: KubernetesVersion
  /** Values that must never be shown: keys from the top of a resource, `spec.token`; `*` stands for any key. */
  readonly redact?: readonly (string | { readonly type: string; readonly path: string })[]
  /** Never show the values of `env`, the `args` and the `command` of containers. */
  readonly redactContainers?: boolean
}

/** What is said of them in {@link JudgingOptions} is what the YAML file may say. */
type Agrees<Written, Read> = keyof Written extends keyof Read ? true : never
true satisfies Agrees<JudgingOptions, ConfigDocument['spec']>
