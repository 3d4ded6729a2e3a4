import { distance } from 'fastest-levenshtein'

/** The candidate that a misspelt or shortened word most likely means, or undefined when none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let fewest = Math.floor(word.length / 3) + 1
  for (const candidate of candidates) {
    const edits = candidate.toLowerCase() === word.toLowerCase() ? 0 : distance(word, candidate)
    if (edits < fewest || (edits === fewest && best === undefined)) {
      best = candidate
      fewest = edits
    }
  }
  return best ?? extended(word, candidates)
}

/** The only candidate that the word is the beginning of: `expr` for `expression`. */
function extended(word: string, candidates: Iterable<string>): string | undefined {
  const longer = [...candidates].filter((candidate) => word.length > 2 && candidate.startsWith(word))
  return longer.length === 1 ? longer[0] : undefined
}

/** `did you mean 'object'?`, else the few candidates there are, else nothing. */
export function didYouMean(word: string, candidates: readonly string[], list = 'one of'): string | undefined {
  const known = [...new Set(candidates)]
  const near = closest(word, known)
  if (near !== undefined) return `did you mean '${near}'?`
  return known.length > 0 && known.length <= 16 ? `${list}: ${known.join(', ')}` : undefined
}
