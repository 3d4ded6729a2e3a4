/** Matches names against globs in which `*` stands for any run of characters and `?` for one: `apps/v1/*`, `kube-*`. */
export function globMatcher(globs: readonly string[]): (name: string) => boolean {
  const exact = new Set(globs.filter((glob) => !/[*?]/.test(glob)))
  const wild = globs.filter((glob) => /[*?]/.test(glob))
  if (wild.includes('*')) return () => true
  return (name) => exact.has(name) || wild.some((glob) => matches(glob, name))
}

/** Linear-time wildcard match (greedy with one backtrack point), so that no glob can hang a run. */
function matches(glob: string, name: string): boolean {
  let g = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (glob[g] === '*') {
      star = g++
      mark = n
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === name[n])) {
      g++
      n++
    } else if (star >= 0) {
      g = star + 1
      n = ++mark
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}
