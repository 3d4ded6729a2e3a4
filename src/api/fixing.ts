import type { RecommendedFiles } from '../runtime/fix/recommend.js'
import type { Diagnostic } from '../runtime/model/index.js'
import type { Input } from './inputs.js'
import type { TimeOption } from './time.js'

/** Which files to make, and of what. */
export interface FixOptions extends TimeOption {
  /** Names of the fixes of the pack. Default: all. */
  readonly only?: readonly string[]
  /** Exports of one snapshot. Default: those of the configuration. */
  readonly inputs?: Input | readonly Input[]
}

/** What the documents of a pack recommend, made of exports. Nothing is written. */
export interface Fixed {
  /** Sorted by path. */
  readonly files: readonly {
    /** Relative, with forward slashes; safe whatever the exports hold. */
    readonly path: string
    readonly text: string
    /** Full id of the fix that made it. */
    readonly fix: string
    readonly title: string
  }[]
  /** Fixes that made nothing, and why. */
  readonly idle: readonly { readonly fix: string; readonly reason: string }[]
  readonly warnings: readonly Diagnostic[]
}

/** Fixes by their ids: how they are compiled is nobody's business. */
export function fixedOf({ files, idle, warnings }: RecommendedFiles): Fixed {
  return {
    files: files.map(({ path, text, fix }) => ({ path, text, fix: fix.id, title: fix.title })),
    idle: idle.map(({ fix, reason }) => ({ fix: fix.id, reason })),
    warnings,
  }
}
