import type { CollectionValues, PlannedCommand } from '../../runtime/collect/index.js'
import type { Listing, Platform } from '../../runtime/model/index.js'
import { outputOf } from './run-command.js'
import type { Surroundings } from './surroundings.js'

/** The values that commands need and nobody gave, as far as the programs themselves can list them. */
export interface ListedValues {
  /** With those that were given. */
  readonly values: CollectionValues
  /** Names of which not everything could be listed, with the reason. */
  readonly failures: readonly string[]
  /** Names that stand for nothing here. */
  readonly empty: readonly string[]
}

/** The listings of the values that these commands lack. */
export function listingsFor(commands: readonly PlannedCommand[], platforms: readonly Platform[]): Listing[] {
  const missing = new Set(commands.flatMap((command) => command.missing))
  return platforms.flatMap(({ listings = [] }) => listings).filter(({ name }) => missing.has(name))
}

/** Runs the listings, each once. Never throws for what they print. */
export async function listValues(
  listings: readonly Listing[],
  given: CollectionValues,
  timeoutSeconds: number,
  around: Surroundings,
): Promise<ListedValues> {
  const values = new Map(given)
  const failures: string[] = []
  for (const listing of listings) {
    const { name, program, args } = listing
    const line = [program, ...args].join(' ')
    around.progress?.(`which ${name}? ${line}`)
    const listed = await listedBy(listing, timeoutSeconds, around)
    around.progress?.(undefined)
    if ('reason' in listed) failures.push(`cannot tell which ${name} there is: ${line}\n  ${listed.reason}`)
    else values.set(name, [...new Set([...(values.get(name) ?? []), ...listed.found])])
  }
  const empty = [...values].filter(([, found]) => found.length === 0).map(([name]) => name)
  return { values, failures, empty }
}

async function listedBy(listing: Listing, timeoutSeconds: number, around: Surroundings) {
  const output = await outputOf(listing, timeoutSeconds, around)
  if ('reason' in output) return output
  try {
    const found = listing.values(JSON.parse(output.text))
    const odd = found.find((value) => !isArgument(value))
    return odd === undefined ? { found } : { reason: `'${odd}' cannot be an argument of a program` }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { reason: 'what it printed is no JSON' }
  }
}

/** Whatever names a thing and cannot be taken for an option. */
function isArgument(value: string): boolean {
  return value.length <= 500 && /^[^-\s\p{C}][^\p{C}]*$/u.test(value)
}
