import { closest } from '../suggest.js'

/** `did you mean 'object'?` when one of the known names is near enough to be meant. */
export function suggest(name: string, known: Iterable<string>): { readonly hint?: string } {
  const near = closest(name, known)
  return near === undefined ? {} : { hint: `did you mean '${near}'?` }
}
