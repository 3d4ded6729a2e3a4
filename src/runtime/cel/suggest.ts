import { closest, distance } from 'fastest-levenshtein'

/** `did you mean 'object'?` when one of the known names is near enough to be a typo of it. */
export function suggest(name: string, known: Iterable<string>): { readonly hint?: string } {
  const names = [...known].filter((candidate) => Math.abs(candidate.length - name.length) <= 3)
  if (names.length === 0) return {}
  const best = closest(
    name.toLowerCase(),
    names.map((candidate) => candidate.toLowerCase()),
  )
  const match = names.find((candidate) => candidate.toLowerCase() === best)
  const allowed = Math.max(1, Math.min(3, Math.floor(name.length / 2)))
  if (match === undefined || distance(name.toLowerCase(), best) > allowed) return {}
  return { hint: `did you mean '${match}'?` }
}
