/**
 * What an auditor asks of a verdict: on which bytes, taken when and by whom, by which rules in which version, with which
 * parameters, on which resources, and what proves the rules. Reports of versions before 0.2 say nothing of it.
 */

/** Bytes that the run has read, exactly these. */
export interface Digest {
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string
  readonly bytes: number
}

/** How an export came about, as far as it is known. */
export interface Provenance {
  /** A day or an instant. `snapshot`: a snapshot.yaml says when; `file`: nobody does, and this is when the file was last written. */
  readonly taken?: { readonly at: string; readonly from: 'snapshot' | 'file' }
  /** As one would type it. */
  readonly command?: string
  readonly takenBy?: string
  /** Name and version of the program that the command starts. */
  readonly takenWith?: string
}

/** The commit of the git repository in which files lie. */
export interface Revision {
  readonly commit: string
  /** Whether one of the files differs from the commit, or is none of it. */
  readonly dirty: boolean
}

/** The files of a pack that the run has read: pack.yaml, policies, tests, fixes. */
export interface PackFiles {
  /** Its pack.yaml. */
  readonly file: string
  readonly files: number
  /** SHA-256 over a line for each of the files, `<sha256>  <path from pack.yaml's folder>`, sorted by path. */
  readonly sha256: string
  readonly revision?: Revision
}

/** A pack of which others use something: its own guidelines are not in force. */
export interface ImportedPack extends PackFiles {
  readonly id: string
}

/** A parameter with the value that expressions see. */
export interface ParamInForce {
  /** The pack, or the policy without pack, that declares it. */
  readonly of: string
  /** The pack whose policies see this value, where it hands it over to one that it imports from. */
  readonly for?: string
  readonly name: string
  readonly value: unknown
  /** `default`: of the pack; `config`: policytest.config.yaml; `file`: that of --params; `import`: handed over. */
  readonly from: 'default' | 'config' | 'file' | 'import'
  /** Of a value that is not the default: the file that gives it, and the line. */
  readonly place?: { readonly file: string; readonly line: number }
  /** What it would be otherwise; nothing when the pack has no default, or the default is in force. */
  readonly default?: unknown
  /** What it lets through is not judged, or judged less strictly: `x-exemption` in its schema. */
  readonly isExemption?: true
  readonly description?: string
}

/** A file that says how to judge: the configuration, parameters, waivers, attestations. */
export interface SettingsFile extends Digest {
  readonly role: 'config' | 'params' | 'waivers' | 'attestations' | 'baseline'
  readonly file: string
}

/** Resources, with the names of the first of them. */
export interface Members {
  readonly count: number
  /** Ids by file, both sorted: the first 100; beyond that they are only counted. */
  readonly listed: readonly { readonly file: string; readonly ids: readonly string[] }[]
}

/** Resources of one type that a policy judged: those that passed, failed, or could not be evaluated. */
export interface Judged extends Members {
  readonly type: string
  readonly errors: number
}

/** Resources that a policy did not judge: by the match condition that left them out, or for another reason, in words. */
export interface Skipped extends Members {
  readonly condition?: string
  readonly reason?: string
  /** How often, where it is not once for each of them: they were judged together. */
  readonly times?: number
}

/** What a policy had before it: all of it was judged, or it is said why not. */
export interface Population {
  /** How many resources of its types there were. */
  readonly resources: number
  /** By type. */
  readonly judged: readonly Judged[]
  /** Match conditions first, in their order. */
  readonly skipped: readonly Skipped[]
  /** How many the matchConstraints of a policy of Kubernetes leave out. */
  readonly leftOut?: number
}

/** The cases that prove a policy. */
export interface PolicyTests {
  readonly files: readonly string[]
  /** How many there are. */
  readonly cases: number
  /** What came of those that ran in this run; nothing when none ran. */
  readonly result?: { readonly at: string; readonly passed: number; readonly failed: number }
  /** When all of them passed the last time, as far as this run knows: its own time, or nothing. */
  readonly lastPassed?: string
}
