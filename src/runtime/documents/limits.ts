/** How deep lists and objects may nest in any document; Kubernetes objects stay below 50. */
export const maxDepth = 200

/** How many values one YAML document may gain through aliases and merge keys. */
export const maxAliasedValues = 100_000

/** How many digits a number of JSON may have. */
export const mostDigits = 1000

/**
 * How many characters a document of YAML has at most that is not as plain as programs write it: its nodes take some 100 times
 * as much memory. JSON has no such limit.
 */
export const maxYamlLength = 10_000_000

/** How many bytes a file of YAML has at most that cannot be read document by document. */
export const maxWholeYaml = 1 << 27

/** How many lines and commas: each may be a node. */
export const maxYamlItems = 1_500_000

/** How many times as much YAML as one file may hold is read in one run: the nodes of all files are kept, for places. */
export const maxYamlFiles = 2

/** How many characters a file of another format may have: its parser is not ours, and need not be linear. */
export const maxTextLength = 1_000_000

/** What to do about a document beyond a limit; in the order of the limits above. */
export const limitHints = {
  depth:
    'objects of an API stay below 50 levels: export the object itself, not what a program wrapped around it',
  aliases: 'write the values out, or split the file',
  digits: 'put it in quotes: no program would read such a number exactly',
  yaml: 'split it, or export it as JSON or NDJSON (kubectl get … -o json), of which far more is read',
  allYaml:
    'export as JSON or NDJSON (kubectl get … -o json), of which far more is read, or scan in several runs',
} as const
