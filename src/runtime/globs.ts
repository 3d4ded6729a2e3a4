import { basename } from 'node:path'

/** Matches names against globs in which `*` stands for any run of characters and `?` for one: `apps/v1/*`, `kube-*`. */
export function globMatcher(globs: readonly string[]): (name: string) => boolean {
  const exact = new Set(globs.filter((glob) => !/[*?]/.test(glob)))
  const wild = globs.filter((glob) => /[*?]/.test(glob))
  if (wild.includes('*')) return () => true
  return (name) => exact.has(name) || wild.some((glob) => matches(glob, name))
}

/** Whether a file is called as one of some globs says, wherever it lies. */
export function isNamedAs(globs: readonly string[], file: string): boolean {
  return globMatcher(globs)(basename(file))
}

/**
 * Matches paths, given as segments, against a glob of segments: `**` stands for any number of them, `*` and `?` for
 * characters of one, `{a,b}` for either.
 */
export function pathMatcher(glob: string): (segments: readonly string[]) => boolean {
  const patterns = alternatives(glob).map((alternative) => alternative.split('/'))
  return (segments) => patterns.some((pattern) => matchesPath(pattern, segments))
}

function matchesPath(pattern: readonly string[], segments: readonly string[]): boolean {
  // Nothing but '..' itself leads out of a folder.
  if (stepsUp(pattern) !== stepsUp(segments)) return false
  return matchesRun(pattern, segments, '**', matches)
}

function stepsUp(segments: readonly string[]): number {
  const first = segments.findIndex((segment) => segment !== '..')
  return first < 0 ? segments.length : first
}

const mostAlternatives = 1000

/** `a/{b,c}` is `a/b` and `a/c`; one with more alternatives than anybody writes is taken as it stands. */
function alternatives(glob: string): string[] {
  let open = [glob]
  for (let braces = firstBraces(open); braces !== undefined; braces = firstBraces(open)) {
    const expanded = open.flatMap((text) => {
      const found = /\{([^{},]*,[^{}]*)\}/.exec(text)
      if (found === null) return [text]
      const [whole, choices = ''] = found
      const behind = text.slice(found.index + whole.length)
      return choices.split(',').map((choice) => text.slice(0, found.index) + choice + behind)
    })
    if (expanded.length > mostAlternatives) return [glob]
    open = expanded
  }
  return open
}

function firstBraces(texts: readonly string[]): string | undefined {
  return texts.find((text) => /\{[^{},]*,[^{}]*\}/.test(text))
}

function matches(glob: string, name: string): boolean {
  return matchesRun(glob, name, '*', (wanted, character) => wanted === '?' || wanted === character)
}

/** Wildcard match (greedy with one backtrack point), which no glob makes slow. */
function matchesRun(
  glob: ArrayLike<string>,
  name: ArrayLike<string>,
  any: string,
  fits: (wanted: string, part: string) => boolean,
): boolean {
  let g = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (glob[g] === any) {
      star = g++
      mark = n
    } else if (g < glob.length && fits(glob[g] as string, name[n] as string)) {
      g++
      n++
    } else if (star >= 0) {
      g = star + 1
      n = ++mark
    } else return false
  }
  while (glob[g] === any) g++
  return g === glob.length
}
