/**
 * A read-only command whose output is an export. In its texts `<cluster>` stands for a value that the user gives, and
 * `<cluster?>` for one that is left out when it is not given.
 */
export interface ExportCommand {
  /** What the export holds. Several: the older names of the same thing, or what one command lists under either. */
  readonly types: readonly [string, ...string[]]
  readonly program: 'kubectl' | 'calicoctl' | 'ibmcloud' | 'tccli' | 'ssh'
  readonly args: readonly string[]
  /** The file that it goes into. */
  readonly file: string
  /** The source to read it by, where its shape does not tell. */
  readonly source?: string
  /** What it does not say of itself. */
  readonly subject?: Readonly<Record<string, string>>
}
