/** Flags that every command knows. */
export interface CommonFlags {
  readonly policies?: readonly string[]
  readonly params?: string
  readonly profile?: readonly string[]
  readonly waivers?: string
  readonly config?: string
  readonly failOn?: string
  readonly reporter?: readonly string[]
  readonly now?: string
  readonly quiet?: boolean
  readonly color: boolean
}
