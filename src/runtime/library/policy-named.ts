import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { inputError } from '../input-error.js'
import { didYouMean } from '../suggest.js'
import type { Library } from './library.js'

/**
 * The policy of a full id, or of a name that only one has: as the chosen profile has it, or else as it is written.
 * @throws InputError for an unknown name, and for one that several have
 */
export function policyNamed(name: string, { compiled, policies }: Library): CompiledPolicy {
  const matches = compiled.filter((policy) => policy.id === name || policy.name === name)
  const [match, other] = matches
  if (match && !other) return policies.find(({ id }) => id === match.id) ?? match
  const ids = compiled.map((policy) => policy.id)
  const hint = other
    ? `say which: ${matches.map(({ id }) => id).join(', ')}`
    : didYouMean(name, ids, 'policies')
  const message = other ? `several policies are called '${name}'` : `unknown policy '${name}'`
  throw inputError('unknown-reference', message, hint === undefined ? {} : { hint })
}
