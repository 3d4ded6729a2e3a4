import { distance } from 'fastest-levenshtein'

/** The candidate that a misspelt word most likely means, or undefined when none is near. */
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
  return best
}

/** `did you mean 'object'?`, else the few candidates there are, else nothing. */
export function didYouMean(word: string, candidates: readonly string[], list = 'one of'): string | undefined {
  const near = closest(word, candidates)
  if (near !== undefined) return `did you mean '${near}'?`
  return candidates.length > 0 && candidates.length <= 16 ? `${list}: ${candidates.join(', ')}` : undefined
}
