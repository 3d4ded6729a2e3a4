import type { Diagnostic } from '../model/index.js'
import { errorAt, type NamedExpression } from '../policies/index.js'
import type { CompiledCondition } from './compiled-policy.js'

/**
 * What to say of variables that have one name. The API server takes them: the last one holds for every expression, even for
 * those above it. One that comes to need itself that way would never end there, so that is a mistake.
 */
export function repeatedVariables(
  written: readonly NamedExpression[],
  compiled: readonly CompiledCondition[],
): Diagnostic[] {
  const last = new Map(compiled.map((variable) => [variable.name, variable]))
  const above = new Set<string>()
  return written.flatMap(({ name, place }) => {
    if (!above.has(name)) {
      above.add(name)
      return []
    }
    if (needs(name, name, last))
      return [
        errorAt(place, 'duplicate-name', `variable '${name}' exists already, and now needs itself`, own),
      ]
    const message = `variable '${name}' exists already: this one holds for the expressions above it, too`
    return [{ ...errorAt(place, 'duplicate-name', message, own), level: 'warning' as const }]
  })
}

const own = 'give it a name of its own'

/** Whether a variable needs another one, be it through others. */
function needs(
  name: string,
  wanted: string,
  variables: ReadonlyMap<string, CompiledCondition>,
  seen = new Set<string>(),
): boolean {
  if (seen.has(name)) return false
  seen.add(name)
  const read = [...(variables.get(name)?.program.references.fields ?? [])]
    .filter((path) => path.startsWith('variables.'))
    .map((path) => path.slice('variables.'.length))
  return read.includes(wanted) || read.some((next) => needs(next, wanted, variables, seen))
}
