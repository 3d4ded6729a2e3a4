/** How large an expression may be. */
export interface Limits {
  /** In code points. */
  readonly length: number
  readonly nodes: number
  /** How deep the library's parser may descend. */
  readonly depth: number
  readonly elements: number
  readonly arguments: number
}

/** Generous for people, small enough that nothing built from it can overflow. */
export const limits: Limits = {
  length: 65_536,
  nodes: 20_000,
  depth: 200,
  elements: 1_000,
  arguments: 32,
}

/** What an API server takes; how deep is counted in its own way, see {@link requireKubernetesDepth}. */
export const kubernetesLimits: Limits = {
  length: 100_000,
  nodes: 200_000,
  depth: 10_000,
  elements: 100_000,
  arguments: 100_000,
}
