/** How deep lists and objects may nest in any document; Kubernetes objects stay below 50. */
export const maxDepth = 200

/** How many values one YAML document may gain through aliases and merge keys. */
export const maxAliasedValues = 100_000
